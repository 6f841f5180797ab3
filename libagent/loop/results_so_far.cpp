#include "libagent/loop/results_so_far.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <vector>

namespace askdb::loop {
namespace {

constexpr std::size_t max_told_results = 10;
constexpr std::size_t max_told_value_bytes = 100;
constexpr std::size_t max_told_sql_bytes = 400;

/// " (42)" for a result of one cell.
std::string value_of_single_cell(const results::StoredResult* result) {
    if (result == nullptr || result->rows.row_count() != 1 || result->rows.column_count() != 1)
        return {};
    const database::Cell cell = result->rows.cell(0, 0);
    if (cell.kind == database::Kind::bytes) return {};
    if (cell.kind == database::Kind::null) return " (NULL)";
    return fmt::format(" ({})", visible(clipped(cell.text, max_told_value_bytes)));
}

std::string account_of(const chat::Step& step, const results::ResultStore& results) {
    return fmt::format("\n{} has {} row{}{}: {}", step.handle, *step.rows,
                       *step.rows == 1 ? "" : "s", value_of_single_cell(results.find(step.handle)),
                       clipped(step.sql, max_told_sql_bytes));
}

}

std::string results_so_far(std::string_view limit, std::span<const chat::Step> workflow,
                           const results::ResultStore& results) {
    std::vector<const chat::Step*> told;
    for (const chat::Step& step : workflow) {
        if (!step.handle.empty()) told.push_back(&step);
    }
    std::string text = fmt::format("No whole answer: the limit {} was reached.", limit);
    const std::size_t left_out =
        told.size() > max_told_results ? told.size() - max_told_results : 0;
    if (left_out > 0)
        text += fmt::format(" The last {} of {} results:", max_told_results, told.size());
    for (std::size_t i = left_out; i < told.size(); ++i) text += account_of(*told[i], results);
    return text;
}

}
