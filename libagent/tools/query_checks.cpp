#include "libagent/tools/query_checks.h"

#include "libagent/checks/fan_out.h"
#include "libagent/checks/literal_hints.h"
#include "libagent/tools/extra_queries.h"
#include "libagent/tools/literal_lookup.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace askdb::tools {
namespace {

using checks::Multiplicity;
using checks::StatementShape;
using std::chrono::milliseconds;

constexpr ExtraQueries::Budget probes{.queries = 2, .time = milliseconds(250)};
constexpr ExtraQueries::Budget lookups{.queries = 3, .time = milliseconds(750)};
constexpr std::size_t most_findings = 6;

/// How often nothing stands in the only row: NULL, which is what most aggregates make of no row,
/// and 0, which only counts do. A sum of 0 is a value.
bool has_nothing(const database::Rows& rows, const std::vector<checks::Aggregate>& aggregates) {
    std::size_t nulls = 0, zeros = 0;
    for (std::size_t column = 0; column < rows.column_count(); ++column) {
        const database::Cell cell = rows.cell(0, column);
        if (cell.is_null()) {
            ++nulls;
            continue;
        }
        const bool is_zero = database::is_number(cell.kind) &&
                             cell.text.find_first_not_of("0.-") == std::string::npos;
        if (!is_zero) return false;
        ++zeros;
    }
    const auto counts = [](const checks::Aggregate& aggregate) {
        const bool is_count = aggregate.function == "count" || aggregate.function == "count_big" ||
                              aggregate.function == "total";
        return is_count && !aggregate.distinct && !aggregate.is_filtered;
    };
    const auto counted =
        static_cast<std::size_t>(std::count_if(aggregates.begin(), aggregates.end(), counts));
    // Beside COUNT(*) = 0, SUM(x) is NULL; where it is 0, rows were added up.
    return zeros == 0 || (zeros <= counted && nulls >= aggregates.size() - counted);
}

/// No row, or one with nothing for its aggregates.
bool gave_nothing(const database::Rows& rows, const StatementShape& shape) {
    if (rows.row_count() == 0) return !rows.columns.empty();
    const checks::SelectShape& select = shape.selects.front();
    return rows.row_count() == 1 && select.is_aggregated() && has_nothing(rows, select.aggregates);
}

/// Values of the data get into findings only here.
void withhold_values(std::vector<checks::LiteralLookup>& found, const SharingRule& rule,
                     const database::Catalog& catalog) {
    const auto is_masked = [&](const std::string& column) {
        return std::any_of(catalog.tables.begin(), catalog.tables.end(),
                           [&](const database::Table& table) {
                               const std::string prefix = table.qualified_name() + ".";
                               return column.starts_with(prefix) &&
                                      rule.masks_column(table, column.substr(prefix.size()));
                           });
    };
    for (checks::LiteralLookup& lookup : found) {
        lookup.is_secret = rule.keeps_secret(!rule.masks.empty() && is_masked(lookup.column));
        if (!rule.shows_values() || lookup.is_secret) lookup.values.clear();
    }
}

class QueryCheck {
  public:
    QueryCheck(const CheckedStatement& statement, std::stop_token stop)
        : statement_(statement), stop_(std::move(stop)), database_(statement.database) {}

    QueryChecks run() {
        const auto shape = checks::read_select(statement_.sql, database_.dialect());
        if (!shape) {
            note_unread();
            return std::move(noticed_);
        }
        const bool is_empty = gave_nothing(statement_.rows, *shape);
        const auto any = [&](auto test) {
            return std::any_of(shape->selects.begin(), shape->selects.end(), test);
        };
        const bool may_fan_out =
            any([](const checks::SelectShape& select) { return select.from.size() > 1; }) &&
            any([](const checks::SelectShape& select) { return !select.aggregates.empty(); });
        if (!is_empty && !may_fan_out) return std::move(noticed_);
        const database::Catalog& catalog = database_.catalog(stop_);
        if (may_fan_out && !is_empty) find_fan_out(*shape, catalog);
        if (is_empty) look_up(*shape, catalog);
        return std::move(noticed_);
    }

  private:
    /// What is left of the call's time after the statement itself.
    ExtraQueries::Budget within_call(ExtraQueries::Budget budget) const {
        const double left =
            static_cast<double>(statement_.limits.timeout.count()) - statement_.rows.milliseconds;
        const auto most = static_cast<double>(budget.time.count());
        budget.time = milliseconds(static_cast<std::int64_t>(std::clamp(left, 0.0, most)));
        return budget;
    }

    void find_fan_out(const StatementShape& shape, const database::Catalog& catalog) {
        ExtraQueries queries(database_, within_call(probes), stop_);
        checks::ProbeAnswers answers;
        const checks::FanOutInput input{catalog, database_.server_dialect(stop_), answers};
        checks::FanOutReport report = checks::find_fan_out(shape, input);
        while (!queries.is_used_up()) {
            const auto next =
                std::find_if(report.probes.begin(), report.probes.end(),
                             [&](const auto& probe) { return !answers.contains(probe.sql); });
            if (next == report.probes.end()) break;
            answers[next->sql] = answer(*next, queries);
            report = checks::find_fan_out(shape, input);
        }
        for (checks::FanOut& found : report.found) {
            if (noticed_.findings.size() == most_findings) break;
            noticed_.findings.push_back({.check = "fan_out", .message = std::move(found.message)});
        }
        noticed_.database_ms += queries.took_ms();
    }

    static Multiplicity answer(const checks::Probe& probe, ExtraQueries& queries) {
        const auto rows = queries.run(probe.sql, probe.many_rows);
        if (!rows) return Multiplicity::unknown;
        return rows->row_count() >= probe.many_rows ? Multiplicity::many : Multiplicity::one;
    }

    void look_up(const StatementShape& shape, const database::Catalog& catalog) {
        ExtraQueries queries(database_, within_call(lookups), stop_);
        const LookupInput input{shape, catalog, database_.server_dialect(stop_)};
        std::vector<checks::LiteralLookup> found = look_up_literals(input, queries);
        withhold_values(found, statement_.rule, catalog);
        noticed_.findings.push_back(checks::zero_rows_finding(found));
        noticed_.database_ms += queries.took_ms();
    }

    /// No row, by a statement that nobody could read: its texts were not looked up.
    void note_unread() {
        const bool may_have_texts = statement_.sql.find('\'') != std::string_view::npos;
        const bool is_empty = statement_.rows.row_count() == 0 && !statement_.rows.columns.empty();
        if (!is_empty || !may_have_texts) return;
        noticed_.findings.push_back(
            {.check = "zero_rows",
             .message =
                 "no row; whether the texts of its conditions are in the data was not looked "
                 "up",
             .literals = "unknown"});
    }

    const CheckedStatement& statement_;
    std::stop_token stop_;
    database::Database& database_;
    QueryChecks noticed_;
};

}

QueryChecks check_query(const CheckedStatement& statement, std::stop_token stop) {
    try {
        return QueryCheck(statement, std::move(stop)).run();
    } catch (const Failure&) {
        return {};  // No catalog: the rows are worth more than what could be said about them.
    }
}

}
