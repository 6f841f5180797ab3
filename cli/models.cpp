#include "cli/args.h"
#include "cli/command.h"
#include "cli/config/config.h"
#include "cli/doctor/doctor_checks.h"
#include "cli/doors.h"
#include "cli/environment.h"
#include "cli/model_offers.h"
#include "cli/model_rows.h"
#include "cli/render/messages.h"
#include "cli/render/rows_output.h"
#include "cli/side_by_side.h"
#include "cli/wiring.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

std::string judge_names(const ListedModel& model, const std::vector<std::string>& names) {
    const std::string& wanted = model.address.model;
    if (wanted.empty()) return fmt::format("answers, {} models", names.size());
    if (offers_model(names, wanted)) return "answers, has it";
    const std::vector<std::string> near = nearest(wanted, names, 1);
    return near.empty() ? std::string("answers, does not list it")
                        : fmt::format("answers, does not list it, but '{}'", near.front());
}

void check_listed(const CommandContext& context, ListedModel& model, net::HttpClient& http) {
    model.is_broken = true;
    try {
        model.checked = judge_names(model, offered_names(context, model.address, http));
        model.is_broken = false;
    } catch (const Failure& failure) {
        model.checked = context.messages.without_secrets(failure.error().message);
    } catch (const Stopped&) {
        model.checked = fmt::format("no answer within {} s", doctor_patience.count() / 1000);
    }
}

/// All whose key is there. Gives the exit code: vendors that nobody configured may be down.
int check_all(const CommandContext& context, std::vector<ListedModel>& models) {
    const std::unique_ptr<net::HttpClient> http = wire_http(context.environment);
    std::vector<BoundedJob> jobs;
    for (ListedModel& model : models) {
        const bool is_missing = is_key_missing(model, context.environment);
        if (model.is_offline || (is_missing && !model.is_configured)) continue;
        jobs.emplace_back([&](const std::stop_token& stop) {
            check_listed(with_config(context, context.config, stop), model, *http);
        });
    }
    run_side_by_side(jobs, doctor_patience, context.stop);
    const bool is_broken = std::any_of(models.begin(), models.end(), [](const ListedModel& model) {
        return model.is_configured && model.is_broken;
    });
    return is_broken ? exit_code(Errc::model) : exit_answered;
}

}

int run_models(const CommandContext& context) {
    const Args& args = context.args;
    if (!args.words.empty())
        return print_rows(context, offered_rows(context, args.words.front()), "");
    std::vector<ListedModel> models = list_known_models(context);
    const int code = args.check ? check_all(context, models) : exit_answered;
    const int printed =
        print_rows(context, model_rows(models, context.environment, args.check), "");
    return printed == exit_answered ? code : printed;
}

}
