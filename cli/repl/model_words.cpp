#include "cli/repl/model_words.h"

#include "cli/repl/shell.h"
#include "libagent/base/text.h"
#include "libagent/net/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace askdb::cli::repl {
namespace {

std::string place_in_words(const ModelChoice& choice) {
    const Result<net::Url> url = net::parse_url(choice.base_url);
    if (!url) return "an unknown address";
    return url.value().is_loopback() ? url.value().host + ", this machine" : url.value().host;
}

std::string one_model(const ModelChoice& choice) {
    std::string text = fmt::format("{} at {}", choice.name, place_in_words(choice));
    if (choice.price)
        text += fmt::format(" (${} and ${} per million tokens)", choice.price->input,
                            choice.price->output);
    return text;
}

bool is_elsewhere(const ModelChoice& choice) {
    if (choice.offline) return false;
    const Result<net::Url> url = net::parse_url(choice.base_url);
    return !url || !url.value().is_loopback();
}

/// One that answers, with those that are asked when it fails.
std::string with_fallbacks(const ModelChoice& choice) {
    std::string text = one_model(choice);
    for (const ModelChoice& fallback : choice.fallbacks)
        text += "\nwhen it fails: " + one_model(fallback);
    return text;
}

bool any_is_elsewhere(const ModelChoice& choice) {
    return is_elsewhere(choice) ||
           std::any_of(choice.fallbacks.begin(), choice.fallbacks.end(), is_elsewhere);
}

}

std::string model_in_words(const Shell& shell) {
    const ModelChoice& choice = shell.wiring().model_choice();
    const std::optional<ModelChoice>& second = shell.wiring().second_choice();
    const bool is_alone = !second || second->offline;
    std::string text = with_fallbacks(choice);
    if (choice.offline)
        text = is_alone ? "offline: the built-in planner; nothing leaves this machine"
                        : "offline: the built-in planner";
    if (second)
        text += "\nanswers again: " +
                (second->offline ? std::string("the built-in planner") : with_fallbacks(*second));
    return text;
}

bool all_models_are_offline(const Shell& shell) {
    const std::optional<ModelChoice>& second = shell.wiring().second_choice();
    return shell.wiring().model_choice().offline && (!second || second->offline);
}

bool model_is_elsewhere(const Shell& shell) {
    const std::optional<ModelChoice>& second = shell.wiring().second_choice();
    return any_is_elsewhere(shell.wiring().model_choice()) || (second && any_is_elsewhere(*second));
}

}
