#include "cli/replay/replay_check.h"

#include "cli/args.h"
#include "cli/doors.h"
#include "cli/render/progress.h"
#include "libagent/base/text.h"
#include "libagent/results/receipt.h"
#include "sessions/export/export_conversation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace askdb::cli {
namespace {

class ReplayCheck {
  public:
    ReplayCheck(const ReplayPorts& ports, const std::vector<ReplayStep>& steps)
        : ports_(ports), steps_(steps), run_(ports, steps) {
        for (const ReplayStep& step : steps) read_.insert(step.needs.begin(), step.needs.end());
    }

    ReplayVerdict check(std::size_t index) {
        const ReplayStep& step = steps_[index];
        if (!step.why_not.empty())
            return {.notes = {"not run again: " + step.why_not}, .is_made_anew = false};
        if (const auto error = run_.make_needs(index)) return verdict_on_failure(*error);
        Result<database::Rows> rows = run_.rows_of(index, run_.limits_as_kept(index));
        if (!rows) return verdict_on_failure(rows.error());
        const RemadeResult now = remade(step, rows.value());
        ReplayVerdict verdict = judge_replay(step, now, ports_.context.args.exact);
        if (read_.contains(index)) run_.keep(index, std::move(rows).value());
        return verdict;
    }

  private:
    RemadeResult remade(const ReplayStep& step, const database::Rows& rows) {
        RemadeResult now{.rows = rows, .kept_rows = [this, &step] {
                             return sessions::kept_rows(ports_.archive, ports_.key,
                                                        step.kept->handle);
                         }};
        const std::string& sql = step.kept->sql;
        if (step.reads_results) {
            now.order_counts = results::asks_for_order(sql, *database::find_dialect("sqlite"));
            return now;
        }
        database::Database& database = ports_.databases.find(step.database);
        now.order_counts = results::asks_for_order(sql, database.dialect());
        if (step.kept->schema_hash.empty()) return now;
        const auto tables = results::named_tables(sql, database.dialect(),
                                                  database.certain_catalog(ports_.context.stop));
        now.schema_hash = results::schema_hash(tables);
        for (const database::Table* table : tables) now.tables.push_back(table->qualified_name());
        return now;
    }

    const ReplayPorts& ports_;
    const std::vector<ReplayStep>& steps_;
    ReplayRun run_;
    std::set<std::size_t> read_;  ///< What other steps read.
};

}

std::vector<ReplayVerdict> check_replay(const ReplayPorts& ports,
                                        const std::vector<ReplayStep>& steps,
                                        const std::vector<std::size_t>& chosen,
                                        Progress& progress) {
    ReplayCheck check(ports, steps);
    std::vector<ReplayVerdict> verdicts;
    for (const std::size_t index : chosen) {
        progress.show(
            fmt::format("running {} of turn {}", steps[index].kept->handle, steps[index].turn));
        verdicts.push_back(check.check(index));
    }
    progress.hide();
    return verdicts;
}

std::vector<std::string> verdict_lines(const ReplayStep& step, const ReplayVerdict& verdict) {
    std::vector<std::string> lines;
    const std::string where = fmt::format("turn {}, {}: ", step.turn, step.kept->handle);
    for (const Drift& drift : verdict.drifts)
        lines.push_back(fmt::format("{}{} drifted: {}", where, drift.what, drift.message));
    if (verdict.failure)
        lines.push_back(fmt::format(
            "{}not compared: {}{}", where, verdict.failure->message,
            verdict.failure->hint.empty() ? "" : fmt::format(" ({})", verdict.failure->hint)));
    for (const std::string& note : verdict.notes) lines.push_back(where + note);
    return lines;
}

std::string summary_line(const std::vector<ReplayVerdict>& verdicts, bool exact) {
    const auto count = [&](auto is_so) {
        return std::count_if(verdicts.begin(), verdicts.end(), is_so);
    };
    const auto drifted = count([](const ReplayVerdict& one) { return !one.drifts.empty(); });
    const std::size_t missed = verdicts.size() - count_compared(verdicts);
    if (missed == verdicts.size()) {
        return fmt::format("{} result{}, none compared: nothing says that the answers still hold",
                           missed, missed == 1 ? "" : "s");
    }
    std::string line =
        fmt::format("{} result{}, {} drifted", verdicts.size(), verdicts.size() == 1 ? "" : "s",
                    drifted == 0 ? "none" : std::to_string(drifted));
    if (missed > 0) line += fmt::format(", {} not compared", missed);
    return line += exact ? ": schema, shape and rows compared"
                         : ": schema and shape compared, rows not (--exact)";
}

std::size_t count_compared(const std::vector<ReplayVerdict>& verdicts) {
    return static_cast<std::size_t>(
        std::count_if(verdicts.begin(), verdicts.end(),
                      [](const ReplayVerdict& one) { return one.is_compared(); }));
}

int exit_code_of(const std::vector<ReplayVerdict>& verdicts) {
    int code = exit_answered;
    for (const ReplayVerdict& verdict : verdicts) {
        if (!verdict.drifts.empty()) return exit_code(Errc::check);
        if (verdict.failure && code == exit_answered) code = exit_code(verdict.failure->code);
    }
    const bool says_nothing = code == exit_answered && count_compared(verdicts) == 0;
    return says_nothing ? exit_code(Errc::no_answer) : code;
}

}
