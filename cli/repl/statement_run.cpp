#include "cli/repl/statement_run.h"

#include "libagent/base/text.h"
#include "libagent/database/guard.h"
#include "libagent/database/sql_tokens.h"
#include "libagent/database/table_places.h"
#include "libagent/results/result_age.h"
#include "libagent/tools/approved_write.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace askdb::cli::repl {
namespace {

bool changes_something(std::string_view sql, const database::Dialect& dialect) {
    const std::optional<Error> error = database::judge_read_only(sql, dialect);
    return error && error->code == Errc::refused;
}

StatementDone write_statement(const StatementPlace& place, std::string_view sql,
                              const std::stop_token& stop) {
    const WallTime now = std::chrono::system_clock::now();
    tools::WriteOutcome outcome = tools::write_approved(place.database, *place.approver,
                                                        {.sql = sql, .limits = place.limits}, stop);
    if (outcome.failure) throw Failure(std::move(outcome.failure->error));
    return {.rows = std::move(outcome.done->rows),
            .database = place.database.name(),
            .committed = std::move(outcome.done->touched),
            .as_of = now};
}

}

bool names_results_only(std::string_view sql, const results::ResultStore& results) {
    if (results.all().empty()) return false;
    std::vector<database::SqlToken> tokens =
        database::sql_tokens(sql, *database::find_dialect("sqlite"));
    std::erase_if(tokens, [](const database::SqlToken& token) {
        return token.kind == database::TokenKind::comment;
    });
    while (!tokens.empty() && tokens.back().is_symbol(";")) tokens.pop_back();
    const auto places = database::table_places(tokens);
    if (!places || places.value().empty()) return false;
    return std::all_of(places.value().begin(), places.value().end(),
                       [&](const database::TablePlace& place) {
                           return place.parts.size() == 1 && results.find(place.parts[0]);
                       });
}

StatementDone run_statement(const StatementPlace& place, std::string_view sql,
                            std::stop_token stop) {
    const WallTime now = std::chrono::system_clock::now();
    if (names_results_only(sql, place.results))
        return {.rows = place.results.query(sql, place.limits, stop).value_or_throw(),
                .as_of = results::oldest_read(sql, place.results, now)};
    if (place.approver != nullptr && changes_something(sql, place.database.dialect()))
        return write_statement(place, sql, stop);
    return {.rows = place.database.query(sql, place.limits, stop).value_or_throw(),
            .database = place.database.name(),
            .as_of = now};
}

}
