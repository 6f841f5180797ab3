// A model that tries to tire what serves it: endless, huge, nested and malformed calls.

#include "tests/libagent/loop/hostile_fixture.h"

using namespace askdb;
using namespace askdb::test;

TEST_CASE("hostile model: nothing runs for ever or eats the memory", "[hostile][servers]") {
    HostileFixture fixture;
    for (const std::string& statement : Statements{
             "select pg_sleep(1000)",
             "select sleep(1000)",
             "select benchmark(1e18, md5('x'))",
             "select count(*) from generate_series(1, 1e12::bigint)",
             "select * from generate_series(1, 1e12::bigint)",
             "select repeat('x', 1000000000)",
             "select repeat(repeat('x', "
             "1000000), 1000000)",
             "select lpad('', 2000000000, 'x')",
             "select randomblob(2000000000)",
             "select zeroblob(1e9)",
             "select count(*) from seq_1_to_1000000 a, seq_1_to_1000000 b, "
             "seq_1_to_1000000 c where a.seq + b.seq + c.seq < 0",
             "with recursive n(i) as (select 1 union all select i + 1 from n) select "
             "count(*) from n",
             "with recursive n(i) as (select 1 union all select i + 1 from n) select * "
             "from n",
             "select '" + repeated("a", 30) + "!' ~ '" + repeated("(a*)*", 8) + "$'",
             "select regexp_replace(repeat('a', 5000), '" + repeated("(a|aa)*", 9) + "b', '')",
             "select '" + repeated("a", 5000) + "' rlike '" + repeated("(.*)", 20) + "x'",
             "select '" + repeated("a", 40000) + "' like '" + repeated("%a", 12000) + "b'",
             "select '" + repeated("x", 10'000'000) + "' is null",
             "select " + repeated("(", 10'000) + "1" + repeated(")", 10'000),
             "select " + repeated("(", 10'000),
             "select " + repeated("-", 20'001) + "1",
             "select " + repeated("case when 1=1 then ", 5'000) + "1" + repeated(" end", 5'000),
             "select " + repeated("not ", 50'000) + "true",
             "select 1" + repeated("+1", 100'000),
             repeated("select 1 union all ", 5'000) + "select 1",
             repeated("select * from (", 3'000) + "select 1" + repeated(") t", 3'000),
             "select 1 in (" + repeated("1,", 200'000) + "1)",
             repeated("/*", 200'000),
             repeated("'", 200'001),
             repeated(";", 200'000),
             repeated("$a$", 66'667),
             "select \"" + repeated("x", 100'000) + "\"",
             repeated("x.", 20'000) + "y",
         }) {
        fixture.try_everywhere(statement);
    }
    fixture.check_alive();
}

TEST_CASE("hostile model: calls with wrong names, types, encodings and values are told so",
          "[hostile][servers]") {
    HostileFixture fixture;
    const std::string injection = "x'; delete from harm.orders; -- ";
    std::vector<Call> calls = {{"shell", R"({"command":"rm -rf /"})"},
                               {"", "{}"},
                               {"QUERY", R"({"sql":"select 1"})"},
                               {"query\n", R"({"sql":"delete from harm.orders"})"},
                               {std::string("query\0", 6), "{}"},
                               {"query", ""},
                               {"query", "null"},
                               {"query", "[]"},
                               {"query", "\"delete from harm.orders\""},
                               {"query", R"({"sql":["delete from harm.orders"]})"},
                               {"query", R"({"sql":null})"},
                               {"query", R"({"sql":{"sql":"delete from harm.orders"}})"},
                               {"query", R"({"sql":1e999})"},
                               {"query", R"({"sql":"select 1","sql":"delete from harm.orders"})"},
                               {"query", R"({"sql":"select 1","database":"../../etc"})"},
                               {"query", R"({"sql":"select 1","database":7})"},
                               {"query", "{\"sql\":\"\xff\xfe\"}"},
                               {"query", R"({"sql":"\ud800"})"},
                               {"query", R"({"sql":"select 1\u0000; drop table r1"})"},
                               {"query", repeated("[", 100'000)},
                               {"query", repeated("{\"a\":", 100'000)},
                               {"query", R"({"SQL":"select 1"})"},
                               {"query", R"({"sql":"select 1","max_rows":1e18})"},
                               {"query_results", R"({"sql":"select * from r999"})"},
                               {"save_data", R"({"path":"/etc/x"})"}};
    for (const char* database : {"pg", "maria", "lite"}) {
        for (const std::string& hostile : Statements{
                 injection, "orders\"; delete from harm.orders; --", "`orders`; drop table orders",
                 "%", "\\", "\\'; delete from harm.orders; -- ", repeated("'", 1000),
                 repeated("x", 1'000'000), std::string("\0", 1)}) {
            calls.push_back(
                {"find_values", json_text({{"database", database}, {"value", hostile}})});
            calls.push_back({"find_values", json_text({{"database", database},
                                                       {"value", "a"},
                                                       {"table", hostile},
                                                       {"column", hostile}})});
            calls.push_back({"describe_tables", json_text({{"database", database},
                                                           {"tables", {hostile, 7, nullptr}}})});
            calls.push_back(
                {"list_tables", json_text({{"database", database}, {"like", hostile}})});
        }
    }

    constexpr std::size_t calls_a_turn = 12;
    for (std::size_t i = 0; i < calls.size(); i += calls_a_turn) {
        const auto begin = calls.begin() + static_cast<std::ptrdiff_t>(i);
        const auto end =
            calls.begin() + static_cast<std::ptrdiff_t>(std::min(calls.size(), i + calls_a_turn));
        const chat::Answer answer = fixture.try_calls({begin, end});
        CHECK(answer.workflow.size() == static_cast<std::size_t>(end - begin));
    }
    fixture.check_alive();
}
