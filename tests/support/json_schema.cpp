#include "tests/support/json_schema.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace askdb::test {
namespace {

using Violations = std::vector<std::string>;

bool has_type(const Json& value, const std::string& type) {
    if (type == "null") return value.is_null();
    if (type == "boolean") return value.is_boolean();
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "number") return value.is_number();
    return type == "integer" && value.is_number_integer();
}

/// A value of the instance, and where it is there.
struct PlacedValue {
    const Json& value;
    std::string at;
};

/// One keyword of a schema with what it demands, and the schema that it stands in.
struct Rule {
    const std::string& keyword;
    const Json& demand;
    const Json& schema;
};

class SchemaCheck {
  public:
    explicit SchemaCheck(const Json& root) : root_(root) {}

    Violations check(const Json& schema, const PlacedValue& placed) const {
        Violations found;
        static const std::set<std::string> notes = {"$schema", "$defs", "title", "description"};
        for (const auto& [keyword, demand] : schema.items()) {
            if (notes.contains(keyword)) continue;
            const Violations more = apply({keyword, demand, schema}, placed);
            found.insert(found.end(), more.begin(), more.end());
        }
        return found;
    }

  private:
    Violations apply(const Rule& of, const PlacedValue& placed) const {
        const std::string& keyword = of.keyword;
        const Json& rule = of.demand;
        const auto& [value, at] = placed;
        if (keyword == "$ref")
            return check(root_.at(Json::json_pointer(rule.get<std::string>().substr(1))), placed);
        if (keyword == "type") return check_type(rule, value, at);
        if (keyword == "const") return verdict(value == rule, at + ": is not " + rule.dump());
        if (keyword == "enum")
            return verdict(std::find(rule.begin(), rule.end(), value) != rule.end(),
                           at + ": is none of " + rule.dump());
        if (keyword == "minimum")
            return verdict(!value.is_number() || value >= rule, at + ": is below " + rule.dump());
        if (keyword == "minItems")
            return verdict(!value.is_array() || value.size() >= rule.get<std::size_t>(),
                           at + ": has too few items");
        if (keyword == "required") return check_required(rule, value, at);
        if (keyword == "properties" || keyword == "additionalProperties")
            return check_members(of, placed);
        if (keyword == "items") return check_items(rule, value, at);
        if (keyword == "oneOf") return check_one_of(rule, value, at);
        return {at + ": the schema's keyword '" + keyword + "' is not known"};
    }

    static Violations verdict(bool holds, const std::string& otherwise) {
        return holds ? Violations{} : Violations{otherwise};
    }

    static Violations check_type(const Json& rule, const Json& value, const std::string& at) {
        bool fits = false;
        for (const Json& type : rule.is_array() ? rule : Json::array({rule}))
            fits = fits || has_type(value, type.get<std::string>());
        return verdict(fits, at + ": " + value.dump() + " is no " + rule.dump());
    }

    static Violations check_required(const Json& rule, const Json& value, const std::string& at) {
        Violations found;
        for (const Json& name : rule) {
            if (value.is_object() && !value.contains(name.get<std::string>()))
                found.push_back(at + ": has no '" + name.get<std::string>() + "'");
        }
        return found;
    }

    Violations check_members(const Rule& of, const PlacedValue& placed) const {
        const auto& [value, at] = placed;
        Violations found;
        if (!value.is_object()) return found;
        const Json properties = of.schema.value("properties", Json::object());
        for (const auto& [name, member] : value.items()) {
            const bool is_own = properties.contains(name);
            if ((of.keyword == "properties") != is_own) continue;
            const Json& judge = is_own ? of.demand.at(name) : of.demand;
            const std::string place = at + "/" + name;
            Violations more = judge == Json(false) ? Violations{place + ": must not be there"}
                                                   : check(judge, {member, place});
            found.insert(found.end(), more.begin(), more.end());
        }
        return found;
    }

    Violations check_items(const Json& rule, const Json& value, const std::string& at) const {
        Violations found;
        if (!value.is_array()) return found;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const Violations more = check(rule, {value[i], at + "/" + std::to_string(i)});
            found.insert(found.end(), more.begin(), more.end());
        }
        return found;
    }

    Violations check_one_of(const Json& rule, const Json& value, const std::string& at) const {
        std::size_t matches = 0;
        Violations nearest_try;
        for (const Json& choice : rule) {
            const Violations found = check(choice, {value, at});
            if (found.empty()) ++matches;
            if (nearest_try.empty() || (!found.empty() && found.size() < nearest_try.size()))
                nearest_try = found;
        }
        if (matches == 1) return {};
        nearest_try.push_back(at + ": " + std::to_string(matches) + " choices fit instead of one");
        return nearest_try;
    }

    const Json& root_;
};

}

std::vector<std::string> schema_violations(const Json& schema, const Json& instance) {
    return SchemaCheck(schema).check(schema, {instance, ""});
}

std::vector<std::string> schema_violations(std::string_view schema, std::string_view instance) {
    const Result<Json> rules = parse_json(schema, "schema");
    const Result<Json> value = parse_json(instance, "instance");
    if (!rules) return {"the schema is no JSON: " + rules.error().message};
    if (!value) return {"the instance is no JSON: " + value.error().message};
    return schema_violations(rules.value(), value.value());
}

}
