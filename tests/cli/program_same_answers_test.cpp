// The example databases in PostgreSQL and MariaDB answer with SQLite's words and numbers.

#include "libagent/database/odbc/odbc_source.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/loop/ask.h"
#include "libagent/models/offline/offline_model.h"
#include "sessions/memory_store.h"
#include "tests/built_paths.h"
#include "tests/support/example.h"
#include "tests/support/program.h"
#include "tests/support/recording_sink.h"
#include "tests/support/servers.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace askdb::test {
namespace {

/// The statements of an example's script: none has a semicolon at the end of an inner line.
std::vector<std::string> example_statements(const std::string& example) {
    std::vector<std::string> statements;
    const std::string& script = example_script(example);
    for (std::size_t at = 0, end = 0; (end = script.find(";\n", at)) != std::string::npos;
         at = end + 2)
        statements.push_back(script.substr(at, end - at));
    return statements;
}

/// An example in a database of its own, which `reader` may only read; dropped with the object.
class ExampleOnServer {
  public:
    explicit ExampleOnServer(const TestServer& server, const std::string& example = "maintenance")
        : admin_(server), name_(unique_name("same")), server_(server) {
        server_.url.replace(server_.url.rfind('/') + 1, std::string::npos, name_);
        // An order of texts that is not that of their bytes.
        admin_.run_as_owner(
            {"create database " + name_ +
             (server.is_postgres() ? " template template0 locale_provider icu icu_locale 'en-US'"
                                   : " character set utf8mb4")});
        server_.run_as_owner(example_statements(example));
        if (server.is_postgres())
            server_.run_as_owner({"grant select on all tables in schema public to reader"});
        else
            admin_.run_as_owner({"grant select on " + name_ + ".* to reader@'127.0.0.1'"});
    }
    ~ExampleOnServer() {
        try {
            admin_.run_as_owner(
                {"drop database " + name_ + (admin_.is_postgres() ? " with (force)" : "")});
        } catch (const std::exception& error) {
            WARN("left behind: " << error.what());
        }
    }
    ExampleOnServer(const ExampleOnServer&) = delete;
    ExampleOnServer& operator=(const ExampleOnServer&) = delete;

    /// With an empty `dialect`: its own.
    std::unique_ptr<database::Source> source(const std::string& dialect) const {
        database::OdbcTarget target = server_.target();
        target.dialect = dialect;
        return database::make_odbc_source(target);
    }
    const std::string& url() const { return server_.url; }

  private:
    TestServer admin_;
    std::string name_;
    TestServer server_;
};

/// The built-in planner over one database.
class Planner {
  public:
    explicit Planner(std::unique_ptr<database::Source> source)
        : database_("example", std::move(source)),
          model_(models::offline::make_offline_model(database_)) {}

    /// The answer, or why there is none.
    std::string ask(const std::string& question) {
        const loop::Agent agent{*model_, databases_, *store_, {}, {}, log_};
        loop::Conversation conversation{session::new_session_id(), {}};
        RecordingSink sink;
        try {
            return loop::ask(agent, conversation, {question}, {sink}).response;
        } catch (const Failure& failure) {
            return std::string("no answer: ") + failure.what();
        }
    }

    database::Database& database() { return database_; }

  private:
    database::Database database_;
    std::vector<database::Database*> databases_{&database_};
    std::unique_ptr<models::Model> model_;
    std::unique_ptr<session::SessionStore> store_ = sessions::make_memory_store();
    NullLog log_;
};

/// As what it is, and as a server that nobody knows.
constexpr const char* dialects_to_ask[] = {"", "generic"};

std::vector<std::string> analysts_questions(const std::string& example) {
    std::vector<std::string> questions;
    if (example == "maintenance")
        questions = {
            "How many overdue work orders by month opened?",
            "How many equipment are in service by category?",
            "List the technicians at O'Brien Mill",
            "List the equipment in goteborg",
            "average interval days of preventive plans by site",
            "top 5 technicians by average labor hours",
            "How many work orders have no completed date by site?",
        };
    std::ifstream cases(ASKDB_SOURCE_DIR "/tests/cases/offline/" + example + ".jsonl");
    for (std::string line; std::getline(cases, line);)
        questions.push_back(nlohmann::json::parse(line).at("question").get<std::string>());
    return questions;
}

/// Tables, columns, NULLs and keys, as lines in one order. MariaDB's driver tells foreign keys only
/// to roles that may do more than read: they are inferred then, which makes no difference here but
/// for the mark, and for a key within one table, which no name tells.
std::vector<std::string> shape_of(const database::Catalog& catalog, bool marks_inferred) {
    std::vector<std::string> lines;
    for (const database::Table& table : catalog.tables) {
        lines.push_back(table.qualified_name() + (table.is_view ? " (view)" : ""));
        // What a view computes has a type, and says whether it may be NULL, on some databases only.
        for (const database::Column& column : table.columns)
            lines.push_back(table.name + "." + column.name +
                            (column.nullable && !table.is_view ? " NULL" : ""));
        for (const std::string& key : table.primary_key) lines.push_back("  PK " + key);
        for (const database::ForeignKey& key : table.foreign_keys) {
            if (!marks_inferred && key.table == table.name) continue;
            lines.push_back("  " + key.columns.at(0) + " -> " + key.table + "." +
                            key.referenced.at(0) + (key.inferred && marks_inferred ? " ~" : ""));
        }
    }
    std::sort(lines.begin(), lines.end());  // Keys of a table come in any order.
    return lines;
}

}

TEST_CASE("program: the examples answer with the same words and numbers on every database",
          "[program][servers][same]") {
    for (const std::string name : example_names) {
        const TempDatabase file(example_script(name));
        const std::vector<std::string> questions = analysts_questions(name);
        std::vector<std::string> expected;

        for (const TestServer& server : test_servers()) {
            INFO(name << " on " << server.name);
            if (expected.empty()) {
                Planner sqlite(database::make_sqlite_source(file.path()));
                for (const std::string& question : questions)
                    expected.push_back(sqlite.ask(question));
            }
            const ExampleOnServer example(server, name);
            for (const char* dialect : dialects_to_ask) {
                INFO("dialect '" << dialect << "'");
                Planner planner(example.source(dialect));
                for (std::size_t i = 0; i < questions.size(); ++i) {
                    INFO(questions[i]);
                    CHECK(planner.ask(questions[i]) == expected[i]);
                }
            }
        }
    }
}

TEST_CASE("program: the examples' tables, columns and keys are the same on every database",
          "[program][servers][same]") {
    for (const std::string name : example_names) {
        const TempDatabase file(example_script(name));
        database::Database sqlite("sqlite", database::make_sqlite_source(file.path()));

        for (const TestServer& server : test_servers()) {
            INFO(name << " on " << server.name);
            const ExampleOnServer example(server, name);
            for (const char* dialect : dialects_to_ask) {
                INFO("dialect '" << dialect << "'");
                database::Database database("server", example.source(dialect));

                const bool is_known = *dialect == '\0';
                CHECK(shape_of(database.catalog({}), is_known) ==
                      shape_of(sqlite.catalog({}), is_known));
                for (const database::Table& table : database.catalog({}).tables)
                    CHECK(table.row_estimate.value_or(0) >= 0);
            }
        }
    }
}

TEST_CASE("program: asked at the command line, a server answers like the file",
          "[program][servers][same]") {
    const TempDatabase file(maintenance_script());
    const auto run = [](const std::string& database, const std::string& password,
                        std::vector<std::string> words) {
        words.insert(words.begin(), {"-d", database});
        return run_program({.arguments = words, .environment = {{"ASKDB_PASSWORD", password}}});
    };
    const std::vector<std::vector<std::string>> asked = {
        {"How many work orders are overdue by site?"},
        {"What is the total cost of corrective work orders in Lyon?"},
        {"Which technicians have overdue work orders?"},
        {"What is the average purchase cost of equipment by category?"},
        {"--data", "csv", "-q", "How many work orders were opened in 2024 by month?"},
        {"How many unicorns are there?"},
        {"sql", "SELECT name, city FROM sites ORDER BY site_id"},
    };

    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const ExampleOnServer example(server);
        for (const std::vector<std::string>& words : asked) {
            INFO(words.back());
            const ProgramEnd expected = run(file.path(), "", words);
            const ProgramEnd end = run(example.url(), server.password, words);

            CHECK(end.exit_code == expected.exit_code);
            CHECK(end.out == expected.out);
        }
        const ProgramEnd described =
            run(example.url(), server.password, {"describe", "work_orders"});
        CHECK(described.out.find("→ equipment.equipment_id") != std::string::npos);
    }
}

}
