#include "cli/model_rows.h"

#include "cli/config/config.h"
#include "cli/config/config_settings.h"
#include "cli/environment.h"
#include "cli/model_offers.h"
#include "cli/render/rows_output.h"
#include "cli/wiring.h"
#include "libagent/base/text.h"
#include "libagent/models/model_list.h"
#include "libagent/models/vendors.h"

#include <fmt/format.h>

#include <algorithm>
#include <unistd.h>

namespace askdb::cli {
namespace {

using database::Kind;

/// Where a key is, and whether it is there. A command is not run to find out.
struct KeyState {
    std::string state;
    std::string from = {};
};

KeyState key_state(const ListedModel& model, const Environment& environment) {
    const SecretPlace& place = model.address.key;
    if (!place.command.empty())
        return {"not asked", "command: " + shown_text("api_key_command", place.command)};
    if (!place.file.empty())
        return {::access(place.file.c_str(), R_OK) == 0 ? "set" : "missing", "file: " + place.file};
    if (place.variable.empty()) return {"not needed"};
    const bool is_there = !environment.get(place.variable).empty();
    const std::string_view absent = model.address.needs_key ? "missing" : "not needed";
    return {is_there ? "set" : std::string(absent), place.variable};
}

void append_price(database::Rows& rows, const std::optional<models::Price>& price) {
    const auto append = [&](double value) {
        rows.append(price ? Kind::decimal : Kind::null, fmt::format("{:g}", value));
    };
    append(price ? price->input : 0);
    append(price ? price->output : 0);
}

Error unknown_name(const std::string& name, const std::vector<ModelConfig>& configured) {
    std::vector<std::string> names;
    for (const ModelConfig& model : configured) names.push_back(model.name);
    for (const models::Vendor& vendor : models::all_vendors()) names.emplace_back(vendor.name);
    return {Errc::usage, fmt::format("no model or vendor named '{}'", visible(name)),
            did_you_mean(nearest(name, names, 1), "list them with: askdb models")};
}

}

bool is_key_missing(const ListedModel& model, const Environment& environment) {
    return key_state(model, environment).state == "missing";
}

std::vector<ListedModel> list_known_models(const CommandContext& context) {
    const Config& config = context.config;
    std::vector<ListedModel> models;
    const auto locate = [&](const std::string& name) {
        return locate_model(name, config.known_models, context.environment);
    };
    const std::string& chosen = config.model;
    models.push_back({.address = {.name = "offline"},
                      .is_configured = true,
                      .is_default = chosen.empty() || chosen == "offline",
                      .is_offline = true});
    std::vector<std::string> names;
    for (const ModelConfig& model : config.known_models) names.push_back(model.name);
    const bool is_listed = std::find(names.begin(), names.end(), chosen) != names.end();
    if (!models.front().is_default && !is_listed) names.insert(names.begin(), chosen);
    for (const std::string& name : names)
        models.push_back({.address = locate(name).value_or_throw(),
                          .is_configured = true,
                          .is_default = name == chosen});
    for (const models::Vendor& vendor : models::all_vendors()) {
        const std::string name = std::string(vendor.name) + ":";
        const bool is_used = std::any_of(models.begin(), models.end(), [&](const auto& model) {
            return model.address.vendor == vendor.name;
        });
        if (is_used) continue;
        Result<ModelAddress> address = locate(name + "?");
        if (!address) continue;  // Its variable holds no address: told when it is used.
        address.value().name = name;
        address.value().model.clear();
        models.push_back({.address = std::move(address).value()});
    }
    return models;
}

database::Rows model_rows(const std::vector<ListedModel>& models, const Environment& environment,
                          bool with_check) {
    database::Rows rows;
    for (const char* name :
         {"name", "vendor", "model", "default", "key", "key_from", "input_price", "output_price"})
        rows.columns.push_back({.name = name});
    if (with_check) rows.columns.push_back({.name = "check"});
    for (const ListedModel& model : models) {
        const KeyState key = key_state(model, environment);
        append_or_null(rows, model.address.name);
        append_or_null(rows, model.is_offline ? "built in" : model.address.vendor);
        append_or_null(rows, model.address.model);
        append_or_null(rows, model.is_default ? "yes" : "");
        append_or_null(rows, key.state);
        append_or_null(rows, key.from);
        append_price(rows, model.address.price);
        if (with_check) append_or_null(rows, model.checked);
    }
    rows.settle_kinds();
    return rows;
}

std::vector<std::string> offered_names(const CommandContext& context, const ModelAddress& address,
                                       net::HttpClient& http) {
    return models::list_models(open_endpoint(context, address).value_or_throw(), address.protocol,
                               http, context.stop);
}

database::Rows offered_rows(const CommandContext& context, const std::string& name) {
    const std::vector<ModelConfig>& configured = context.config.known_models;
    const bool is_vendor = models::find_vendor(name) != nullptr;
    const bool is_configured =
        std::any_of(configured.begin(), configured.end(),
                    [&](const ModelConfig& model) { return model.name == name; });
    if (!is_vendor && !is_configured && name.find(':') == std::string::npos)
        throw Failure(unknown_name(name, configured));
    const ModelAddress address =
        locate_model(is_vendor ? name + ":?" : name, configured, context.environment)
            .value_or_throw();
    const std::unique_ptr<net::HttpClient> http = wire_http(context.environment);
    const models::Vendor* const vendor = models::find_vendor(address.vendor);
    const bool has_prices = vendor != nullptr && !vendor->key_variable.empty();
    database::Rows rows;
    for (const char* column : {"model", "input_price", "output_price"})
        rows.columns.push_back({.name = column});
    for (const std::string& model : offered_names(context, address, *http)) {
        append_or_null(rows, model);
        append_price(rows, has_prices ? models::find_price(model) : std::nullopt);
    }
    rows.settle_kinds();
    return rows;
}

}
