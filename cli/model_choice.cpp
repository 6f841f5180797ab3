#include "cli/model_choice.h"

#include "cli/input.h"
#include "libagent/base/text.h"
#include "libagent/models/vendors.h"
#include "libagent/net/url.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

constexpr std::size_t max_key_bytes = 16u << 10;

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
        return {Errc::usage, fmt::format("no model named '{}'", visible(vendor)),
                did_you_mean(nearest(vendor, names, 1), "give one as VENDOR:MODEL, or offline")};
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

/// Where keys are read from; borrowed.
struct KeySources {
    const Environment& environment;
    const std::stop_token& stop;
};

/// The variable that holds the key; empty when there is none.
std::string key_variable(const ModelConfig& model, const models::Vendor* vendor) {
    if (!model.api_key_env.empty() || vendor == nullptr) return model.api_key_env;
    return std::string(vendor->key_variable);
}

std::optional<Error> check_key(const std::string& key, const ModelConfig& model,
                               const net::Url& url) {
    const bool plain =
        std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (!plain)
        return Error{Errc::usage,
                     fmt::format("the key for the model '{}' holds a character that no key has",
                                 visible(model.name))};
    if (!key.empty() && !is_private(url))
        return Error{Errc::usage,
                     fmt::format("the key for the model '{}' would go to '{}' in clear text",
                                 visible(model.name), url.shown),
                     "use an https:// address, or no key when the server needs none"};
    return std::nullopt;
}

/// A key is needed when the configuration names its variable, and where it may be sent at all; on
/// this machine a server seldom asks for one.
Result<std::string> find_key(const ModelConfig& model, const models::Vendor* vendor,
                             const net::Url& url, const KeySources& sources) {
    std::string key;
    if (!model.api_key_file.empty()) {
        const Result<std::string> text = read_file(model.api_key_file, max_key_bytes, sources.stop);
        if (!text) return text.error();
        key = trim(text.value());
    } else if (const std::string variable = key_variable(model, vendor); !variable.empty()) {
        const std::string value = sources.environment.get(variable);
        key = trim(value);
        const bool may_be_missing = url.is_loopback() || !is_private(url);
        if (key.empty() && (!may_be_missing || !model.api_key_env.empty()))
            return Error{Errc::usage,
                         fmt::format("no key for the model '{}': the variable {} is not set",
                                     visible(model.name), visible(variable)),
                         fmt::format("export {}=…, or try: -m offline", visible(variable))};
    }
    if (auto error = check_key(key, model, url)) return *error;
    return key;
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

}

Result<ModelChoice> choose_model(std::string_view wanted,
                                 const std::vector<ModelConfig>& configured,
                                 const Environment& environment, const std::stop_token& stop) {
    if (wanted.empty() || wanted == "offline") {
        return ModelChoice{.chosen = !wanted.empty(), .name = "offline"};
    }
    const Result<ModelConfig> found = find_model(wanted, configured);
    if (!found) return found.error();
    const ModelConfig& model = found.value();
    const models::Vendor* vendor = models::find_vendor(model.vendor);
    if (vendor == nullptr && !model.vendor.empty())
        return unknown_model(model.vendor + ":" + model.model, {});

    const Address address = find_address(model, vendor, environment);
    const Result<net::Url> url = read_base_url(address.text, address.where);
    if (!url) return url.error();
    const Result<std::string> key = find_key(model, vendor, url.value(), {environment, stop});
    if (!key) return key.error();
    return ModelChoice{.offline = false,
                       .chosen = true,
                       .name = std::string(wanted),
                       .protocol = std::string(vendor != nullptr ? vendor->protocol : "openai"),
                       .model = model.model,
                       .base_url = address.text,
                       .api_key = key.value()};
}

}
