#include "cli/model_offers.h"

#include "cli/command.h"
#include "cli/render/messages.h"

#include <algorithm>

namespace askdb::cli {

Result<models::Endpoint> open_endpoint(const CommandContext& context, const ModelAddress& address) {
    const Result<std::string> key = read_model_key(address, {context.environment, context.stop});
    if (!key) return key.error();
    context.messages.hide_secret(key.value());
    return models::Endpoint{.name = address.name,
                            .model = address.model,
                            .base_url = address.base_url,
                            .api_key = key.value()};
}

bool offers_model(const std::vector<std::string>& listed, std::string_view model) {
    const std::string latest = std::string(model) + ":latest";
    return std::any_of(listed.begin(), listed.end(),
                       [&](const std::string& name) { return name == model || name == latest; });
}

}
