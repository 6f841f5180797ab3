#include "cli/config/theme_setting.h"

#include "cli/config/config_settings.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

/// The theme and where it comes from, or why there is none.
std::string theme_of(std::string_view user,
                     std::map<std::string, std::string, std::less<>> variables = {}) {
    const std::optional<FoundFile> file =
        FoundFile{parse_config(user, "u.toml", Trust::user).value_or_throw(), "u.toml"};
    const Environment environment(std::move(variables));
    const Args args;
    const ConfigSources sources{file, std::nullopt, environment, args};
    const Result<Config> merged = merge_config(sources);
    if (!merged) return merged.error().message + " → " + merged.error().hint;
    const Setting setting = theme_setting(sources, merged.value().theme);
    return setting.table + "." + setting.key + " = " + toml_text(setting.value) + " # " +
           setting.from.front();
}

Error error_in(std::string_view text, Trust trust = Trust::user) {
    const auto config = parse_config(text, "c.toml", trust);
    REQUIRE_FALSE(config.ok());
    return config.error();
}

}

TEST_CASE("theme setting: the variable counts for more than the file", "[config][theme]") {
    const std::string file = "[terminal]\ntheme = \"light\"\n";

    CHECK(theme_of("") == "terminal.theme = \"auto\" # built in");
    CHECK(theme_of(file) == "terminal.theme = \"light\" # u.toml:2");
    CHECK(theme_of(file, {{"ASKDB_THEME", "none"}}) == "terminal.theme = \"none\" # ASKDB_THEME");
    CHECK(theme_of("", {{"ASKDB_THEME", "drak"}}) ==
          "the variable ASKDB_THEME: no theme named 'drak' → did you mean 'dark'?");
}

TEST_CASE("theme setting: a theme that there is not is told, with its line", "[config][theme]") {
    CHECK(error_in("[terminal]\ntheme = \"x\\u001b\"").message ==
          "c.toml:2: no theme named 'x\\x1b'");
    CHECK(error_in("[terminal]\ntheme = \"\"").hint == "known here: auto, dark, light, none");
    CHECK_THAT(error_in("[terminal]\ntheme = 1").message, Catch::Contains("must be a text"));
    CHECK_THAT(error_in("[terminal]\ntehme = \"dark\"").message, Catch::Contains("unknown key"));
    CHECK_THAT(error_in("terminal = 1").message, Catch::Contains("must be a table"));
    CHECK_THAT(error_in("[terminal]\ntheme = \"dark\"", Trust::project).message,
               Catch::Contains("a project file must not set 'terminal'"));
}
