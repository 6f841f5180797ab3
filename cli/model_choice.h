#pragma once

#include "cli/config/config_file.h"
#include "cli/environment.h"
#include "cli/secret.h"
#include "libagent/base/result.h"
#include "libagent/models/pricing.h"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// Which model answers, and all that it takes to reach it.
struct ModelChoice {
    bool offline = true;        ///< The built-in planner; the rest is then empty.
    bool chosen = false;        ///< Somebody named it; false: nothing was configured.
    std::string name = {};      ///< As the person wrote it.
    std::string protocol = {};  ///< Vendor::protocol.
    std::string model = {};
    std::string base_url = {};
    std::string api_key = {};  ///< Secret. Empty when none is needed.
    std::optional<models::Price> price = {};
    std::vector<ModelChoice> fallbacks = {};  ///< To be asked, in order, when this one fails.
};

/// What is known of a language model before its key is read.
struct ModelAddress {
    std::string name = {};    ///< As the person wrote it.
    std::string vendor = {};  ///< Empty for a server that only has an address.
    std::string model = {};
    std::string protocol = {};
    std::string base_url = {};
    SecretPlace key = {};  ///< Empty: nobody says that there is one.
    bool needs_key = false;
    std::optional<models::Price> price = {};
    std::vector<std::string> fallback = {};
};

/// What completes to one that -m takes: the configured names, "offline", and each vendor as
/// "openai:". Pure.
std::vector<std::string> model_beginnings(const std::vector<ModelConfig>& configured);

/// The model that `wanted` (a configured name or VENDOR:MODEL) names. Errc::usage as below, but for
/// keys: none is read.
Result<ModelAddress> locate_model(std::string_view wanted,
                                  const std::vector<ModelConfig>& configured,
                                  const Environment& environment);

/// The key of a model, empty when it needs none. Errc::usage when it is missing or cannot be sent.
/// Throws Stopped while it is waited for.
Result<std::string> read_model_key(const ModelAddress& address, const SecretSources& secrets);

/// Why `name` cannot be a fallback of the model `first`, by its name alone.
std::optional<Error> judge_fallback(std::string_view name, std::string_view first);

/// Finds the model that `wanted` (what -m takes; empty: none) names. Errc::usage for an unknown
/// name (with the nearest), a missing key (naming its variable), an address that is none, a key
/// that would leave this machine in clear text, and a fallback that is no other model (its own
/// fallbacks are not followed). Reads where the key is and nothing else; throws Stopped while that
/// is a FIFO which says nothing.
Result<ModelChoice> choose_model(std::string_view wanted,
                                 const std::vector<ModelConfig>& configured,
                                 const Environment& environment, const std::stop_token& stop = {});

}
