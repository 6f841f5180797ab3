#include "cli/args_optional.h"

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

bool may_be_value(std::string_view word) {
    return !word.starts_with('-') && session::is_session_id(word);
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
        } else if (i + 1 < words.size() && may_be_value(words[i + 1])) {
            value = words[++i];
        }
        bound.push_back(fmt::format("{}={}", option->long_name(), value));
    }
    return bound;
}

}
