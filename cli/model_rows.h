#pragma once

#include "cli/command.h"
#include "cli/model_choice.h"
#include "libagent/database/rows.h"
#include "libagent/net/http_client.h"

#include <string>
#include <vector>

namespace askdb::cli {

/// One line of a list: a model, or a vendor of which none is configured.
struct ListedModel {
    ModelAddress address;  ///< Of a vendor alone, without a model.
    bool is_configured = false;
    bool is_default = false;
    bool is_offline = false;
    std::string checked = {};  ///< What --check found.
    bool is_broken = false;
};

/// The planner, the model in use, the configured ones, then the vendors. Throws Failure(usage).
std::vector<ListedModel> list_known_models(const CommandContext& context);

/// Whether the model's key is known to be missing. A command that prints it is not run.
bool is_key_missing(const ListedModel& model, const Environment& environment);

/// As `askdb models` shows them: names, where each key is looked for, prices; with_check: what
/// --check found.
database::Rows model_rows(const std::vector<ListedModel>& models, const Environment& environment,
                          bool with_check = false);

/// The names of the models that an endpoint offers. Throws Failure, and Stopped.
std::vector<std::string> offered_names(const CommandContext& context, const ModelAddress& address,
                                       net::HttpClient& http);

/// The same for a configured model or a vendor, with the prices that are known.
database::Rows offered_rows(const CommandContext& context, const std::string& name);

}
