#pragma once

#include <span>
#include <string_view>

namespace askdb::models {

/// One provider or local server that speaks a protocol we know.
struct Vendor {
    std::string_view name;      ///< The part before the colon: "openai", "ollama".
    std::string_view protocol;  ///< Protocol::name.
    std::string_view base_url;
    std::string_view key_variable;  ///< Environment variable that holds the key; empty: needs none.
    std::string_view
        base_url_variable;  ///< Environment variable that replaces base_url; may be empty.
};

std::span<const Vendor> all_vendors();
const Vendor* find_vendor(std::string_view name);

}
