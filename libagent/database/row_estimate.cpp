#include "libagent/database/row_estimate.h"

#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sql_tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <vector>

namespace askdb::database {
namespace {

/// A plan has a few hundred bytes for each table.
constexpr std::size_t longest_plan = 8u << 20;

std::optional<std::uint64_t> count_of_rows(std::optional<double> rows) {
    constexpr double most = 1e18;
    if (!rows) return std::nullopt;
    return static_cast<std::uint64_t>(std::clamp(*rows, 0.0, most));
}

/// Errors of syntax, names and rights (class 42, https://www.postgresql.org/docs/current/
/// errcodes-appendix.html), which running the statement tells as well, and what our guard says.
bool tells_of_statement(const Error& error) {
    if (error.code == Errc::refused) return true;
    return error.code == Errc::bad_input &&
           (error.sqlstate.empty() || error.sqlstate.starts_with("42"));
}

bool begins_planned_query(const SqlToken& token) {
    return token.is("select") || token.is("with") || token.is("values") || token.is("table");
}

}

std::string_view explained_query(std::string_view sql, const Dialect& dialect) {
    const std::vector<SqlToken> tokens = sql_tokens_without_comments(sql, dialect);
    const auto runs = [](const SqlToken& one) { return one.is("analyze") || one.is("analyse"); };
    const bool explains = !tokens.empty() && (runs(tokens[0]) || tokens[0].is("explain") ||
                                              tokens[0].is("describe") || tokens[0].is("desc"));
    if (!explains) return sql;
    auto query = std::find_if(tokens.begin(), tokens.end(), begins_planned_query);
    if (query == tokens.end() || std::none_of(tokens.begin(), query, runs)) return sql;
    while (std::prev(query)->is_symbol("(")) --query;
    return sql.substr(static_cast<std::size_t>(query->text.data() - sql.data()));
}

RowEstimate estimate_rows(Database& database, std::string_view sql, const Limits& limits,
                          std::stop_token stop) {
    const Dialect& dialect = database.dialect();
    if (dialect.plan_rows == nullptr) return {};
    const auto begin = std::chrono::steady_clock::now();
    const Limits own{.rows = 2, .bytes = longest_plan, .timeout = limits.timeout};
    const std::string_view query = explained_query(sql, dialect);
    const Result<Rows> plan =
        database.query(std::string(dialect.plan_prefix) + std::string(query), own, stop);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    RowEstimate estimate{.is_refused = !plan && tells_of_statement(plan.error()),
                         .milliseconds = took.count()};
    const bool is_whole = plan && plan.value().row_count() == 1 && !plan.value().truncated;
    if (is_whole) estimate.rows = count_of_rows(dialect.plan_rows(plan.value().cell(0, 0).text));
    return estimate;
}

std::optional<std::string> why_too_many(const RowEstimate& estimate, std::uint64_t most) {
    if (most == 0 || !estimate.rows || *estimate.rows <= most) return std::nullopt;
    return fmt::format(
        "the database expects about {} rows in one step of the statement, and "
        "max_estimated_rows is {}",
        with_thousands(*estimate.rows), with_thousands(most));
}

std::string no_estimate_words(const Database& database) {
    return fmt::format(
        "max_estimated_rows cannot limit what '{}' reads: {} gives no estimate", database.name(),
        database.dialect().plan_rows == nullptr ? database.dialect().title : "the database");
}

}
