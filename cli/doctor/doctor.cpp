#include "cli/args.h"
#include "cli/command.h"
#include "cli/config/config.h"
#include "cli/config/config_check.h"
#include "cli/doctor/doctor_checks.h"
#include "cli/environment.h"
#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "cli/side_by_side.h"
#include "cli/wiring.h"

#include <algorithm>
#include <iterator>

namespace askdb::cli {
namespace {

using FindingLists = std::vector<std::vector<Finding>>;

/// What was named, else all that is configured, with the default one.
std::vector<std::string> databases_to_check(const CommandContext& context, const Config& config) {
    if (!context.args.words.empty() || !context.args.databases.empty()) {
        std::vector<std::string> named = context.args.databases;
        named.insert(named.end(), context.args.words.begin(), context.args.words.end());
        return named;
    }
    std::vector<std::string> names;
    for (const DatabaseConfig& database : config.known_databases) names.push_back(database.name);
    for (const std::string& name : config.databases) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
}

/// The model in use with its fallbacks, else all that are configured. A fallback that cannot be one
/// was told with the configuration.
std::vector<std::string> models_to_check(const Config& config) {
    const bool is_chosen = !config.model.empty() && config.model != "offline";
    std::vector<std::string> names;
    if (is_chosen) names.push_back(config.model);
    for (const ModelConfig& model : config.known_models) {
        if (model.name != config.model) {
            if (!is_chosen) names.push_back(model.name);
            continue;
        }
        std::copy_if(model.fallback.begin(), model.fallback.end(), std::back_inserter(names),
                     [&](const std::string& name) { return !judge_fallback(name, model.name); });
    }
    return names;
}

Finding nothing_configured(std::string about, std::string message, std::string fix) {
    return {.verdict = Verdict::warning,
            .about = std::move(about),
            .message = std::move(message),
            .fix = std::move(fix)};
}

/// All of it, each slow part a job that fills its own list.
class Checkup {
  public:
    explicit Checkup(const CommandContext& context) : context_(context) {}

    std::vector<Finding> run();

  private:
    bool read_configuration();
    void add_databases();
    void add_models();
    void add_job(std::function<std::vector<Finding>(const std::stop_token&)> work);

    const CommandContext& context_;
    Config config_;
    std::vector<Finding> first_;  ///< What needed no waiting.
    std::unique_ptr<net::HttpClient> http_;
    std::vector<BoundedJob> jobs_;
    FindingLists found_;  ///< One list for each job; sized before they run.
};

void Checkup::add_job(std::function<std::vector<Finding>(const std::stop_token&)> work) {
    const std::size_t slot = jobs_.size();
    jobs_.emplace_back([this, slot, work = std::move(work)](const std::stop_token& stop) {
        found_[slot] = work(stop);
    });
}

/// False when it cannot be used.
bool Checkup::read_configuration() {
    ConfigReport report = check_configuration({.args = context_.args,
                                               .environment = context_.environment,
                                               .stop = context_.stop,
                                               .runs_commands = false});
    first_ = std::move(report.findings);
    if (!report.files) return false;
    const Result<Config> config = merge_config(
        {report.files->user, report.files->project, context_.environment, context_.args});
    if (config) {
        config_ = config.value();
    } else if (exit_code_of(first_) == 0) {
        first_.push_back(broken("config", config.error()));
    }
    return config.ok();
}

void Checkup::add_databases() {
    const std::vector<std::string> names = databases_to_check(context_, config_);
    if (names.empty())
        first_.push_back(
            nothing_configured("database", "none is configured",
                               "askdb -d FILE.csv \"How many rows are there?\", or -d "
                               "postgres://USER@HOST/DATABASE, or "
                               "[databases.NAME] in the first file of: askdb config path"));
    for (const std::string& name : names) {
        add_job([this, name](const std::stop_token& stop) {
            return check_one_database(with_config(context_, config_, stop), name);
        });
    }
}

void Checkup::add_models() {
    const std::vector<std::string> names = models_to_check(config_);
    if (names.empty())
        first_.push_back(nothing_configured(
            "model", "none is configured; the built-in planner answers simple questions",
            "export OPENAI_API_KEY=…, then: askdb -m openai:MODEL …; vendors: askdb models"));
    for (const std::string& name : names) {
        const Result<ModelAddress> address =
            locate_model(name, config_.known_models, context_.environment);
        if (!address) {
            first_.push_back(broken("model", address.error()));
            continue;
        }
        add_job([this, address = address.value()](const std::stop_token& stop) {
            return check_one_model(with_config(context_, config_, stop), address, *http_);
        });
    }
    if (!names.empty()) http_ = wire_http(context_.environment);
}

std::vector<Finding> Checkup::run() {
    if (read_configuration()) {
        add_databases();
        add_models();
        add_job([this](const std::stop_token& stop) {
            return check_sessions_store(with_config(context_, config_, stop));
        });
    }
    add_job([](const std::stop_token& stop) { return check_odbc(stop); });
    found_.resize(jobs_.size());
    run_side_by_side(jobs_, doctor_patience, context_.stop);
    std::vector<Finding> all = std::move(first_);
    for (std::vector<Finding>& list : found_) {
        all.insert(all.end(), std::make_move_iterator(list.begin()),
                   std::make_move_iterator(list.end()));
    }
    const std::vector<Finding> folders = check_folders(context_.environment);
    all.insert(all.end(), folders.begin(), folders.end());
    return all;
}

}

std::vector<Finding> examine(const CommandContext& context) {
    return Checkup(context).run();
}

int run_doctor(const CommandContext& context) {
    Progress progress(context);
    progress.show("looking at drivers, databases and models");
    const std::vector<Finding> findings = examine(context);
    progress.hide();
    return print_findings(context, findings);
}

}
