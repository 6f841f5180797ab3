// A question that people have verified a statement for.
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/knowledge/file_knowledge.h"
#include "libagent/loop/ask.h"
#include "libagent/models/offline/offline_model.h"
#include "sessions/memory_store.h"
#include "tests/support/recording_sink.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::test;

namespace {

/// The planner at work, with a folder of what people have taught.
struct TaughtPlanner {
    TempDatabase file{
        "CREATE TABLE jobs(job_id INTEGER PRIMARY KEY, state TEXT);"
        "INSERT INTO jobs VALUES (1,'open'),(2,'open'),(3,'done');"};
    TempFolder temp;
    knowledge::Folder folder{temp.file("knowledge")};
    std::unique_ptr<knowledge::Knowledge> learned = knowledge::make_file_knowledge({folder});
    database::Database database{"work", database::make_sqlite_source(file.path())};
    std::vector<database::Database*> databases{&database};
    std::unique_ptr<models::Model> model =
        models::offline::make_offline_model(database, learned.get());
    std::unique_ptr<session::SessionStore> store = sessions::make_memory_store();
    NullLog log;
    loop::Agent agent{.model = *model,
                      .databases = databases,
                      .sessions = *store,
                      .limits = {},
                      .instructions = {},
                      .log = log,
                      .learned = learned.get()};
    loop::Conversation conversation{.session_id = "test", .results = {}};
    RecordingSink sink;

    void keep(std::string question, std::string sql) {
        keep_entry(folder, {.question = std::move(question),
                            .database = "work",
                            .dialect = "sqlite",
                            .sql = std::move(sql)});
    }
    chat::Answer ask(std::string_view question) {
        return loop::ask(agent, conversation, {.text = question}, {sink});
    }
};

}

TEST_CASE("offline model: a verified question gets its statement, and the answer says so",
          "[offline][knowledge]") {
    TaughtPlanner planner;
    planner.keep("What is our backlog?", "SELECT count(*) AS backlog FROM jobs WHERE job_id < 3");

    const chat::Answer answer = planner.ask("what is OUR backlog");

    CHECK(answer.response == "2\n\nBy the verified query in '" +
                                 planner.temp.file("knowledge/what-is-our-backlog.md") + "'.");
    CHECK(answer.workflow.at(0).sql == "SELECT count(*) AS backlog FROM jobs WHERE job_id < 3");
}

TEST_CASE("offline model: several rows of a verified query are a table", "[offline][knowledge]") {
    TaughtPlanner planner;
    planner.keep("Backlog?", "SELECT state, count(*) AS n FROM jobs GROUP BY state");

    CHECK_THAT(planner.ask("backlog").response,
               Catch::StartsWith("| state | n |\n|---|---:|\n| done | 1 |\n| open | 2 |\n"));
}

TEST_CASE("offline model: another question is planned as ever", "[offline][knowledge]") {
    TaughtPlanner planner;
    planner.keep("How many jobs are there?", "SELECT 42");

    CHECK(planner.ask("How many jobs are open?").response ==
          "There are 2 jobs where state is open.");
}

TEST_CASE("offline model: a verified query passes the guard like any other",
          "[offline][knowledge]") {
    TaughtPlanner planner;
    planner.keep("Backlog?", "DELETE FROM jobs");
    planner.keep("Old backlog?", "SELECT * FROM gone");
    const std::string before = planner.file.bytes();

    CHECK_THROWS_WITH(planner.ask("backlog"), Catch::Contains("backlog.md' does not run") &&
                                                  Catch::Contains("askdb knowledge check"));
    CHECK_THROWS_WITH(planner.ask("old backlog"), Catch::Contains("no such table: gone"));
    CHECK(planner.file.bytes() == before);
}
