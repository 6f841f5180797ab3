#include "cli/args_optional.h"

#include "cli/command.h"
#include "cli/options.h"
#include "libagent/session/store.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

/// The option called `name` when its value may be left out, else null.
const OptionSpec* find_optional(std::string_view name) {
    for (const OptionSpec& option : all_options()) {
        if (!option.value.starts_with('[')) continue;
        const std::vector<std::string> names = option.names();
        if (std::find(names.begin(), names.end(), name) != names.end()) return &option;
    }
    return nullptr;
}

/// "openai:gpt-4o", "router:meta/llama-3", "offline", or a name of the configuration; a command is
/// one.
bool may_be_model(std::string_view word) {
    const auto is_of_name = [](char c) {
        constexpr std::string_view others = "._-:/@";
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return is_letter || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
    };
    return std::all_of(word.begin(), word.end(), is_of_name) && find_command(word) == nullptr;
}

bool may_be_value(std::string_view word, const OptionSpec& option) {
    if (word.empty() || word.starts_with('-')) return false;
    return option.value == "[MODEL]" ? may_be_model(word) : session::is_session_id(word);
}

}

std::vector<std::string> with_optional_values(std::vector<std::string> words) {
    std::vector<std::string> bound;
    bound.reserve(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word.size() < 2 || word.front() != '-') {
            bound.push_back(std::move(words[i]));
            continue;
        }
        const std::size_t equals = word.find('=');
        const OptionSpec* const option = find_optional(word.substr(0, equals));
        if (option == nullptr) {
            bound.push_back(std::move(words[i]));
            continue;
        }
        std::string_view value = left_out_value;
        if (equals != std::string_view::npos) {
            value = word.substr(equals + 1);
        } else if (i + 1 < words.size() && may_be_value(words[i + 1], *option)) {
            value = words[++i];
        }
        bound.push_back(fmt::format("{}={}", option->long_name(), value));
    }
    return bound;
}

}
