#include "libagent/checks/result_agreement.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/checks/column_matcher.h"
#include "libagent/checks/difference_words.h"

#include <fmt/format.h>

namespace askdb::checks {
namespace {

ComparedTable compared_table(const database::Rows& rows, const std::stop_token& stop) {
    ComparedTable table{.rows = rows.row_count()};
    for (std::size_t i = 0; i < rows.column_count(); ++i) {
        throw_if_stopped(stop);
        table.names.push_back(rows.columns[i].name);
        table.columns.push_back(read_column(rows, i));
    }
    return table;
}

bool has_same_order(const ComparedColumn& a, const ComparedColumn& b) {
    const NumberTolerance tolerance = tolerance_between(a, b);
    for (std::size_t row = 0; row < a.values.size(); ++row) {
        if (!are_same(a.values[row], b.values[row], tolerance, a.has_numbers)) return false;
    }
    return true;
}

/// Whether its rows stand in its own order, up or down, and not all of them are the same.
bool is_sorted_by(const ComparedColumn& column) {
    const auto& values = column.values;
    const auto falls = [&](const ComparedValue& a, const ComparedValue& b) {
        return column.has_numbers ? a.number > b.number : a.text > b.text;
    };
    bool rises = false, sinks = false;
    for (std::size_t row = 1; row < values.size(); ++row) {
        if (values[row - 1].is_null || values[row].is_null) continue;
        rises = rises || falls(values[row], values[row - 1]);
        sinks = sinks || falls(values[row - 1], values[row]);
    }
    return rises != sinks;
}

/// Rows that are equal by what both are sorted by may change places.
bool are_ordered_alike(const ComparedTable& here, const ComparedTable& there,
                       const std::vector<ColumnPair>& pairs) {
    bool is_all = true, is_sorted = false;
    for (const ColumnPair& pair : pairs) {
        const ComparedColumn& a = here.columns[pair.here];
        const bool is_same = has_same_order(a, there.columns[pair.there]);
        is_all = is_all && is_same;
        is_sorted = is_sorted || (is_same && is_sorted_by(a));
    }
    return is_all || is_sorted;
}

/// Where at least one of them holds only the first of its rows.
ResultAgreement compare_cut(const database::Rows& here, const database::Rows& there) {
    const std::size_t rows_here = here.row_count(), rows_there = there.row_count();
    if (!here.truncated && rows_here <= rows_there)
        return {Agreement::differs,
                fmt::format("{} rows here, more than {} there", with_thousands(rows_here),
                            with_thousands(rows_there))};
    if (!there.truncated && rows_there <= rows_here)
        return {Agreement::differs,
                fmt::format("more than {} rows here, {} there", with_thousands(rows_here),
                            with_thousands(rows_there))};
    return {Agreement::unknown, "a result that was cut cannot be compared"};
}

}

ResultAgreement compare_results(const ComparedResult& here, const ComparedResult& there,
                                const std::stop_token& stop) {
    if (here.rows.truncated || there.rows.truncated) return compare_cut(here.rows, there.rows);
    const std::size_t rows = here.rows.row_count();
    if (rows != there.rows.row_count())
        return {Agreement::differs, row_count_words(rows, there.rows.row_count())};
    if (rows == 0) return {Agreement::agrees};
    const ComparedTable table_here = compared_table(here.rows, stop);
    const ComparedTable table_there = compared_table(there.rows, stop);
    const ColumnMatch match = match_columns(table_here, table_there, stop);
    if (!match.is_enough)
        return {Agreement::differs, difference_words(table_here, table_there, match.pairs)};
    const bool must_be_ordered = here.is_ordered && there.is_ordered;
    if (must_be_ordered && !are_ordered_alike(table_here, table_there, match.pairs))
        return {Agreement::differs, "the same rows, in another order"};
    return {Agreement::agrees};
}

}
