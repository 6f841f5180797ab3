#include "cli/knowledge/knowledge_check.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/database_wiring.h"
#include "cli/doors.h"
#include "cli/limits.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/database/database.h"
#include "libagent/database/dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

namespace askdb::cli {
namespace {

constexpr std::size_t longest_shown_question = 100;

/// One database that statements may be tried on, and why no more are once it failed.
struct TriedDatabase {
    std::unique_ptr<database::Database> database;
    std::optional<Error> failure = {};
};

class KnowledgeCheckup {
  public:
    KnowledgeCheckup(const CommandContext& context, const std::vector<knowledge::Entry>& entries)
        : context_(context), entries_(entries) {}

    std::vector<Finding> run();

  private:
    void open_databases();
    void open(const std::string& wanted);
    bool is_needed(const std::string& name) const;
    TriedDatabase* database_for(const knowledge::Entry& entry);
    Finding check(const knowledge::Entry& entry);
    std::optional<Error> try_statement(TriedDatabase& on, const std::string& sql);

    const CommandContext& context_;
    const std::vector<knowledge::Entry>& entries_;
    std::vector<TriedDatabase> databases_;
    std::vector<Finding> findings_;
};

bool KnowledgeCheckup::is_needed(const std::string& name) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const knowledge::Entry& entry) {
        return !entry.sql.empty() && (entry.database.empty() || entry.database == name);
    });
}

/// Nothing is connected to yet; a password may be asked for.
void KnowledgeCheckup::open(const std::string& wanted) {
    Config alone = context_.config;
    alone.databases = {wanted};
    try {
        databases_.push_back({wire_database(with_config(context_, alone, context_.stop))});
    } catch (const Failure& failure) {
        findings_.push_back(broken("database", failure.error()));
    }
}

void KnowledgeCheckup::open_databases() {
    if (!context_.args.databases.empty()) {
        for (const std::string& wanted : context_.args.databases) open(wanted);
        return;
    }
    std::vector<std::string> names = context_.config.databases;  // The default first.
    for (const DatabaseConfig& known : context_.config.known_databases) {
        if (std::find(names.begin(), names.end(), known.name) == names.end() &&
            is_needed(known.name))
            names.push_back(known.name);
    }
    for (const std::string& name : names) open(name);
}

TriedDatabase* KnowledgeCheckup::database_for(const knowledge::Entry& entry) {
    const auto found =
        std::find_if(databases_.begin(), databases_.end(), [&](const TriedDatabase& tried) {
            return is_about(entry, {tried.database->name(), tried.database->dialect().name});
        });
    return found == databases_.end() ? nullptr : &*found;
}

/// Why it does not run. That the database is gone is remembered, so that nobody waits for it again.
std::optional<Error> KnowledgeCheckup::try_statement(TriedDatabase& on, const std::string& sql) {
    if (on.failure) return on.failure;
    try {
        if (auto error = on.database->check(sql, context_.stop)) return error;
        const auto timeout = turn_limits(context_.config.limits).statement.timeout;
        const auto rows = on.database->query(sql, {.rows = 1, .timeout = timeout}, context_.stop);
        if (!rows) return rows.error();
        return std::nullopt;
    } catch (const Failure& failure) {
        on.failure = failure.error();
        return on.failure;
    }
}

Finding KnowledgeCheckup::check(const knowledge::Entry& entry) {
    Finding finding{.about = visible(entry.path),
                    .message = clipped(entry.question, longest_shown_question)};
    if (entry.sql.empty()) return finding;
    TriedDatabase* const on = database_for(entry);
    if (on == nullptr) {
        finding.verdict = Verdict::warning;
        const std::string wanted =
            !entry.database.empty()  ? fmt::format("database named '{}'", entry.database)
            : !entry.dialect.empty() ? fmt::format("{} database", entry.dialect)
                                     : "database";
        finding.message += fmt::format("; not run: no {} is known here", wanted);
        finding.fix = "name it: askdb knowledge check -d DB";
        return finding;
    }
    const std::optional<Error> error = try_statement(*on, entry.sql);
    if (!error) return finding;
    finding.verdict = Verdict::broken;
    finding.message += "; its statement does not run: " + error->message;
    finding.fix = error->hint.empty() ? "correct it in its file, or delete the file" : error->hint;
    finding.exit_code = exit_code(on->failure ? Errc::unavailable : Errc::bad_input);
    return finding;
}

std::vector<Finding> KnowledgeCheckup::run() {
    open_databases();
    for (const knowledge::Entry& entry : entries_) {
        throw_if_stopped(context_.stop);
        findings_.push_back(check(entry));
    }
    return std::move(findings_);
}

}

std::vector<Finding> check_knowledge(const CommandContext& context,
                                     const std::vector<knowledge::Entry>& entries) {
    return KnowledgeCheckup(context, entries).run();
}

}
