#include "cli/config/config.h"
#include "cli/config/config_settings.h"
#include "cli/config/share_setting.h"
#include "cli/database_wiring.h"
#include "cli/doctor/doctor_checks.h"
#include "cli/doors.h"
#include "libagent/base/text.h"
#include "libagent/database/database.h"
#include "libagent/database/rights.h"
#include "libagent/tools/idle_masks.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace askdb::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// One database while it is looked at.
class DatabaseCheckup {
  public:
    DatabaseCheckup(std::string about, const CommandContext& context)
        : about_(std::move(about)), context_(context) {}

    void run();
    std::vector<Finding> take() { return std::move(findings_); }

  private:
    std::string version(database::Database& database);
    void look_at_walls(database::Database& database);
    void look_at_rights(database::Database& database);
    void look_at_masks(const WiredDatabase& wired);
    Result<database::Rows> ask(database::Database& database, std::string_view sql);
    void add(Verdict verdict, std::string message, std::string fix = {});

    std::string about_;
    const CommandContext& context_;  ///< Its only database is the one.
    std::vector<Finding> findings_;
};

void DatabaseCheckup::add(Verdict verdict, std::string message, std::string fix) {
    findings_.push_back({.verdict = verdict,
                         .about = about_,
                         .message = std::move(message),
                         .fix = std::move(fix),
                         .exit_code = exit_code(Errc::unavailable)});
}

Result<database::Rows> DatabaseCheckup::ask(database::Database& database, std::string_view sql) {
    constexpr std::size_t most_rows = 1'000;
    return database.query(sql, {.rows = most_rows, .timeout = doctor_patience}, context_.stop);
}

/// "PostgreSQL 15.6"; the name alone where nobody knows how to ask.
std::string DatabaseCheckup::version(database::Database& database) {
    std::string text(database.dialect().title);
    const auto* const probe = database::find_rights_probe(database.dialect());
    if (probe == nullptr) return text;
    const database::Rows rows = ask(database, probe->version_sql).value_or_throw();
    if (rows.row_count() != 1) return text;
    constexpr std::size_t longest_version = 80;
    const std::string number = clipped(rows.cell(0, 0).text, longest_version);
    if (number.find("MariaDB") != std::string::npos) text = "MariaDB";
    return text + " " + number;
}

void DatabaseCheckup::look_at_walls(database::Database& database) {
    const auto* const probe = database::find_rights_probe(database.dialect());
    if (database.dialect().name == "sqlite")
        return add(Verdict::good, "opened for reading only, behind an authorizer");
    if (probe == nullptr || probe->wall_sql.empty())
        return add(Verdict::warning,
                   "nothing but the guard and a rollback stands before a statement that writes",
                   "let askdb use a role that has nothing but SELECT");
    const Result<database::Rows> rows = ask(database, probe->wall_sql);
    if (!rows)
        return add(Verdict::warning,
                   "whether the session only reads is not known: " + rows.error().message);
    const std::optional<bool> only_reads = database::says_read_only(rows.value());
    if (!only_reads)
        return add(Verdict::warning,
                   "whether the session only reads is not known: the server does not say");
    if (*only_reads) return add(Verdict::good, "statements run in read-only transactions");
    add(Verdict::broken, "the session is not read-only, though askdb asked for it",
        "let askdb use a role that has nothing but SELECT");
}

void DatabaseCheckup::look_at_rights(database::Database& database) {
    const auto* const probe = database::find_rights_probe(database.dialect());
    if (probe == nullptr || probe->rights_sql.empty()) return;
    const Result<database::Rows> rows = ask(database, probe->rights_sql);
    if (!rows) return add(Verdict::warning, "its rights are not known: " + rows.error().message);
    const std::vector<database::WideRight> wide = probe->judge(rows.value());
    for (const database::WideRight& right : wide)
        add(Verdict::warning,
            right.what + (right.is_serious ? "; reading needs nothing of it" : ""), right.fix);
    if (wide.empty()) add(Verdict::good, "its rights are no wider than reading");
}

/// A mask that matches nothing is a slip, unless it is meant for another database.
void DatabaseCheckup::look_at_masks(const WiredDatabase& wired) {
    const std::string& name = wired.database->name();
    tools::Sharing sharing =
        sharing_of(context_.config, std::vector<OpenName>{{name, wired.configured}});
    if (sharing.strictest().masks.empty()) return;
    const bool is_only_one = std::exchange(sharing.elsewhere, {}).empty();
    const database::Catalog& catalog = wired.database->catalog(context_.stop);
    const tools::KnownCatalog known{name, catalog};
    for (const tools::IdleMask& idle : tools::idle_masks(sharing, {&known, 1})) {
        const bool may_be_elsewhere = idle.database.empty() && !is_only_one;
        const std::string near =
            idle.near.empty() ? std::string() : did_you_mean(std::vector{idle.near});
        if (may_be_elsewhere)
            add(Verdict::good, fmt::format("the mask '{}' matches no column here; {}", idle.mask,
                                           near.empty() ? "another database may have it" : near));
        else
            add(Verdict::warning, tools::words_of(idle), near);
    }
    const std::vector<std::string> views = tools::views_past_masks(catalog, sharing.rule_of(name));
    if (views.empty()) return;
    constexpr std::size_t most_named = 3;
    const std::vector<std::string> named(
        views.begin(),
        views.begin() + static_cast<std::ptrdiff_t>(std::min(views.size(), most_named)));
    add(Verdict::warning,
        fmt::format("views may show masked columns under other names: {}{}", join(named, ", "),
                    views.size() > most_named ? ", …" : ""),
        fmt::format("mask what they show of these, too: mask = [\"{}.COLUMN\"]", named.front()));
}

void DatabaseCheckup::run() {
    const auto begin = Clock::now();
    const std::vector<WiredDatabase> wired = wire_databases(context_);
    const auto& database = wired.front().database;
    const std::string title = version(*database);
    const std::size_t tables = database->catalog(context_.stop).tables.size();
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
    add(tables == 0 ? Verdict::warning : Verdict::good,
        fmt::format("{}, {} {}, {} ms", title, with_thousands(tables),
                    tables == 1 ? "table" : "tables", took),
        tables == 0 ? "its role may see none, or it is another database than you think" : "");
    look_at_walls(*database);
    look_at_rights(*database);
    look_at_masks(wired.front());
}

/// What to do about an error that does not say it.
std::string fix_of(const Error& error, const CommandContext& context, const std::string& name) {
    if (error.code != Errc::usage)
        return "see whether its server runs there, and takes this user and password";
    const auto& known = context.config.known_databases;
    const bool is_configured = std::any_of(
        known.begin(), known.end(), [&](const auto& database) { return database.name == name; });
    return is_configured ? "see what is configured with: askdb config check"
                         : "give another path, or what else -d takes: askdb doctor DB";
}

}

std::vector<Finding> check_one_database(const CommandContext& context, const std::string& name) {
    Config alone = context.config;
    alone.databases = {name};
    const std::string about = "database '" + visible(shown_text("default_database", name)) + "'";
    const CommandContext own = with_config(context, alone, context.stop);
    DatabaseCheckup checkup(about, own);
    try {
        checkup.run();
        return checkup.take();
    } catch (const Failure& failure) {
        Error error = failure.error();
        // What the database says against our own statements is a database that does not serve.
        const bool is_usage = error.code == Errc::usage;
        if (!is_usage) error.code = Errc::unavailable;
        if (error.hint.empty()) error.hint = fix_of(error, context, name);
        std::vector<Finding> findings = checkup.take();
        findings.push_back(broken(about, error));
        return findings;
    } catch (const Stopped&) {
        std::vector<Finding> findings = checkup.take();
        findings.push_back(
            {.verdict = Verdict::broken,
             .about = about,
             .message = fmt::format("not done within {} s", doctor_patience.count() / 1000),
             .fix = "see whether its server, and what is between, is up",
             .exit_code = exit_code(Errc::unavailable)});
        return findings;
    }
}

}
