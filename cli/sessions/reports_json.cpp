#include "cli/sessions/reports_json.h"

#include "cli/render/json_line.h"
#include "sessions/export/transcript_json.h"
#include "sessions/moment_text.h"

#include <nlohmann/json.hpp>

namespace askdb::cli {

void print_sessions_json(Output& output, const session::SessionPage& page) {
    Json list = Json::array();
    for (const session::SessionSummary& summary : page.sessions)
        list.push_back(sessions::summary_json(summary));
    write_json_line(output, {{"sessions", std::move(list)}, {"has_more", !page.next.empty()}});
}

void print_hits_json(Output& output, const session::SearchResult& result) {
    Json list = Json::array();
    for (const session::SearchHit& hit : result.hits) {
        Json marks = Json::array();
        for (const auto& [begin, end] : hit.marks) marks.push_back(Json::array({begin, end}));
        list.push_back({{"id", hit.key.id},
                        {"user", hit.key.user},
                        {"title", hit.title},
                        {"turn", hit.turn},
                        {"type", session::name_of(hit.type)},
                        {"at", sessions::iso_text(hit.at)},
                        {"excerpt", hit.excerpt},
                        {"marks", std::move(marks)}});
    }
    write_json_line(output, {{"hits", std::move(list)}, {"was_scanned", result.was_scanned}});
}

void print_transcript_json(Output& output, const sessions::ExportInput& input) {
    write_json_line(output, sessions::transcript_json(input));
}

void print_deleted_json(Output& output, std::span<const session::SessionSummary> deleted) {
    Json ids = Json::array();
    for (const session::SessionSummary& summary : deleted) ids.push_back(summary.key.id);
    write_json_line(output, {{"deleted", std::move(ids)}});
}

void print_pruned_json(Output& output, const session::PruneReport& report, bool is_dry_run) {
    write_json_line(
        output, {{"sessions", report.sessions}, {"bytes", report.bytes}, {"dry_run", is_dry_run}});
}

void print_integrity_json(Output& output, const session::IntegrityReport& report, int exit_code) {
    write_json_line(output, {{"ok", exit_code == 0},
                             {"exit_code", exit_code},
                             {"problems", report.problems},
                             {"sessions", report.sessions},
                             {"turns", report.turns},
                             {"interrupted", report.interrupted}});
}

}
