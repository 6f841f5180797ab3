// What a person sees when a limit ends a question.

#include "tests/support/model_question.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace askdb::test {
namespace {

/// 20 rows of 600 characters.
constexpr const char* wide_statement =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20) "
    "SELECT i, printf('%0600d', i) AS a FROM n";

using Environment = std::map<std::string, std::string>;

/// Asks a scripted model with these variables set beside its own.
ProgramEnd ask_with(const ModelQuestion& question, const Environment& limits,
                    std::vector<std::string> more = {}) {
    ProgramStart start = question.start(std::move(more));
    start.environment.insert(limits.begin(), limits.end());
    return run_program(std::move(start));
}

}

TEST_CASE("program: every limit that ends a question prints what there is and exits 7",
          "[program]") {
    const std::map<std::string, Environment> limits = {
        {"max_steps", {{"ASKDB_MAX_STEPS", "3"}}},
        {"max_tokens", {{"ASKDB_MAX_TOKENS", "150"}}},
        {"max_time", {{"ASKDB_MAX_TIME", "1"}}},
        {"max_db_seconds", {{"ASKDB_MAX_DB_SECONDS", "0.2"}}},
        {"max_sql_retries", {{"ASKDB_MAX_SQL_RETRIES", "0"}, {"ASKDB_TIMEOUT", "0.1"}}},
        {"max_result_bytes", {{"ASKDB_MAX_RESULT_BYTES", "100000"}}},
    };
    for (const auto& [name, environment] : limits) {
        INFO(name);
        const bool is_slow =
            name == "max_time" || name == "max_db_seconds" || name == "max_sql_retries";
        const std::string then = is_slow ? endless_statement : wide_statement;
        const ModelQuestion question({calls_query("SELECT 7 AS n"), calls_query(then)});

        const ProgramEnd end = ask_with(question, environment);

        INFO(end.out << "\n--\n" << end.err);
        CHECK(end.exit_code == 7);
        CHECK(end.out.find("r1 has 1 row (7): SELECT 7 AS n") != std::string::npos);
        CHECK(end.err.find("the limit '" + name + "' ended the turn") != std::string::npos);
    }
}

TEST_CASE("program: the options of a budget end a question as its variables do",
          "[program][limits]") {
    struct Case {
        std::string name;
        std::vector<std::string> options;
        const char* then = wide_statement;
    };
    const Case cases[] = {
        {"max_steps", {"--max-steps", "3"}},
        {"max_tokens", {"--max-tokens", "150"}},
        {"max_cost_usd", {"--max-cost-usd", "0.0001", "-m", "openai:gpt-4o"}},
        {"max_db_seconds", {"--max-db-seconds", "0.2"}, endless_statement},
    };
    for (const Case& limit : cases) {
        INFO(limit.name);
        const ModelQuestion question({calls_query("SELECT 7 AS n"), calls_query(limit.then)});
        const ModelQuestion many({calls_query("SELECT 7 AS n"), calls_query(limit.then)});
        std::vector<std::string> as_json = limit.options;
        as_json.insert(as_json.end(), {"--output", "json"});
        ProgramStart batch = many.start(limit.options);
        batch.arguments.resize(batch.arguments.size() - 3);
        batch.input = "How many orders?\n";

        const ProgramEnd one = question.ask(as_json);
        const ProgramEnd of_many = run_program(std::move(batch));

        INFO(one.out << one.err << "\n--\n" << of_many.out << of_many.err);
        CHECK(one.exit_code == 7);
        const Json answer = parse_json(one.out, "stdout").value_or_throw();
        CHECK(answer["stopped_by"] == limit.name);
        CHECK(answer["response"].get<std::string>().find("r1 has 1 row (7)") != std::string::npos);
        CHECK(of_many.exit_code == 7);
        CHECK(of_many.out.find("r1 has 1 row (7)") != std::string::npos);
        CHECK(of_many.err.find("the limit '" + limit.name + "' ended the turn") !=
              std::string::npos);
    }
}

TEST_CASE("program: rows that an engine expects are a limit, for questions and for SQL",
          "[program][limits][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const std::string large = server.is_postgres() ? "SELECT i FROM generate_series(1, 5000) i"
                                                       : "SELECT seq FROM seq_1_to_5000";
        const ModelQuestion question(
            {calls_query("SELECT 7 AS n"), calls_query(large), openai_text("Too many.")});
        ProgramStart start = question.start({"--max-estimated-rows", "1000"});
        start.arguments[1] = server.url;
        start.environment["ASKDB_PASSWORD"] = server.password;
        const auto sql = [&](const char* most) {
            return run_program({.arguments = {"-d", server.url, "sql", "--max-estimated-rows", most,
                                              "--data", "csv", large},
                                .environment = {{"ASKDB_PASSWORD", server.password}}});
        };

        const ProgramEnd asked = run_program(std::move(start));
        const ProgramEnd refused = sql("1000");
        const ProgramEnd allowed = sql("100000");
        const ProgramEnd analyzed = run_program(
            {.arguments = {"-d", server.url, "sql", "--max-estimated-rows", "1000",
                           (server.is_postgres() ? "EXPLAIN ANALYZE " : "ANALYZE ") + large},
             .environment = {{"ASKDB_PASSWORD", server.password}}});
        const ProgramEnd shown = run_program(
            {.arguments = {"-d", server.url, "sql", "--max-estimated-rows", "1000",
                           server.is_postgres() ? "SHOW server_version" : "SHOW TABLES"},
             .environment = {{"ASKDB_PASSWORD", server.password}}});

        CHECK(analyzed.exit_code == 7);
        CHECK(analyzed.out.empty());
        CHECK(analyzed.err.find("expects about 5,000 rows") != std::string::npos);
        CHECK(shown.exit_code == 0);
        CHECK(shown.err.find("max_estimated_rows") == std::string::npos);
        INFO(asked.out << asked.err << "\n--\n" << refused.err << "\n--\n" << allowed.err);
        CHECK(asked.exit_code == 7);
        CHECK(asked.out == "Too many.\n");
        CHECK(asked.err.find("the limit 'max_estimated_rows' ended the turn") != std::string::npos);
        CHECK(question.server.requests().back().body.find("max_estimated_rows is 1,000") !=
              std::string::npos);
        CHECK(refused.exit_code == 7);
        CHECK(refused.out.empty());
        CHECK(refused.err.find("expects about 5,000 rows") != std::string::npos);
        CHECK(allowed.exit_code == 0);
        CHECK(std::count(allowed.out.begin(), allowed.out.end(), '\n') == 5'001);
    }
}

TEST_CASE("program: SQLite gives no estimate of rows, and runs with a warning",
          "[program][limits]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd end = sql(shop, {"--max-estimated-rows", "1", "SELECT 7 AS n"});

    CHECK(end.exit_code == 0);
    CHECK(end.err.find("max_estimated_rows cannot limit what") != std::string::npos);
}

TEST_CASE("program: money is a limit where the price is known, and else a warning", "[program]") {
    const ModelQuestion priced({calls_query("SELECT 7 AS n")});
    const ModelQuestion unpriced({calls_query("SELECT 7 AS n"), openai_text("Seven.")});
    const Environment limit = {{"ASKDB_MAX_COST_USD", "0.001"}};

    const ProgramEnd ended = ask_with(priced, limit, {"-m", "openai:gpt-4o"});
    const ProgramEnd warned = ask_with(unpriced, limit);

    INFO(ended.out << "\n--\n" << ended.err << "\n--\n" << warned.err);
    CHECK(ended.exit_code == 7);
    CHECK(ended.err.find("the limit 'max_cost_usd' ended the turn") != std::string::npos);
    CHECK(warned.exit_code == 0);
    CHECK(warned.out == "Seven.\n");
    CHECK(warned.err.find("what 'openai:gpt-test' costs is not known") != std::string::npos);

    const ProgramEnd planned = run_program(
        {.arguments = {"-d", unpriced.shop.path(), "How many orders?"}, .environment = limit});
    CHECK(planned.exit_code == 0);
    CHECK(planned.err.empty());
}

TEST_CASE("program: a conversation that its model finds too long is shortened once", "[program]") {
    const ModelQuestion question({calls_query(wide_statement),
                                  openai_error(400, "too many tokens", "context_length_exceeded"),
                                  openai_text("Twenty.")});
    const ModelQuestion hopeless({openai_error(400, "too many tokens", "context_length_exceeded")});

    const ProgramEnd end = question.ask({"-v"});
    const ProgramEnd never = hopeless.ask();

    INFO(end.err << "\n--\n" << never.err);
    CHECK(end.exit_code == 0);
    CHECK(end.out == "Twenty.\n");
    const std::vector<RecordedRequest> requests = question.server.requests();
    REQUIRE(requests.size() == 3);
    CHECK(requests[2].body.size() < requests[1].body.size());
    CHECK(never.exit_code == 5);
    CHECK(never.err.find("set the limit context_tokens") != std::string::npos);
}

}
