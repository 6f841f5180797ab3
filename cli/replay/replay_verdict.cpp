#include "cli/replay/replay_verdict.h"

#include "libagent/base/text.h"
#include "libagent/results/receipt.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <unordered_map>

namespace askdb::cli {
namespace {

std::string row_count_text(std::size_t rows, bool is_cut) {
    return fmt::format("{}{} row{}", is_cut ? "more than " : "", with_thousands(rows),
                       rows == 1 ? "" : "s");
}

/// Of a result that was cut nobody knows how many there were.
void compare_row_counts(const chat::Step& kept, const database::Rows& now, ReplayVerdict& verdict) {
    if (!kept.rows) return;
    const std::size_t rows = now.row_count();
    if (rows == *kept.rows && now.truncated == kept.truncated) return;
    const bool may_be_the_same = now.truncated && rows < *kept.rows;
    if (may_be_the_same) {
        verdict.failure = Error{
            Errc::limit,
            fmt::format("only the first {} of {} were read", with_thousands(rows),
                        row_count_text(*kept.rows, kept.truncated)),
            fmt::format("read them all: --max-rows {}", *kept.rows + (kept.truncated ? 0 : 1))};
        return;
    }
    verdict.drifts.push_back(
        {"shape", fmt::format("{}, not {}", row_count_text(rows, now.truncated),
                              row_count_text(*kept.rows, kept.truncated))});
}

std::string column_text(const database::ResultColumn& column) {
    return column.declared_type.empty() ? column.name
                                        : fmt::format("{} {}", column.name, column.declared_type);
}

std::string columns_text(const std::vector<database::ResultColumn>& columns) {
    std::vector<std::string> texts;
    for (const database::ResultColumn& column : columns) texts.push_back(column_text(column));
    return join(texts, ", ");
}

/// A row as one text, so that no two different ones are alike.
std::string row_text(const database::Rows& rows, std::size_t row) {
    std::string text;
    for (std::size_t column = 0; column < rows.column_count(); ++column) {
        const database::Cell cell = rows.cell(row, column);
        text += cell.is_null() ? "-:" : fmt::format("{}:", cell.text.size());
        if (!cell.is_null()) text += cell.text;
    }
    return text;
}

/// What `tell` makes of the rows as they are and as they were kept.
std::string told_change(const RemadeResult& now,
                        std::string (*tell)(const database::Rows&, const database::Rows*)) {
    const std::optional<database::Rows> kept =
        now.kept_rows ? now.kept_rows() : std::optional<database::Rows>();
    return tell(now.rows, kept ? &*kept : nullptr);
}

void compare_shapes(const ReplayStep& step, const RemadeResult& now, ReplayVerdict& verdict) {
    const auto types = step.reads_results ? results::TypesFrom::rows : results::TypesFrom::database;
    if (results::shape_hash(now.rows.columns, types) != step.kept->shape_hash)
        verdict.drifts.push_back({"shape", told_change(now, column_change)});
}

void compare_values(const chat::Step& kept, const RemadeResult& now, ReplayVerdict& verdict) {
    const bool is_cut = kept.truncated || now.rows.truncated;
    if (is_cut && !now.order_counts) {
        verdict.notes.emplace_back(
            "its rows are not compared: the result was cut, and the statement asks for no order");
        return;
    }
    using results::Difference;
    const std::string hash = results::result_hash(now.rows, now.order_counts);
    switch (results::difference_of(kept.result_hash, hash)) {
        case Difference::none: return;
        case Difference::order:
            verdict.drifts.push_back({"result", "the same rows in another order"});
            return;
        case Difference::values:
            verdict.drifts.push_back({"result", told_change(now, row_change)});
            return;
    }
}

void compare_schema(const chat::Step& kept, const RemadeResult& now, ReplayVerdict& verdict) {
    if (kept.schema_hash.empty() || now.schema_hash.empty()) {
        verdict.notes.emplace_back(
            "its tables are not compared: they were not known for certain when it was read");
        return;
    }
    if (kept.schema_hash == now.schema_hash) return;
    std::string tables = now.tables.empty() ? "its tables" : join(now.tables, ", ");
    if (now.tables.size() > 1) tables = "one of its tables (" + tables + ")";  // One hash for all.
    verdict.drifts.push_back(
        {"schema", fmt::format("a column, type or key of {} is not what it was", tables)});
}

}

ReplayVerdict judge_replay(const ReplayStep& step, const RemadeResult& now, bool exact) {
    ReplayVerdict verdict;
    const chat::Step& kept = *step.kept;
    const bool has_receipt = !kept.shape_hash.empty() && !kept.result_hash.empty();
    if (!has_receipt) {
        verdict.notes.emplace_back(
            "it was made before receipts were kept: only its number of rows is compared");
    } else {
        if (!step.reads_results) compare_schema(kept, now, verdict);
        compare_shapes(step, now, verdict);
    }
    compare_row_counts(kept, now.rows, verdict);
    if (has_receipt && exact && !verdict.failure) compare_values(kept, now, verdict);
    return verdict;
}

ReplayVerdict verdict_on_failure(const Error& error) {
    if (error.code != Errc::bad_input) return {.failure = error};
    return {.drifts = {{"schema", "its statement does not run: " + error.message}}};
}

std::string column_change(const database::Rows& now, const database::Rows* kept) {
    std::vector<std::string> changes;
    const std::size_t count = now.column_count();
    for (std::size_t i = 0; kept != nullptr && i < std::min(count, kept->column_count()); ++i) {
        const std::string is = column_text(now.columns[i]), was = column_text(kept->columns[i]);
        if (is != was) changes.push_back(fmt::format("column {} is {}, not {}", i + 1, is, was));
    }
    if (kept != nullptr && count != kept->column_count())
        changes.push_back(fmt::format("{} columns, not {}", count, kept->column_count()));
    return changes.empty() ? "other columns: " + columns_text(now.columns) : join(changes, "; ");
}

std::string row_change(const database::Rows& now, const database::Rows* kept) {
    if (kept == nullptr) return "other rows";
    std::unordered_map<std::string, std::ptrdiff_t> more;
    for (std::size_t row = 0; row < now.row_count(); ++row) ++more[row_text(now, row)];
    for (std::size_t row = 0; row < kept->row_count(); ++row) --more[row_text(*kept, row)];
    std::ptrdiff_t added = 0, gone = 0;
    for (const auto& [text, count] : more) {
        added += std::max<std::ptrdiff_t>(count, 0);
        gone += std::max<std::ptrdiff_t>(-count, 0);
    }
    if (added == 0 && gone == 0) return "other rows";
    const auto rows = [](std::ptrdiff_t count) {
        return row_count_text(static_cast<std::size_t>(count), false);
    };
    return fmt::format("{} new, {} gone", rows(added), rows(gone));
}

}
