// The completion scripts: bash completes with its own, the others are checked as far as the shells
// are there.

#include "cli/command.h"
#include "cli/completion/completion_script.h"
#include "cli/options.h"
#include "libagent/base/text.h"
#include "tests/built_paths.h"
#include "tests/support/model_question.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace askdb::test {
namespace {

/// What the command prints; its errors, too.
std::string printed_by(const std::string& command) {
    std::FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string out;
    char bytes[4096];
    for (std::size_t n = 0; (n = std::fread(bytes, 1, sizeof bytes, pipe)) > 0;)
        out.append(bytes, n);
    ::pclose(pipe);
    return out;
}

/// What bash would offer for these words, the last of which is being typed; one a line.
std::string bash_offers(const std::vector<std::string>& words, const std::string& home) {
    std::string script =
        "export HOME='" + home + "'; source <('" ASKDB_PROGRAM "' completion bash); COMP_WORDS=(";
    for (const std::string& word : words) script += sql_literal(word) + " ";
    script += "); COMP_CWORD=" + std::to_string(words.size() - 1) +
              "; _askdb; printf '%s\\n' \"${COMPREPLY[@]}\"";
    const TempFolder folder;
    const std::string file = folder.file("try.sh");
    std::ofstream(file) << script;
    return printed_by("bash --norc '" + file + "'");
}

struct CompletionHome {
    TempFolder folder;
    std::string path() const { return folder.path().string(); }
    CompletionHome() {
        std::filesystem::create_directories(folder.file(".config/askdb"));
        make_database(folder, "create table orders(a); create table \"odd name\"(b)", "shop.db");
        std::ofstream(folder.file(".config/askdb/config.toml"))
            << "[databases.shop]\npath = \"" << folder.file("shop.db")
            << "\"\n[databases.\"$(touch pwned) x\"]\npath = \"y.db\"\n"
               "[models.fast]\nvendor = \"openai\"\nmodel = \"m\"\n";
    }
};

/// Types a line and Tab into a zsh on a terminal of its own; $1 is the folder of _askdb. What it
/// waits for stands in no command, whose echo it may see.
constexpr const char* zsh_typist = R"sh(
zmodload zsh/zpty
zpty z zsh -f -i
for line in "fpath=($1 \$fpath)" 'autoload -Uz compinit; compinit -u -D' 'PS1= PS2=; stty -echo' \
    'compadd() {
        [[ " ${(j: :)@[1,(i)(-|--)]} " == *\ -[OAD]\ * ]] && { builtin compadd "$@"; return }
        local -a hits; builtin compadd -A hits "$@"
        (( $#hits )) && print -rl -- "<"$^hits">"; builtin compadd "$@"
    }' \
    'zle -C probe list-choices probed
     probed() { _main_complete; compstate[insert]=; compstate[list]=; print "<do""ne>" }
     bindkey "^I" probe' 'print "<rea""dy>"'; do
    zpty -w z "$line"
done
zpty -r z seen '*<ready>*'
zpty -w -n z "$2"$'\t'
zpty -r z seen '*<done>*'
print -r -- "$seen"
)sh";

/// What zsh would offer behind the words, each as `<word>`.
std::string zsh_offers(const std::string& words, const CompletionHome& home,
                       const std::string& variables = {}) {
    const TempFolder folder;
    std::ofstream(folder.file("_askdb")) << cli::completion_script("zsh");
    std::ofstream(folder.file("typist")) << zsh_typist;
    return printed_by("cd '" + home.path() + "' && env HOME='" + home.path() + "' " + variables +
                      " timeout 60 zsh -f '" + folder.file("typist") + "' '" +
                      folder.path().string() + "' '" ASKDB_PROGRAM " " + words + "'");
}

/// What fish would offer behind the words, one a line.
std::string fish_offers(const std::string& words, const CompletionHome& home) {
    const TempFolder folder;
    std::ofstream(folder.file("askdb.fish")) << cli::completion_script("fish");
    return printed_by("cd '" + home.path() + "' && env HOME='" + home.path() +
                      "' PATH=\"$(dirname '" ASKDB_PROGRAM
                      "'):$PATH\" fish --no-config -c 'source " +
                      folder.file("askdb.fish") + "; complete -C \"askdb " + words + "\"'");
}

bool command_is_there(const std::string& name) {
    return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

}

TEST_CASE("completion: bash offers commands, their words and their options", "[completion]") {
    const CompletionHome home;
    const auto offers = [&](std::vector<std::string> words) {
        words.insert(words.begin(), ASKDB_PROGRAM);
        return bash_offers(words, home.path());
    };

    CHECK(offers({"des"}) == "describe\n");
    CHECK(offers({"config", ""}) == "show\npath\ncheck\n");
    CHECK(offers({"schema", "e"}) == "events\n");
    CHECK(offers({"sql", "--di"}) == "--dialect\n");
    CHECK(offers({"tables", "--dia"}) == "\n");
    CHECK(offers({"sql", "--dialect", "sql"}) == "sqlite\nsqlserver\n");
    CHECK(offers({"--output", "stream"}) == "stream-json\n");
    CHECK(offers({"--output", "=", "j"}) == "json\n");
    CHECK(offers({"--output", "="}) == "text\njson\nstream-json\n");
    CHECK(offers({"--data", "js"}).rfind("json\n", 0) == 0);
}

TEST_CASE("completion: bash asks askdb for databases, models and tables", "[completion]") {
    const CompletionHome home;
    const auto offers = [&](std::vector<std::string> words) {
        words.insert(words.begin(), ASKDB_PROGRAM);
        return bash_offers(words, home.path());
    };

    CHECK_THAT(offers({"-d", "sh"}), Catch::StartsWith("shop\n"));
    CHECK(offers({"-m", "fa"}) == "fast\n");
    CHECK(offers({"-m", "openai"}) == "openai:\n");
    CHECK(offers({"-d", "shop", "describe", "o"}) == "odd\\ name\norders\n");
    CHECK(offers({"describe", "o", "-d", "shop"}).find("orders") == std::string::npos);
}

TEST_CASE(
    "completion: a name that would run something is quoted, and a broken configuration is "
    "silent",
    "[completion]") {
    const CompletionHome home;
    const std::string offered = bash_offers({ASKDB_PROGRAM, "-d", "$"}, home.path());
    std::ofstream(home.folder.file(".config/askdb/config.toml")) << "[broken";

    CHECK(offered == "\\$\\(touch\\ pwned\\)\\ x\n");
    CHECK_FALSE(std::filesystem::exists("pwned"));
    CHECK(bash_offers({ASKDB_PROGRAM, "-m", "x"}, home.path()) == "\n");
}

TEST_CASE("completion: words are one a line, and never ask for a password", "[completion]") {
    const TempFolder folder;
    const std::string file = folder.file("c.toml");
    std::ofstream(file) << "default_database = \"pg\"\n[databases.pg]\n"
                           "url = \"postgres://127.0.0.1:1/d\"\n"
                           "password_command = \"touch '" +
                               folder.file("ran") +
                               "'\"\n"
                               "[databases.\"a\\nb\"]\npath = \"x\"\n";
    const auto words = [&](const char* kind) {
        return run_program({.arguments = {"completion", "--words", kind, "--config", file,
                                          "--no-project-config"}});
    };

    CHECK(words("databases").out.rfind("pg\n", 0) == 0);
    CHECK_THAT(words("models").out, Catch::StartsWith("offline\nopenai:\n"));
    CHECK(words("tables").out.empty());
    CHECK_FALSE(std::filesystem::exists(folder.file("ran")));
    CHECK(words("tabels").exit_code == 2);
    CHECK(run_program({.arguments = {"completion"}}).exit_code == 2);
    CHECK(shows(run_program({.arguments = {"completion", "zhs"}}), "did you mean 'zsh'?"));
}

TEST_CASE("completion: zsh offers the tables of the databases that were typed, and files",
          "[completion]") {
    if (!command_is_there("zsh")) {
        WARN("skipped: zsh is not installed");
        return;
    }
    const CompletionHome home;
    make_database(home.folder, "create table sites(a)", "other.db");

    for (const char* words :
         {"-d other.db describe ", "describe -d other.db ", "describe --database=other.db ",
          "-v --database other.db describe "}) {
        const std::string offered = zsh_offers(words, home, "ASKDB_DATABASE=shop");
        INFO(words << " | " << offered);
        CHECK(offered.find("<sites>") != std::string::npos);
        CHECK(offered.find("<orders>") == std::string::npos);
    }
    CHECK_THAT(zsh_offers("describe ", home, "ASKDB_DATABASE=shop"), Catch::Contains("<orders>"));
    CHECK_THAT(zsh_offers("-d ", home), Catch::Contains("<shop>") && Catch::Contains("<other.db>"));
    CHECK_THAT(zsh_offers("describe --datab", home), Catch::Contains("<--database>"));
    CHECK_THAT(zsh_offers("-m ", home), Catch::Contains("<fast>"));
}

TEST_CASE("completion: fish offers files only where a file is meant", "[completion]") {
    if (!command_is_there("fish")) {
        WARN("skipped: fish is not installed");
        return;
    }
    const CompletionHome home;

    for (const char* words : {"--data ", "--output ", "sql --dialect ", "-m ", "--timeout "}) {
        const std::string offered = fish_offers(words, home);
        INFO(words << " | " << offered);
        CHECK(offered.find("shop.db") == std::string::npos);
    }
    CHECK_THAT(fish_offers("--output ", home), Catch::StartsWith("json"));
    CHECK_THAT(fish_offers("-d ", home), Catch::Contains("shop.db") && Catch::Contains("shop\t"));
    CHECK_THAT(fish_offers("-f ", home), Catch::Contains("shop.db"));
    CHECK_THAT(fish_offers("--database=shop.db describe ", home), Catch::Contains("orders"));
}

TEST_CASE("completion: what is said of an option fits its line", "[completion]") {
    const std::string script = cli::completion_script("zsh");

    CHECK_THAT(script, Catch::Contains("[file, URL, data source, configured name, or - (stdin)]"));
    for (const std::string& line : split(script, '\n')) {
        const std::size_t begin = line.find('['), end = line.find(']');
        if (!line.starts_with("        '*'") || begin == std::string::npos) continue;
        INFO(line);
        CHECK(end - begin < 60);
    }
}

TEST_CASE("completion: every shell's script holds every command and option", "[completion]") {
    for (const char* shell : {"bash", "zsh", "fish"}) {
        const std::string script = cli::completion_script(shell);
        INFO(shell);
        for (const cli::Command& command : cli::all_commands())
            CHECK(script.find(command.name) != std::string::npos);
        for (const cli::OptionSpec& option : cli::all_options()) {
            const std::string_view name = option.long_name().substr(2);
            CHECK(script.find(name) != std::string::npos);
        }
        if (!command_is_there(shell)) {
            WARN("not parsed by " << shell << ": it is not installed");
            continue;
        }
        const TempFolder folder;
        std::ofstream(folder.file("script")) << script;
        CHECK(std::system((std::string(shell) + " -n '" + folder.file("script") + "'").c_str()) ==
              0);
    }
}

}
