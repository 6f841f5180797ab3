#include "cli/config/config.h"
#include "cli/doctor/doctor_checks.h"
#include "cli/doors.h"
#include "cli/model_offers.h"
#include "libagent/base/text.h"
#include "libagent/models/model_list.h"

#include <fmt/format.h>

namespace askdb::cli {
namespace {

Finding model_broken(const std::string& about, std::string message, std::string fix) {
    return {.verdict = Verdict::broken,
            .about = about,
            .message = std::move(message),
            .fix = std::move(fix),
            .exit_code = exit_code(Errc::model)};
}

/// A limit of money that cannot be kept is worth a warning; else a price is only good to know.
Finding judge_price(const CommandContext& context, const std::string& about,
                    const ModelAddress& address) {
    if (address.price)
        return {.about = about,
                .message = fmt::format("{:g} USD per million tokens in, {:g} out",
                                       address.price->input, address.price->output)};
    const bool is_needed = context.config.limits.max_cost_usd.has_value();
    return {.verdict = is_needed ? Verdict::warning : Verdict::good,
            .about = about,
            .message = is_needed ? "its price is not known, so that max_cost_usd cannot end it"
                                 : "its price is not known",
            .fix = is_needed ? "add input_price and output_price to its [models.NAME]" : ""};
}

Finding judge_list(const std::string& about, const ModelAddress& address,
                   const std::vector<std::string>& names) {
    const std::string reached = fmt::format("{} answers", address.base_url);
    if (offers_model(names, address.model))
        return {.about = about, .message = fmt::format("{} and has '{}'", reached, address.model)};
    return {.verdict = Verdict::warning,
            .about = about,
            .message = fmt::format("{}, but '{}' is not among its {} models", reached,
                                   address.model, names.size()),
            .fix = did_you_mean(nearest(address.model, names, 1),
                                fmt::format("list them with: askdb models {}", address.name))};
}

}

std::vector<Finding> check_one_model(const CommandContext& context, const ModelAddress& address,
                                     net::HttpClient& http) {
    const std::string about = "model '" + visible(address.name) + "'";
    std::vector<Finding> findings;
    try {
        const Result<models::Endpoint> endpoint = open_endpoint(context, address);
        if (!endpoint) return {broken(about, endpoint.error())};
        const auto names =
            models::list_models(endpoint.value(), address.protocol, http, context.stop);
        findings.push_back(judge_list(about, address, names));
        findings.push_back(judge_price(context, about, address));
    } catch (const Failure& failure) {
        std::string fix = failure.error().hint;
        if (fix.empty()) fix = "see whether its server runs, or choose another model: -m MODEL";
        findings.push_back(model_broken(about, failure.error().message, std::move(fix)));
    } catch (const Stopped&) {
        findings.push_back(
            model_broken(about,
                         fmt::format("{} did not answer within {} s", address.base_url,
                                     doctor_patience.count() / 1000),
                         "see whether the server, and what is between, is up"));
    }
    return findings;
}

}
