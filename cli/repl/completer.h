#pragma once

#include "cli/repl/completion_sources.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// What may stand in place of the bytes from `begin` to the cursor.
struct Completion {
    std::size_t begin = 0;
    /// Best first, at most most_candidates. They need not begin with what stands there: `orders`
    /// also brings work_orders.
    std::vector<std::string> candidates = {};
    /// What a person chooses from, where that says more than the candidates; else empty.
    std::vector<std::string> shown = {};
    std::string append = {};  ///< Typed behind the only candidate: a blank, or nothing.

    bool operator==(const Completion&) const = default;
};

inline constexpr std::size_t most_candidates = 200;

/// For the Tab key. `line` is all that has been typed, of any number of lines; what stands right of
/// the cursor (a byte offset, cut to the end) says which tables a query is about, too. Commands get
/// what their records say; SQL gets tables, columns, keywords, aliases, handles and common table
/// expressions; a question gets tables, files and handles behind `@`, and names of tables and
/// columns from the third letter on. Pure but for CompletionSources::folder; a few milliseconds
/// with tens of thousands of columns.
Completion complete(std::string_view line, std::size_t cursor, const CompletionSources& sources);

/// The longest beginning that all candidates share, ignoring ASCII case, spelled as in the first
/// one; it ends between two characters. What a line editor may put in before anybody chooses, when
/// it is no shorter than what was typed.
std::string common_beginning(const Completion& completion);

}
