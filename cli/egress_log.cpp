#include "cli/egress_log.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/config/sessions_setting.h"
#include "cli/render/messages.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {
namespace {

namespace fs = std::filesystem;

/// A file of this run, and what it is for.
struct UsedFile {
    std::string path;
    std::string_view use;
};

std::vector<UsedFile> used_files(const CommandContext& context) {
    const Args& args = context.args;
    std::vector<UsedFile> used = {{args.out, "'--out' writes it"},
                                  {args.answers, "'--answers' keeps them there"},
                                  {args.file, "'--file' reads it"}};
    const std::string& store = context.config.sessions.store;
    used.push_back({store.empty() ? usual_sessions_store(context.environment) : store,
                    "conversations are kept there"});
    constexpr std::string_view as_database = "it is a database";
    std::vector<std::string> names;
    for (const DatabaseConfig& known : context.config.known_databases) {
        names.push_back(known.name);
        used.push_back({known.path, as_database});
        for (const std::string& file : known.files) used.push_back({file, as_database});
    }
    for (const std::string& database : context.config.databases) {
        const bool is_name = std::find(names.begin(), names.end(), database) != names.end();
        if (!is_name) used.push_back({database, as_database});
    }
    return used;
}

/// Also of files that are not there yet.
bool is_one_file(const std::string& one, const std::string& other) {
    std::error_code error;
    if (fs::equivalent(one, other, error)) return true;
    const fs::path a = fs::weakly_canonical(one, error);
    if (error) return false;
    const fs::path b = fs::weakly_canonical(other, error);
    return !error && a == b;
}

Failure unusable_log(const std::string& path, std::string_view why, std::string hint) {
    return Failure({Errc::usage,
                    fmt::format("cannot write the egress log '{}': {}", visible(path), why),
                    std::move(hint)});
}

void demand_own_file(const CommandContext& context) {
    const std::string& path = context.args.egress_log;
    if (path == "-" || path == "/dev/stdout")
        throw unusable_log(path, "standard output is for answers",
                           "to see it: --egress-log /dev/stderr");
    for (const UsedFile& used : used_files(context)) {
        if (!used.path.empty() && is_one_file(path, used.path))
            throw unusable_log(path, used.use, "give it another file: --egress-log FILE");
    }
}

}

std::unique_ptr<models::EgressLedger> wire_ledger(const CommandContext& context) {
    const std::string& path = context.args.egress_log;
    if (path.empty()) return std::make_unique<models::EgressLedger>();
    demand_own_file(context);
    auto ledger = std::make_unique<models::EgressLedger>(path);
    if (ledger->was_open_to_others())
        context.messages.say(
            fmt::format(
                "⚠ others could read the egress log '{}': it is yours alone now (mode 0600)", path),
            Tone::warning);
    return ledger;
}

}
