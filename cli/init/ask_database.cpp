#include "cli/init/ask_database.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/doctor/doctor_checks.h"
#include "cli/environment.h"
#include "cli/findings.h"
#include "cli/init/config_text.h"
#include "cli/init/database_offers.h"
#include "cli/init/example.h"
#include "cli/side_by_side.h"
#include "libagent/base/text.h"
#include "libagent/database/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace askdb::cli {
namespace {

/// Where the trial reads a password that is kept nowhere yet.
constexpr const char* trial_variable = "ASKDB_INIT_TRIAL_PASSWORD";

bool is_variable_name(std::string_view name) {
    const bool is_plain = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
    return !name.empty() && is_plain && !(name.front() >= '0' && name.front() <= '9');
}

class DatabaseTalk {
  public:
    DatabaseTalk(Interview& person, const CommandContext& context, const std::string& folder)
        : person_(person), context_(context), folder_(folder) {}

    std::optional<ChosenDatabase> run();

  private:
    bool choose_place();
    bool read_typed(const std::string& text);
    void ask_name();
    void ask_user();
    void ask_password();
    void ask_variable();
    void ask_secret_file();
    void ask_command();
    bool try_connection();
    std::vector<Finding> look() const;

    Interview& person_;
    const CommandContext& context_;
    const std::string& folder_;
    ChosenDatabase chosen_;
    std::string trial_password_;  ///< Typed for the trial, or to be written to a file.
    bool is_none_ = false;
    bool is_named_ = false;  ///< -d was looked at.
};

/// False when it has to be asked again.
bool DatabaseTalk::choose_place() {
    chosen_ = {};
    trial_password_.clear();
    if (!is_named_) {
        is_named_ = true;  // What -d names is asked for no more than once.
        if (const auto& named = context_.args.databases; !named.empty())
            return read_typed(named.front());
    }
    std::vector<DatabaseOffer> offers = find_databases(".");
    std::vector<std::string> titles;
    for (const DatabaseOffer& offer : offers) titles.push_back(offer.title);
    const std::string example = example_path(context_.environment);
    const bool has_example = !example.empty() && find_example_script().has_value();
    const std::size_t example_at = titles.size();
    if (has_example)
        titles.emplace_back("an example database, made for you: maintenance at twelve plants");
    const std::size_t none_at = titles.size();
    titles.emplace_back("none for now");
    person_.say("\nWhich database do you want to ask?");
    const Choice choice =
        choose(person_, "A number, a file, or postgres://USER@HOST/DATABASE:", titles,
               /*takes_text=*/true);
    if (!choice.typed.empty()) return read_typed(choice.typed);
    is_none_ = choice.index == none_at;
    if (is_none_) return true;
    if (has_example && choice.index == example_at) {
        chosen_.config = {.name = "example", .path = example};
        chosen_.is_example = ::access(example.c_str(), F_OK) != 0;
        return true;
    }
    chosen_.config = std::move(offers[choice.index].config);
    return true;
}

bool DatabaseTalk::read_typed(const std::string& text) {
    Result<DatabaseConfig> config = database_of_text(text);
    if (!config) {
        person_.say(config.error().message, Tone::error);
        if (!config.error().hint.empty()) person_.say(config.error().hint, Tone::dim);
        return false;
    }
    chosen_.config = std::move(config).value();
    return true;
}

void DatabaseTalk::ask_name() {
    const std::string usual = chosen_.config.name;
    while (true) {
        chosen_.config.name = person_.ask("What shall it be called (askdb -d NAME)?", usual);
        if (is_bare_name(chosen_.config.name)) return;
        person_.say("letters, digits, - and _ only, please", Tone::warning);
    }
}

void DatabaseTalk::ask_user() {
    const auto url = database::parse_database_url(chosen_.config.url);
    if (!chosen_.config.url.empty() && url && !url.value().user.empty()) return;
    chosen_.config.user = person_.ask("As which user (Enter: none)?");
}

void DatabaseTalk::ask_variable() {
    std::string& variable = chosen_.config.password.variable;
    const std::string usual = upper_ascii(chosen_.config.name) + "_PASSWORD";
    do {
        variable = person_.ask("Which variable?", is_variable_name(usual) ? usual : "DB_PASSWORD");
    } while (!is_variable_name(variable));
    if (!context_.environment.get(variable).empty()) return;
    person_.say(fmt::format("{0} is not set now. Before you use askdb: export {0}=…", variable));
    trial_password_ = person_.ask_secret("The password, for this trial only, kept nowhere:");
}

void DatabaseTalk::ask_secret_file() {
    std::string& file = chosen_.config.password.file;
    do {
        file =
            person_.ask("Which file?", fmt::format("{}/{}.password", folder_, chosen_.config.name));
        if (file.starts_with("~/")) file = context_.environment.get("HOME") + file.substr(1);
        if (!file.starts_with('/')) person_.say("its whole path, please", Tone::warning);
    } while (!file.starts_with('/'));
    if (::access(file.c_str(), F_OK) == 0) {
        person_.say("It is there already: its first line is the password.");
        return;
    }
    while (chosen_.secret.empty())
        chosen_.secret = person_.ask_secret("The password, for that file (mode 0600):");
    trial_password_ = chosen_.secret;
}

void DatabaseTalk::ask_command() {
    std::string& command = chosen_.config.password.command;
    while (command.empty()) command = person_.ask("Which command (for example: pass show shop)?");
}

/// The password itself never goes into the configuration.
void DatabaseTalk::ask_password() {
    person_.say("Where is its password?");
    const Choice choice =
        choose(person_, "A number:",
               {"in a variable of the environment", "in a file that only you can read",
                "a command prints it (pass, vault, aws, …)",
                "it needs none, or the usual variables and files say it"});
    if (choice.index == 0) ask_variable();
    if (choice.index == 1) ask_secret_file();
    if (choice.index == 2) ask_command();
    context_.messages.hide_secret(trial_password_);
}

std::vector<Finding> DatabaseTalk::look() const {
    Config config;
    config.known_databases = {chosen_.config};
    Environment environment = context_.environment;
    if (!trial_password_.empty()) {
        environment = environment.with(trial_variable, trial_password_);
        config.known_databases.front().password = {.variable = trial_variable};
    }
    std::vector<Finding> findings;
    run_side_by_side(
        {[&](const std::stop_token& stop) {
            const CommandContext trial{
                context_.args,     config, environment, context_.terminal, context_.output,
                context_.messages, stop};
            findings = check_one_database(trial, chosen_.config.name);
        }},
        doctor_patience, context_.stop);
    return findings;
}

/// True when it is to be kept.
bool DatabaseTalk::try_connection() {
    if (chosen_.is_example) return true;  // It is not there yet.
    person_.say("Trying it …", Tone::dim);
    const std::vector<Finding> findings = look();
    for (const Finding& finding : findings) {
        const std::string lines = finding_lines(finding, /*color=*/false);
        person_.say(lines.substr(0, lines.size() - 1),
                    finding.verdict == Verdict::broken ? Tone::error : Tone::plain);
    }
    if (exit_code_of(findings) == 0) return true;
    return confirm(person_, "It cannot be used so. Keep it all the same?", false);
}

std::optional<ChosenDatabase> DatabaseTalk::run() {
    while (true) {
        if (!choose_place()) continue;
        if (is_none_) return std::nullopt;
        ask_name();
        if (is_on_server(chosen_.config)) {
            ask_user();
            ask_password();
        }
        if (try_connection()) return std::move(chosen_);
    }
}

}

std::optional<ChosenDatabase> ask_database(Interview& person, const CommandContext& context,
                                           const std::string& folder) {
    return DatabaseTalk(person, context, folder).run();
}

}
