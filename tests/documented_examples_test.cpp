// Every example of README.md and of the man pages is run as a reader would run it: in a folder with
// the examples and their databases, `askdb` in the path, a home folder of its own, no model
// configured. Remote models are played by a server on loopback; PostgreSQL and MariaDB are those of
// tests/support/servers.sh, where they run.

#include "cli/config/config_file.h"
#include "libagent/base/text.h"
#include "tests/built_paths.h"
#include "tests/support/documentation.h"
#include "tests/support/example.h"
#include "tests/support/scripted_server.h"
#include "tests/support/servers.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace askdb::test {
namespace {

/// What cannot run here as it stands: not at all, in other words, or without success. The line is
/// that of the documentation (command_line_of); one that is not there any more fails the test.
struct SpecialLine {
    std::string line;
    std::string reason;
    std::string instead = "";  ///< Empty: nothing runs.
    int exit_code = 0;         ///< Of the line itself, when it runs as it stands.
};

std::vector<SpecialLine> special_lines() {
    return {
        {"examples/quickstart.sh \"How many work orders are overdue by site?\"",
         "builds everything; tests/examples/quickstart_test.cpp asks its questions"},
        {"tests/run.sh", "is what runs this test"},
        {"cmake --preset debug && cmake --build build/debug", "builds what this test is part of"},
        {"build/debug/tests/askdb_tests \"[guard]\"", "is this program"},
        {"cmake --preset release && cmake --build build/release --target package",
         "builds everything; tests/support/check_package.sh makes the package"},
        {"apt install ./build/release/askdb_*.deb", "needs root"},
        {"askdb sql --check --dialect mysql \"DELETE FROM orders\"", "is refused", "", 6},
        {"tests/run.sh --only release", "is what runs this test"},
        {"tests/run.sh --bench", "takes minutes of a quiet machine"},
        {"cmake --preset release && cmake --build build/release --target package",
         "builds everything; the package has a test of its own"},
        {"apt install ./build/release/askdb_*.deb", "needs root"},
        {"apt-get install unixodbc odbc-postgresql odbc-mariadb", "needs root"},
        {"askdb init", "asks at the terminal"},
        {"psql -c '\\password reader'", "asks at the terminal",
         "psql -qc \"ALTER ROLE reader PASSWORD 'choose-another-one'\""},
        {"read -rs ASKDB_PASSWORD && export ASKDB_PASSWORD", "asks at the terminal",
         "export ASKDB_PASSWORD=choose-another-one"},
        {"askdb -d build/maintenance.db -m ollama:qwen2.5-coder \"...\"",
         "needs Ollama at the port that it always has"},
        {"askdb sql -d build/maintenance.db --write \"UPDATE equipment SET status = 'retired' "
         "WHERE "
         "equipment_id = 7\"",
         "an approval needs a terminal", "", 6},
        {"askdb -d shop.db sql --write \"UPDATE orders SET status = 'paid' WHERE order_id = 7\"",
         "an approval needs a terminal", "", 6},
        {"cat orders.csv | askdb \"Which region fell most from May to June?\"",
         "needs a language model",
         "cat orders.csv | askdb -m openai:gpt-4o \"Which region fell most from May to June?\""},
        {"askdb sql --check --dialect mysql \"DELETE FROM orders\"", "is refused", "", 6},
        {"askdb sql --check --dialect postgres \"SELECT pg_sleep(10)\"", "is refused", "", 6},
    };
}

constexpr const char* shop_script = R"(
CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL);
CREATE TABLE orders (
    order_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (customer_id),
    status VARCHAR(10) NOT NULL, ordered_on DATE NOT NULL, total DECIMAL(10,2) NOT NULL);
INSERT INTO customers VALUES (1, 'Ada'), (2, 'Björn'), (3, 'Chloé');
INSERT INTO orders VALUES (1, 1, 'paid', '2024-03-01', 10.50), (2, 2, 'open', '2024-04-02', 99.00),
    (3, 2, 'paid', '2025-01-15', 12.25), (7, NULL, 'open', '2025-02-01', 7.00))";

/// The folder in which the examples run.
class ReadersFolder {
  public:
    ReadersFolder() {
        namespace fs = std::filesystem;
        fs::create_directories(folder_.path() / "home");
        fs::create_directories(folder_.path() / "bin");
        fs::create_directories(folder_.path() / "work/build");
        fs::create_symlink(ASKDB_PROGRAM, folder_.path() / "bin/askdb");
        fs::copy(ASKDB_SOURCE_DIR "/examples", folder_.path() / "work/examples",
                 fs::copy_options::recursive);
        for (const char* name : example_names)
            make_database(folder_, example_script(name), fmt::format("work/build/{}.db", name));
        make_database(folder_, shop_script, "work/shop.db");
        fs::create_directories(folder_.path() / "home/.zfunc");
        std::ofstream(folder_.file("work/report.sql")) << "SELECT count(*) FROM orders";
        fs::create_directories(folder_.path() / "home/.config/fish/completions");
    }

    const TempFolder& folder() const { return folder_; }
    std::string work() const { return folder_.file("work"); }

  private:
    TempFolder folder_;
};

/// One question after the other: a query, then words.
std::vector<ScriptedReply> many_answers(bool anthropic) {
    constexpr int questions = 10;
    const std::vector<chat::ToolCall> query = {{"call_1", "query", R"({"sql":"SELECT 1 AS one"})"}};
    std::vector<ScriptedReply> script;
    for (int i = 0; i < questions; ++i) {
        script.push_back(anthropic ? anthropic_reply("", query) : openai_calls(query));
        script.push_back(anthropic ? anthropic_reply("There is one.")
                                   : openai_text("There is one."));
    }
    return script;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

/// A test server where the documentation says `localhost`.
struct DocumentedServer {
    TestServer server;
    std::string shop = unique_name("documented_shop");

    /// "127.0.0.1:PORT"
    std::string address() const {
        const auto begin = server.url.find('@') + 1;
        return server.url.substr(begin, server.url.rfind('/') - begin);
    }
    std::string port() const { return address().substr(address().find(':') + 1); }

    /// A command for this server. The man pages' database `shop` is there already, with a role that
    /// may read it; the others are made by what is documented, and read by the role of that name.
    std::string in_its_place(const std::string& command, const std::string& role) const {
        const std::string known = "reader@localhost/shop";
        if (command.find(known) != std::string::npos)
            return "export ASKDB_PASSWORD=" + shell_word(server.password) + "\n" +
                   replaced(command, known, "reader@" + address() + "/" + shop);
        return replaced(replaced(command, "@localhost/", "@" + address() + "/"), "reader", role);
    }
};

/// Whether a command needs a server of that kind.
bool needs_server(const std::string& command, bool postgres) {
    for (const char* sign : {"postgres://", "psql", "createdb"}) {
        if (postgres && command.find(sign) != std::string::npos) return true;
    }
    for (const char* sign : {"mysql://", "mariadb -", "mariadb <", "mariadb://"}) {
        if (!postgres && command.find(sign) != std::string::npos) return true;
    }
    return false;
}

/// Runs the blocks of the documentation, each in a bash of its own.
class Rehearsal {
  public:
    Rehearsal() {
        for (TestServer& server : test_servers()) servers_.push_back({std::move(server)});
        for (const DocumentedServer& one : servers_) begin_on(one);
    }
    ~Rehearsal() {
        for (const DocumentedServer& one : servers_) {
            try {
                end_on(one);
            } catch (const std::exception& error) {
                WARN("left behind: " << error.what());
            }
        }
    }
    Rehearsal(const Rehearsal&) = delete;
    Rehearsal& operator=(const Rehearsal&) = delete;

    void run(const DocumentedBlock& block) {
        // An earlier block may have left others, about another database.
        std::filesystem::remove(home_.folder().file("work/answers.jsonl"));
        for (const char* name : {"work/questions", "work/questions.txt"})
            std::ofstream(home_.folder().file(name)) << "How many orders by status?\n";
        const ScriptedServer openai(many_answers(false)), anthropic(many_answers(true));
        std::string script = environment(openai, anthropic);
        std::vector<std::string> commands;
        for (const std::string& command : shell_commands(block.text)) {
            const std::string ready = made_ready(command, openai);
            if (ready.empty()) continue;
            script += fmt::format("at={}\n{}\n", commands.size(), ready);
            commands.push_back(command);
        }
        if (commands.empty()) return;
        std::ofstream(home_.folder().file("script")) << script;
        const CommandEnd end = run_command(
            fmt::format("cd {} && timeout 120 bash -e {} </dev/null 2>&1", shell_word(home_.work()),
                        shell_word(home_.folder().file("script"))));
        if (end.exit_code == 0) return;
        std::ifstream at(home_.folder().file("at"));
        std::size_t failed = 0;
        at >> failed;
        FAIL_CHECK(block.where << ": this example fails with exit code " << end.exit_code << "\n  "
                               << commands.at(failed) << "\n"
                               << end.out);
    }

    /// Those that no line of the documentation matched.
    std::vector<std::string> unused() const {
        std::vector<std::string> lines;
        for (const SpecialLine& special : special_) {
            if (!used_.contains(special.line)) lines.push_back(special.line);
        }
        return lines;
    }

  private:
    void begin_on(const DocumentedServer& one) {
        one.server.run_as_owner(
            {"drop database if exists maintenance", "create database " + one.shop});
        TestServer shop = one.server;
        shop.url.replace(shop.url.rfind('/') + 1, std::string::npos, one.shop);
        shop.run_as_owner(split(shop_script, ';'));
        if (one.server.is_postgres()) {
            shop.run_as_owner({"grant select on all tables in schema public to reader"});
            return;
        }
        one.server.run_as_owner({"grant select on " + one.shop + ".* to reader@'127.0.0.1'"});
        const std::string cnf = fmt::format(
            "[client]\nhost=127.0.0.1\nport={}\nuser=owner\nprotocol=tcp\n", one.port());
        std::ofstream(home_.folder().file("home/.my.cnf")) << cnf;
    }
    void end_on(const DocumentedServer& one) {
        one.server.run_as_owner(
            {"drop database if exists maintenance", "drop database " + one.shop});
        one.server.run_as_owner({one.server.is_postgres()
                                     ? "drop role if exists " + role_
                                     : "drop user if exists " + role_ + "@localhost"});
    }

    /// What the reader's shell has been given before.
    std::string environment(const ScriptedServer& openai, const ScriptedServer& anthropic) const {
        std::string script = fmt::format(
            "unset $(env | sed -n "
            "'s/^\\(ASKDB_[A-Z_]*\\|XDG_[A-Z_]*\\|[A-Z]*_API_KEY\\)=.*/\\1/p')\n"
            "trap 'echo \"$at\" > {}' EXIT\n"
            "export HOME={} PATH={}:$PATH LC_ALL=C.UTF-8\n"
            "export OPENAI_API_KEY=a OPENAI_BASE_URL={}\n"
            "export ANTHROPIC_API_KEY=b ANTHROPIC_BASE_URL={}\n",
            shell_word(home_.folder().file("at")), shell_word(home_.folder().file("home")),
            shell_word(home_.folder().file("bin")), openai.url("/v1"), anthropic.url());
        for (const DocumentedServer& one : servers_) {
            const std::string password = shell_word(one.server.password);
            script +=
                one.server.is_postgres()
                    ? fmt::format(
                          "export PGHOST=127.0.0.1 PGPORT={} PGUSER=owner PGDATABASE=postgres "
                          "PGPASSWORD={}\n",
                          one.port(), password)
                    : fmt::format("export MYSQL_PWD={}\n", password);
        }
        return script;
    }

    /// The command as it runs here; empty when it does not.
    std::string made_ready(const std::string& command, const ScriptedServer& openai) {
        std::string ready = command;
        int exit_code = 0;
        for (const SpecialLine& special : special_) {
            if (special.line != command_line_of(command)) continue;
            used_.insert(special.line);
            if (special.exit_code == 0 && special.instead.empty()) return "";
            exit_code = special.exit_code;
            if (exit_code == 0) ready = special.instead;
        }
        for (const char* word : {" apt ", " apt-get ", " dpkg ", " sudo ", " systemctl "}) {
            if ((" " + ready).find(word) == std::string::npos) continue;
            FAIL_CHECK("not run, because it would change this machine: "
                       << command << "\n(put it into special_lines() with its reason)");
            return "";
        }
        for (const bool postgres : {true, false}) {
            if (!needs_server(ready, postgres)) continue;
            const auto server = std::find_if(
                servers_.begin(), servers_.end(),
                [&](const DocumentedServer& one) { return one.server.is_postgres() == postgres; });
            if (server == servers_.end()) return "";
            ready = server->in_its_place(ready, role_);
        }
        ready = replaced(ready, "http://127.0.0.1:11434", openai.url());
        if (exit_code == 0) return ready;
        return fmt::format("code=0\n{{ {}\n}} || code=$?\n[ $code = {} ]", ready, exit_code);
    }

    ReadersFolder home_;
    std::vector<DocumentedServer> servers_;
    std::string role_ = unique_name("documented");
    const std::vector<SpecialLine> special_ = special_lines();
    std::set<std::string> used_;
};

}

namespace {

std::string problem_of(const std::string& text, const std::string& where) {
    const auto config = cli::parse_config(text, where, cli::Trust::user);
    return config.ok() ? "" : config.error().message;
}

/// Lines of which a reader takes one, each a command that prints a secret.
bool offers_choices(const std::string& text) {
    const auto lines = split(text, '\n');
    return std::all_of(lines.begin(), lines.end(), [](const std::string& line) {
        return line.empty() || line.find("_command = ") != std::string::npos;
    });
}

std::string with_a_table(const std::string& line) {
    const bool of_model = line.starts_with("api_key");
    return (of_model ? "[models.m]\nvendor = \"openai\"\nmodel = \"m\"\n"
                     : "[databases.d]\nurl = \"postgres://h/d\"\n") +
           line;
}

}

TEST_CASE("documentation: every example of README and man pages works", "[readme][servers]") {
    Rehearsal rehearsal;
    const auto blocks = documented_commands();

    for (const DocumentedBlock& block : blocks) rehearsal.run(block);

    CHECK(blocks.size() >= 9);
    CHECK(rehearsal.unused() == std::vector<std::string>{});
}

TEST_CASE("documentation: every configuration of README and man pages is one", "[readme]") {
    const auto blocks = documented_configurations();

    for (const DocumentedBlock& block : blocks) {
        INFO(block.where << "\n" << block.text);
        if (offers_choices(block.text)) {
            for (const std::string& line : split(block.text, '\n'))
                CHECK(problem_of(with_a_table(line), block.where) == "");
        } else {
            CHECK(problem_of(block.text, block.where) == "");
        }
    }

    CHECK(blocks.size() >= 2);
}

TEST_CASE("documentation: commands keep their here-documents and their continued lines",
          "[readme]") {
    const auto commands = shell_commands(
        "a \\\n  b\n\npsql <<'SQL'\nselect 1;\n\nselect 2\nSQL\ncat <<< x  # word\nc    # why\n");

    CHECK(commands == std::vector<std::string>{"a \\\n  b",
                                               "psql <<'SQL'\nselect 1;\n\nselect 2\nSQL",
                                               "cat <<< x  # word", "c    # why"});
    CHECK(command_line_of(commands[1]) == "psql <<'SQL'");
    CHECK(command_line_of(commands[3]) == "c");
}

}
