#include "cli/repl/database_list.h"

#include "cli/config/config_settings.h"
#include "cli/render/rows_output.h"
#include "cli/repl/shell.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"

#include <algorithm>

namespace askdb::cli::repl {
namespace {

std::string place_of(const DatabaseConfig& known) {
    if (!known.path.empty()) return known.path;
    if (!known.files.empty()) return join(known.files, ", ");
    if (!known.url.empty()) return shown_text("url", known.url);
    if (!known.dsn.empty()) return "data source " + known.dsn;
    return shown_text("connection_string", known.connection_string);
}

const DatabaseConfig* find_known(const Config& config, std::string_view name) {
    const auto found =
        std::find_if(config.known_databases.begin(), config.known_databases.end(),
                     [&](const DatabaseConfig& known) { return known.name == name; });
    return found == config.known_databases.end() ? nullptr : &*found;
}

struct DatabaseLine {
    std::string name;
    std::string use = {};
    std::string kind = {};
    std::string place = {};
};

void append_line(database::Rows& rows, const DatabaseLine& line) {
    for (const std::string* text : {&line.name, &line.use, &line.kind, &line.place})
        append_or_null(rows, *text);
}

}

database::Rows database_list(Shell& shell) {
    const Config& config = shell.state().config;
    const auto databases = shell.wiring().agent().databases;
    database::Rows rows;
    for (const char* name : {"name", "in_use", "kind", "place"})
        rows.columns.push_back({.name = name});
    std::vector<std::string> in_use;
    for (std::size_t i = 0; i < databases.size(); ++i) {
        DatabaseLine line{.name = databases[i]->name(),
                          .use = i == 0 ? "default" : "yes",
                          .kind = std::string(databases[i]->dialect().title)};
        if (const DatabaseConfig* known = find_known(config, line.name)) {
            line.place = place_of(*known);
        } else if (config.databases.size() == databases.size()) {
            line.place = shown_text("default_database", config.databases[i]);
        }
        append_line(rows, line);
        in_use.push_back(std::move(line.name));
    }
    for (const DatabaseConfig& known : config.known_databases) {
        if (std::find(in_use.begin(), in_use.end(), known.name) == in_use.end())
            append_line(rows, {.name = known.name, .place = place_of(known)});
    }
    rows.settle_kinds();
    return rows;
}

}
