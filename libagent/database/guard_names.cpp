#include "libagent/database/guard_names.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::database {
namespace {

constexpr std::size_t longest_shown_name = 40;

constexpr std::string_view words_that_write[] = {
    "insert", "update", "delete", "upsert", "drop", "truncate", "create", "alter",   "grant",
    "revoke", "purge",  "write",  "exec",   "kill", "execute",  "reset",  "refresh",
};

bool says_that_it_writes(std::string_view name) {
    const std::vector<std::string> words = split(name, '_');
    return std::any_of(words.begin(), words.end(),
                       [](const std::string& word) { return among(words_that_write, word); });
}

/// By the lists of this dialect alone.
bool is_denied_by(std::span<const std::string> parts, const Dialect& dialect) {
    const std::string& name = parts.back();
    const auto begins = [&name](std::string_view prefix) { return name.starts_with(prefix); };
    return among(dialect.denied_functions, name) ||
           std::any_of(dialect.denied_function_prefixes.begin(),
                       dialect.denied_function_prefixes.end(), begins) ||
           std::any_of(parts.begin(), parts.end() - 1,
                       [&](const std::string& part) { return is_denied_package(part, dialect); });
}

}

Error not_allowed(std::string_view what) {
    return {Errc::refused, fmt::format("{} is not allowed: askdb only reads",
                                       clipped(visible(what), longest_shown_name))};
}

bool is_denied_package(std::string_view name, const Dialect& dialect) {
    return std::any_of(dialect.denied_packages.begin(), dialect.denied_packages.end(),
                       [name](std::string_view package) {
                           return package.ends_with('_') ? name.starts_with(package)
                                                         : name == package;
                       });
}

bool is_denied_function(std::span<const std::string> parts, const Dialect& dialect) {
    if (!dialect.quoting_unknown) return is_denied_by(parts, dialect);
    // Any of them may be the server behind it.
    const std::span<const Dialect* const> all = all_dialects();
    return std::any_of(all.begin(), all.end(),
                       [&](const Dialect* known) { return is_denied_by(parts, *known); });
}

std::optional<Error> judge_function(std::span<const std::string> parts, const Dialect& dialect) {
    const std::string& name = parts.back();
    const bool is_denied = is_denied_function(parts, dialect);
    const bool is_known = among(dialect.reading_functions, name);
    if (is_denied && !is_known) return not_allowed(fmt::format("function '{}'", name));
    if (is_known || !says_that_it_writes(name)) return std::nullopt;
    return Error{Errc::refused,
                 fmt::format("function '{}' is not allowed: by its name it writes, and askdb only "
                             "reads",
                             clipped(visible(name), longest_shown_name))};
}

}
