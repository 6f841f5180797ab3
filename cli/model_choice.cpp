#include "cli/model_choice.h"

#include "cli/secret.h"
#include "libagent/base/text.h"
#include "libagent/models/protocol.h"
#include "libagent/models/vendors.h"
#include "libagent/net/url.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

Result<net::Url> read_base_url(const std::string& text, std::string_view where) {
    const Result<net::Url> url = net::parse_url(text);
    if (!url)
        return Error{Errc::usage, fmt::format("the address in {}: {}", where, url.error().message),
                     "it begins with http:// or https://"};
    if (url.value().has_user)
        return Error{Errc::usage,
                     fmt::format("the address in {} must not hold a user or a password", where)};
    return url;
}

Error unknown_model(std::string_view wanted, const std::vector<ModelConfig>& configured) {
    const std::size_t colon = wanted.find(':');
    const std::string vendor(wanted.substr(0, colon));
    std::vector<std::string> vendors, names = {"offline"};
    for (const models::Vendor& known : models::all_vendors()) vendors.emplace_back(known.name);
    for (const ModelConfig& model : configured) names.push_back(model.name);
    if (colon == std::string_view::npos) {
        if (models::find_vendor(vendor) != nullptr)
            return {Errc::usage, fmt::format("'{}' is a vendor, not a model", vendor),
                    fmt::format("name its model, too: -m {}:MODEL", vendor)};
        for (const std::string& known : vendors) names.push_back(known);
        std::vector<std::string> near = nearest(vendor, names, 1);
        if (!near.empty() && models::find_vendor(near.front()) != nullptr) near[0] += ":MODEL";
        return {Errc::usage, fmt::format("no model named '{}'", visible(vendor)),
                did_you_mean(near, "give one as VENDOR:MODEL, or offline")};
    }
    std::vector<std::string> near = nearest(vendor, vendors, 1);
    for (std::string& name : near) name += wanted.substr(colon);
    return {Errc::usage, fmt::format("no model vendor named '{}'", visible(vendor)),
            did_you_mean(near, fmt::format("known: {}", join(vendors, ", ")))};
}

/// The configured model, or the one that VENDOR:MODEL spells.
Result<ModelConfig> find_model(std::string_view wanted,
                               const std::vector<ModelConfig>& configured) {
    const auto found = std::find_if(configured.begin(), configured.end(),
                                    [&](const ModelConfig& model) { return model.name == wanted; });
    if (found != configured.end()) return *found;
    const std::size_t colon = wanted.find(':');
    if (colon == std::string_view::npos || models::find_vendor(wanted.substr(0, colon)) == nullptr)
        return unknown_model(wanted, configured);
    ModelConfig model;
    model.name = wanted;
    model.vendor = wanted.substr(0, colon);
    model.model = wanted.substr(colon + 1);
    if (model.model.empty())
        return Error{Errc::usage, fmt::format("'{}' names no model", wanted),
                     fmt::format("name it after the colon: -m {}MODEL", wanted)};
    return model;
}

/// Whether what is sent there can be read by nobody in between.
bool is_private(const net::Url& url) {
    return url.scheme == "https" || url.is_loopback();
}

std::optional<Error> check_key(const std::string& key, const std::string& name,
                               const net::Url& url) {
    const bool plain =
        std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (!plain)
        return Error{Errc::usage,
                     fmt::format("the key for the model '{}' holds a character that no key has",
                                 visible(name))};
    if (!key.empty() && !is_private(url))
        return Error{Errc::usage,
                     fmt::format("the key for the model '{}' would go to '{}' in clear text",
                                 visible(name), url.shown),
                     "use an https:// address, or no key when the server needs none"};
    return std::nullopt;
}

/// Where the model is, from the configuration, the vendor's variable, or the vendor itself.
struct Address {
    std::string text;   ///< Without a slash at its end.
    std::string where;  ///< What named it, for messages.
};

Address find_address(const ModelConfig& model, const models::Vendor* vendor,
                     const Environment& environment) {
    Address address{model.base_url, fmt::format("[models.{}]", visible(model.name))};
    if (address.text.empty() && !vendor->base_url_variable.empty())
        address = {environment.get(vendor->base_url_variable),
                   std::string(vendor->base_url_variable)};
    if (address.text.empty()) address.text = vendor->base_url;
    while (address.text.ends_with('/')) address.text.pop_back();
    return address;
}

Result<std::string> find_protocol_name(const ModelConfig& model, const models::Vendor* vendor) {
    std::string name = model.protocol;
    if (name.empty()) name = vendor != nullptr ? vendor->protocol : "openai";
    if (models::find_protocol(name) != nullptr) return name;
    std::vector<std::string> names;
    for (const models::Protocol* protocol : models::all_protocols())
        names.emplace_back(protocol->name);
    return Error{
        Errc::usage,
        fmt::format("no protocol named '{}' in [models.{}]", visible(name), visible(model.name)),
        did_you_mean(nearest(name, names, 1), fmt::format("known: {}", join(names, ", ")))};
}

/// The configured price, else the one of the vendor's model by that name; a server of one's own
/// has no price list.
std::optional<models::Price> price_of(const ModelConfig& model, const models::Vendor* vendor) {
    if (model.input_price && model.output_price)
        return models::plain_price(*model.input_price, *model.output_price);
    if (vendor == nullptr || vendor->key_variable.empty()) return std::nullopt;
    return models::find_price(model.model);
}

/// A key is needed when the configuration says where it is, and where it may be sent at all; on
/// this machine a server seldom asks for one.
Result<ModelAddress> address_of(const ModelConfig& model, const Environment& environment) {
    const models::Vendor* vendor = models::find_vendor(model.vendor);
    if (vendor == nullptr && !model.vendor.empty())
        return unknown_model(model.vendor + ":" + model.model, {});
    const Result<std::string> protocol = find_protocol_name(model, vendor);
    if (!protocol) return protocol.error();
    const Address address = find_address(model, vendor, environment);
    const Result<net::Url> url = read_base_url(address.text, address.where);
    if (!url) return url.error();
    ModelAddress found{.name = model.name,
                       .vendor = model.vendor,
                       .model = model.model,
                       .protocol = protocol.value(),
                       .base_url = address.text,
                       .key = model.api_key,
                       .needs_key = !model.api_key.empty(),
                       .price = price_of(model, vendor),
                       .fallback = model.fallback};
    if (found.key.empty() && vendor != nullptr) {
        found.key.variable = vendor->key_variable;
        const bool may_be_sent = is_private(url.value()) && !url.value().is_loopback();
        found.needs_key = !found.key.empty() && may_be_sent;
    }
    return found;
}

/// All that it takes to reach the model that is asked for as `wanted`.
Result<ModelChoice> reach_model(std::string_view wanted, const ModelConfig& model,
                                const SecretSources& sources) {
    const Result<ModelAddress> found = address_of(model, sources.environment);
    if (!found) return found.error();
    const ModelAddress& address = found.value();
    const Result<std::string> key = read_model_key(address, sources);
    if (!key) return key.error();
    return ModelChoice{.offline = false,
                       .chosen = true,
                       .name = std::string(wanted),
                       .protocol = address.protocol,
                       .model = address.model,
                       .base_url = address.base_url,
                       .api_key = key.value(),
                       .price = address.price};
}

Result<ModelChoice> choose_fallback(const std::string& name, std::string_view first,
                                    const std::vector<ModelConfig>& configured,
                                    const SecretSources& sources) {
    const std::string where =
        fmt::format("the fallback '{}' of '{}'", visible(name), visible(first));
    if (auto error = judge_fallback(name, first)) {
        error->message = fmt::format("{}: {}", where, error->message);
        return *error;
    }
    const Result<ModelConfig> found = find_model(name, configured);
    Result<ModelChoice> choice =
        found ? reach_model(name, found.value(), sources) : Result<ModelChoice>(found.error());
    if (choice) return choice;
    Error error = choice.error();
    error.message = fmt::format("{}: {}", where, error.message);
    return error;
}

}

std::vector<std::string> model_beginnings(const std::vector<ModelConfig>& configured) {
    std::vector<std::string> names;
    for (const ModelConfig& model : configured) names.push_back(model.name);
    names.emplace_back("offline");
    for (const models::Vendor& vendor : models::all_vendors())
        names.push_back(std::string(vendor.name) + ":");
    return names;
}

Result<ModelAddress> locate_model(std::string_view wanted,
                                  const std::vector<ModelConfig>& configured,
                                  const Environment& environment) {
    const Result<ModelConfig> found = find_model(wanted, configured);
    if (!found) return found.error();
    return address_of(found.value(), environment);
}

Result<std::string> read_model_key(const ModelAddress& address, const SecretSources& secrets) {
    const std::string whose = fmt::format("the model '{}'", visible(address.name));
    const Result<std::string> text = read_secret(address.key, whose, secrets);
    if (!text) return text.error();
    const std::string key(trim(text.value()));
    const std::string& variable = address.key.variable;
    if (key.empty() && address.needs_key && variable.empty())
        return Error{Errc::usage,
                     fmt::format("no key for {}: its file or command gave nothing", whose)};
    if (key.empty() && address.needs_key)
        return Error{
            Errc::usage,
            fmt::format("no key for {}: the variable {} is not set", whose, visible(variable)),
            fmt::format("export {}=…, or try: -m offline", visible(variable))};
    const Result<net::Url> url = net::parse_url(address.base_url);
    if (!url) return url.error();
    if (auto error = check_key(key, address.name, url.value())) return *error;
    return key;
}

std::optional<Error> judge_fallback(std::string_view name, std::string_view first) {
    if (name == first)
        return Error{Errc::usage, "it is that model itself", "name another one in fallback"};
    if (name == "offline")
        return Error{Errc::usage,
                     "the built-in planner is no language model and cannot go on where one stopped",
                     "name another model in fallback; to ask the planner: -m offline"};
    return std::nullopt;
}

Result<ModelChoice> choose_model(std::string_view wanted,
                                 const std::vector<ModelConfig>& configured,
                                 const Environment& environment, const std::stop_token& stop) {
    if (wanted.empty() || wanted == "offline") {
        return ModelChoice{.chosen = !wanted.empty(), .name = "offline"};
    }
    const Result<ModelConfig> found = find_model(wanted, configured);
    if (!found) return found.error();
    const SecretSources sources{environment, stop};
    Result<ModelChoice> choice = reach_model(wanted, found.value(), sources);
    if (!choice) return choice;
    for (const std::string& name : found.value().fallback) {
        Result<ModelChoice> fallback = choose_fallback(name, wanted, configured, sources);
        if (!fallback) return fallback;
        choice.value().fallbacks.push_back(std::move(fallback).value());
    }
    return choice;
}

}
