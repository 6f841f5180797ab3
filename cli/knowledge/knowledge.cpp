#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/findings.h"
#include "cli/knowledge/knowledge_check.h"
#include "cli/knowledge/knowledge_places.h"
#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "cli/render/rows_output.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace askdb::cli {
namespace {

using database::Kind;

/// What all folders hold together.
struct AllKept {
    std::vector<knowledge::Folder> folders;
    std::vector<std::string> rules = {};  ///< Of each folder; empty: it has none.
    std::vector<knowledge::Entry> entries = {};
    std::vector<Error> problems = {};
};

AllKept read_all(const CommandContext& context) {
    AllKept all{.folders = knowledge_folders(context.args, context.environment)};
    for (const knowledge::Folder& folder : all.folders) {
        knowledge::FolderContents contents = knowledge::read_folder(folder);
        all.rules.push_back(std::move(contents.rules));
        std::move(contents.entries.begin(), contents.entries.end(),
                  std::back_inserter(all.entries));
        std::move(contents.problems.begin(), contents.problems.end(),
                  std::back_inserter(all.problems));
    }
    return all;
}

int list_knowledge(const CommandContext& context, const AllKept& all) {
    database::Rows rows;
    for (const char* name : {"kind", "question", "database", "date", "file"})
        rows.columns.push_back({.name = name, .declared_type = {}});
    for (std::size_t i = 0; i < all.folders.size(); ++i) {
        if (all.rules[i].empty()) continue;
        const auto lines = std::count(all.rules[i].begin(), all.rules[i].end(), '\n') + 1;
        rows.append(Kind::text, "rules");
        rows.append(Kind::text, fmt::format("({} {})", lines, lines == 1 ? "line" : "lines"));
        for (int none = 0; none < 2; ++none) append_or_null(rows, "");
        rows.append(Kind::text, (std::filesystem::path(all.folders[i].path) /
                                 std::string(knowledge::rules_file))
                                    .string());
    }
    for (const knowledge::Entry& entry : all.entries) {
        rows.append(Kind::text, std::string(name_of(entry.verdict)));
        rows.append(Kind::text, entry.question);
        append_or_null(rows, entry.database);
        append_or_null(rows, entry.date);
        rows.append(Kind::text, entry.path);
    }
    rows.settle_kinds();
    for (const Error& problem : all.problems)
        context.messages.say("askdb: " + problem.message, Tone::warning);
    return print_rows(context, rows, "");
}

int check_all_kept(const CommandContext& context, const AllKept& all) {
    std::vector<Finding> findings;
    for (const Error& problem : all.problems) {
        Finding finding = broken("knowledge", problem);
        finding.exit_code = exit_code(Errc::bad_input);
        findings.push_back(std::move(finding));
    }
    Progress progress(context);
    progress.show("running what is kept");
    const std::vector<Finding> checked = check_knowledge(context, all.entries);
    progress.hide();
    findings.insert(findings.end(), checked.begin(), checked.end());
    if (findings.empty())
        findings.push_back({.verdict = Verdict::warning,
                            .about = "knowledge",
                            .message = "nothing is kept yet",
                            .fix = "in a conversation, /good and /bad keep answers"});
    return print_findings(context, findings);
}

}

int run_knowledge(const CommandContext& context) {
    const AllKept all = read_all(context);
    return context.args.words.front() == "list" ? list_knowledge(context, all)
                                                : check_all_kept(context, all);
}

}
