#include "libagent/base/fields_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace askdb {

JsonFields::JsonFields(const Json& json, std::string_view what) : json_(json), what_(what) {
    if (!json.is_object()) fail({Errc::bad_input, what_ + " is no JSON object"});
}

void JsonFields::fail(Error error) {
    if (!error_) error_ = std::move(error);
}

const Json* JsonFields::wanted_if_there(const char* name, Type type) {
    if (error_) return nullptr;
    const auto found = json_.find(name);
    if (found == json_.end() || found->is_null()) return nullptr;
    const auto is_right = [&] {
        switch (type) {
            case Type::text: return found->is_string();
            case Type::integer: return found->is_number_integer();
            case Type::count: return found->is_number_unsigned();
            case Type::number: return found->is_number();
            case Type::boolean: return found->is_boolean();
            case Type::array: return found->is_array();
        }
        return false;
    };
    if (is_right()) return &*found;
    constexpr const char* type_names[] = {"text",     "a whole number", "a count",
                                          "a number", "true or false",  "an array"};
    fail({Errc::bad_input, fmt::format("the field '{}' of {} is not {}", name, what_,
                                       type_names[static_cast<std::size_t>(type)])});
    return nullptr;
}

const Json* JsonFields::wanted(const char* name, Type type) {
    const Json* const member = wanted_if_there(name, type);
    if (member == nullptr)
        fail({Errc::bad_input, fmt::format("{} has no field '{}'", what_, name)});
    return member;
}

std::string JsonFields::text(const char* name) {
    const Json* const member = wanted(name, Type::text);
    return member == nullptr ? std::string() : member->get<std::string>();
}

std::string JsonFields::text_or_empty(const char* name) {
    const Json* const member = wanted_if_there(name, Type::text);
    return member == nullptr ? std::string() : member->get<std::string>();
}

std::int64_t JsonFields::integer(const char* name) {
    const Json* const member = wanted(name, Type::integer);
    return member == nullptr ? 0 : member->get<std::int64_t>();
}

std::optional<std::size_t> JsonFields::count_or_nothing(const char* name) {
    const Json* const member = wanted_if_there(name, Type::count);
    return member == nullptr ? std::nullopt : std::optional(member->get<std::size_t>());
}

double JsonFields::number(const char* name) {
    const Json* const member = wanted(name, Type::number);
    return member == nullptr ? 0 : member->get<double>();
}

std::optional<double> JsonFields::number_or_nothing(const char* name) {
    const Json* const member = wanted_if_there(name, Type::number);
    return member == nullptr ? std::nullopt : std::optional(member->get<double>());
}

bool JsonFields::boolean(const char* name) {
    const Json* const member = wanted(name, Type::boolean);
    return member != nullptr && member->get<bool>();
}

const Json* JsonFields::array(const char* name) {
    return wanted(name, Type::array);
}

const Json* JsonFields::array_or_nothing(const char* name) {
    return wanted_if_there(name, Type::array);
}

}
