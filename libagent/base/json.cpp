#include "libagent/base/json.h"

#include "libagent/base/text.h"

#include <nlohmann/json.hpp>

#include <array>

namespace askdb {
namespace {

constexpr std::size_t max_json_depth = 200;
/// About 20 ms of building; one object of 3,100 members.
constexpr std::size_t max_key_comparisons = 5'000'000;

struct JsonShape {
    bool too_deep = false;
    std::size_t key_comparisons = 0;
};

/// What building the text would take. The parser recurses through destructors and copies, and an
/// object that keeps the order of its keys compares each new one with all before it: hostile depth
/// and breadth are refused before anything is built.
JsonShape shape_of(std::string_view text) {
    JsonShape shape;
    std::array<std::size_t, max_json_depth + 1> members{};  // By depth, of the object there.
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > max_json_depth) return {.too_deep = true};
            members[depth] = 0;
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        } else if (c == ':') {
            shape.key_comparisons += members[depth]++;
        }
    }
    return shape;
}

}

Result<Json> parse_json(std::string_view text, std::string_view what) {
    const JsonShape shape = shape_of(text);
    if (shape.too_deep) {
        return Error{Errc::bad_input, std::string(what) + " nests deeper than 200 levels"};
    }
    if (shape.key_comparisons > max_key_comparisons) {
        return Error{Errc::bad_input, std::string(what) + " has too many members in one object"};
    }
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        return Error{Errc::bad_input, std::string(what) + " is not valid JSON"};
    return json;
}

bool is_json_object(std::string_view text) {
    return trim(text).starts_with('{') && !shape_of(text).too_deep && Json::accept(text);
}

std::string dump_json(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}
