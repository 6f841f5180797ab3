#pragma once

#include "libagent/base/json.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string_view>

/// Reading what servers send: a field that is missing, null or of another type is simply not there.
namespace askdb::models {

/// The member, or nullptr when `json` is no object, lacks it, or holds null there.
inline const Json* json_field(const Json& json, const char* key) {
    if (!json.is_object()) return nullptr;
    const auto found = json.find(key);
    return found == json.end() || found->is_null() ? nullptr : &*found;
}

/// The member's text, or empty. The view lives as long as `json`.
inline std::string_view text_field(const Json& json, const char* key) {
    const Json* const field = json_field(json, key);
    return field != nullptr && field->is_string()
               ? std::string_view(field->get_ref<const std::string&>())
               : std::string_view();
}

/// The member as a count, never negative; `otherwise` when it is no number.
inline std::int64_t count_field(const Json& json, const char* key, std::int64_t otherwise = 0) {
    constexpr double largest_count = 1e15;
    const Json* const field = json_field(json, key);
    if (field == nullptr || !field->is_number()) return otherwise;
    const auto count = field->get<double>();
    return count >= 0 && count <= largest_count ? static_cast<std::int64_t>(count) : otherwise;
}

}
