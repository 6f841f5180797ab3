#include "cli/init/ask_model.h"

#include "cli/environment.h"
#include "cli/model_choice.h"
#include "cli/model_offers.h"
#include "cli/render/messages.h"
#include "cli/wiring.h"
#include "libagent/base/log.h"
#include "libagent/base/text.h"
#include "libagent/models/model_list.h"
#include "libagent/models/vendors.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace askdb::cli {
namespace {

class DroppedText : public models::TextSink {
  public:
    void on_text(std::string_view) override {}
};

class ModelTalk {
  public:
    ModelTalk(Interview& person, const CommandContext& context)
        : person_(person), context_(context) {}

    std::string run();

  private:
    std::optional<std::string> choose_model_name();
    std::string ask_for_model_of(const std::string& vendor);
    void show_models_of(const std::string& vendor);
    bool is_content_with(const std::string& name);
    bool try_request(const std::string& name);
    void tell(const Error& error);

    Interview& person_;
    const CommandContext& context_;
    std::unique_ptr<net::HttpClient> http_;
};

void ModelTalk::tell(const Error& error) {
    person_.say(error.message, Tone::error);
    if (!error.hint.empty()) person_.say(error.hint, Tone::dim);
}

/// What the vendor's endpoint lists, if the person wants to know.
void ModelTalk::show_models_of(const std::string& vendor) {
    constexpr std::size_t most_shown = 30;
    // Its own name matters to nobody: only the endpoint is asked.
    const auto address = locate_model(vendor + ":-", {}, context_.environment);
    if (!address ||
        !confirm(person_, "Look up what it offers (sends the key, costs nothing)?", true))
        return;
    const auto endpoint = open_endpoint(context_, address.value());
    if (!endpoint) return tell(endpoint.error());
    try {
        if (!http_) http_ = wire_http(context_.environment);
        std::vector<std::string> names =
            models::list_models(endpoint.value(), address.value().protocol, *http_, context_.stop);
        const std::size_t count = names.size();
        names.resize(std::min(count, most_shown));
        person_.say(join(names, "\n"));
        if (count > most_shown)
            person_.say(fmt::format("… and {} more: askdb models {}", count - most_shown, vendor));
    } catch (const Failure& failure) {
        tell(failure.error());
    }
}

std::string ModelTalk::ask_for_model_of(const std::string& vendor) {
    show_models_of(vendor);
    std::string model;
    while (model.empty()) model = person_.ask(fmt::format("Which model of {}?", vendor));
    return model.starts_with(vendor + ":") ? model : vendor + ":" + model;
}

/// Empty: the built-in planner. Nothing: it has to be asked again.
std::optional<std::string> ModelTalk::choose_model_name() {
    std::vector<std::string> titles = {
        "the built-in planner: no key, no network; it answers simple questions"};
    std::vector<std::string> vendors;
    for (const models::Vendor& vendor : models::all_vendors()) {
        const bool has_key =
            !vendor.key_variable.empty() && !context_.environment.get(vendor.key_variable).empty();
        if (!has_key) continue;
        titles.push_back(fmt::format("{}: its key is in {}", vendor.name, vendor.key_variable));
        vendors.emplace_back(vendor.name);
    }
    person_.say("\nWhich model shall answer?");
    const Choice choice =
        choose(person_, "A number, or VENDOR:MODEL (all vendors: askdb models):", titles,
               /*takes_text=*/true);
    if (choice.typed.empty() && choice.index == 0) return "";
    if (choice.typed.empty()) return ask_for_model_of(vendors[choice.index - 1]);
    if (choice.typed == "offline") return "";
    if (models::find_vendor(choice.typed) != nullptr) return ask_for_model_of(choice.typed);
    return choice.typed;
}

/// One request of a few tokens; true when it was answered.
bool ModelTalk::try_request(const std::string& name) {
    constexpr std::int64_t most_tokens = 200;
    const auto choice = choose_model(name, {}, context_.environment, context_.stop);
    if (!choice) {
        tell(choice.error());
        return false;
    }
    context_.messages.hide_secret(choice.value().api_key);
    try {
        if (!http_) http_ = wire_http(context_.environment);
        NullLog log;
        DroppedText dropped;
        const auto model = make_language_model(choice.value(), *http_, log, nullptr);
        const std::vector<chat::Message> messages = {
            {.role = chat::Role::user, .text = "Answer with the one word: ready"}};
        const models::ModelReply reply = model->complete(
            {.messages = messages, .max_output_tokens = most_tokens}, dropped, context_.stop);
        person_.say(fmt::format("It answers: {}", clipped(trim(reply.text), 100)));
        return true;
    } catch (const Failure& failure) {
        tell(failure.error());
        return false;
    }
}

bool ModelTalk::is_content_with(const std::string& name) {
    if (name.empty()) return true;
    const auto address = locate_model(name, {}, context_.environment);
    if (!address) {
        tell(address.error());
        return false;
    }
    const SecretPlace& key = address.value().key;
    if (address.value().needs_key && context_.environment.get(key.variable).empty()) {
        person_.say(
            fmt::format("{0} is not set now. Before you use it: export {0}=…", key.variable));
        return true;
    }
    if (!confirm(person_, "Send it one tiny request to see that it answers (next to no cost)?",
                 false))
        return true;
    return try_request(name) || confirm(person_, "Keep it all the same?", false);
}

std::string ModelTalk::run() {
    while (true) {
        const std::optional<std::string> name = choose_model_name();
        if (name && is_content_with(*name)) return *name;
    }
}

}

std::string ask_model(Interview& person, const CommandContext& context) {
    return ModelTalk(person, context).run();
}

}
