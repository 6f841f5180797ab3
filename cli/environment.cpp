#include "cli/environment.h"

#include <unistd.h>
#include <utility>

namespace askdb::cli {

std::string Environment::get(std::string_view name) const {
    const auto found = variables_.find(name);
    return found == variables_.end() ? std::string() : found->second;
}

std::vector<std::string> Environment::names_from(std::string_view prefix) const {
    std::vector<std::string> names;
    for (auto it = variables_.lower_bound(prefix);
         it != variables_.end() && it->first.starts_with(prefix); ++it)
        names.push_back(it->first);
    return names;
}

Environment Environment::with(std::string name, std::string value) const {
    Environment changed = *this;
    changed.variables_.insert_or_assign(std::move(name), std::move(value));
    return changed;
}

Environment process_environment() {
    std::map<std::string, std::string, std::less<>> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return Environment(std::move(variables));
}

}
