#include "cli/replay/replay_report_json.h"

#include "cli/render/json_line.h"
#include "cli/replay/replay_check.h"
#include "libagent/chat/event_json.h"

#include <nlohmann/json.hpp>

namespace askdb::cli {
namespace {

Json verdict_report(const ReplayStep& step, const ReplayVerdict& verdict) {
    Json drifts = Json::array();
    for (const Drift& drift : verdict.drifts)
        drifts.push_back({{"what", drift.what}, {"message", drift.message}});
    return {{"turn", step.turn},
            {"handle", step.kept->handle},
            {"question", step.question},
            {"database", step.reads_results ? Json() : Json(step.database)},
            {"sql", step.kept->sql},
            {"compared", verdict.is_compared()},
            {"drifts", std::move(drifts)},
            {"notes", verdict.notes},
            {"error", verdict.failure ? chat::error_json(*verdict.failure) : Json()}};
}

}

void print_replay_json(Output& output, const ReplayReport& report) {
    Json results = Json::array();
    for (std::size_t i = 0; i < report.chosen.size(); ++i)
        results.push_back(verdict_report(report.steps[report.chosen[i]], report.verdicts[i]));
    write_json_line(output, {{"ok", report.exit_code == 0},
                             {"exit_code", report.exit_code},
                             {"session_id", report.id},
                             {"compared", count_compared(report.verdicts)},
                             {"results", std::move(results)}});
}

}
