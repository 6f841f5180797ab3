#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// A place where a question names a table or a file: `@sites`, `@sales.orders`, `@sites.name`,
/// `@"order details"`, `@data/orders.csv`, `@"my orders.csv"`.
struct Reference {
    std::size_t begin = 0;   ///< Of the `@`, in bytes.
    std::size_t length = 0;  ///< The `@` and quotes included.
    std::string text = {};   ///< Behind the `@`, as typed.
    bool is_quoted = false;  ///< A part of it is, so that nothing of it can belong to what follows.

    bool operator==(const Reference&) const = default;
};

/// Cut at the dots outside of quotes, and without the quotes: `sales."order details"` is two parts.
/// Pure.
std::vector<std::string> reference_parts(std::string_view text);

/// All of them, as long as they may be: `@sites-table` may turn out to be `@sites`. None inside a
/// word (mary@example.com), right behind a quote ('@mary' is a text), and none where the `@` is
/// doubled or follows a backslash. Pure.
std::vector<Reference> find_references(std::string_view question);

/// Where the reference begins, behind its `@`, that is still being typed at the end of the text;
/// nothing when none is. Pure.
std::optional<std::size_t> open_reference(std::string_view text);

/// As a name stands behind an `@`, or as a path does: in quotes when it has to. Pure.
std::string reference_name(std::string_view name);
std::string reference_path(std::string_view path);

}
