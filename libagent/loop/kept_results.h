#pragma once

#include "libagent/results/result_store.h"
#include "libagent/session/store.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace askdb::loop {

/// The results with numbers above `after` as files of the conversation: `r3.csv` with the rows,
/// whose metadata say what CSV does not, and `r3.sql` with the statement. Of a result of more than
/// 16 MiB there is only the statement, whose metadata say so.
std::vector<session::Artifact> kept_results(const results::ResultStore& results, std::size_t after);

/// Which of a conversation's files (without their bytes) are rows to be put back: the newest ones,
/// 64 MiB in all; in the order of their numbers.
std::vector<const session::Artifact*> rows_to_restore(std::span<const session::Artifact> artifacts);

/// Puts the rows among these files back under the numbers that they had. What is no more there, or
/// damaged, keeps its number, so that no later result is called so; what is here stays.
void restore_results(results::ResultStore& results, std::span<const session::Artifact> artifacts);

/// The number of the result whose file is called so: 3 of "r3.csv" and of "r3.sql"; 0 of none.
std::size_t result_number(std::string_view name);

}
