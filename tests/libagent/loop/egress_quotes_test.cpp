// What quotes values of the data although no tool told it, and leaves for a model: it is in the
// log.

#include "tests/libagent/loop/egress_fixture.h"

namespace askdb::test {
namespace {

using tools::ShareLevel;

/// All values that the log has of requests from number `first` on, in one text.
std::string logged_values(const Recorded& recorded, std::size_t first = 0) {
    std::string values;
    const std::vector<std::string> lines = split(recorded.log, '\n');
    for (std::size_t i = first; i + 1 < lines.size(); ++i)
        values += dump_json(parse_json(lines[i], "line").value()["values"]);
    return values;
}

}

TEST_CASE("egress: what checks quote of the data is in the log", "[share][egress]") {
    SqliteCanaries zoo;
    Prying prying(
        zoo.database,
        {openai_calls({call("query", {{"sql", "SELECT name FROM people ORDER BY id"}})}),
         openai_text("It was Sandpipper, who paid 7."), openai_text("It was Sandpiper.")});

    const Recorded recorded = prying.ask_strictly();

    REQUIRE(recorded.bodies.size() == 3);
    const std::string quote = "there is 'Sandpiper': r1: row 3, name";
    CHECK(recorded.bodies.back().find(quote) != std::string::npos);
    CHECK(logged_values(recorded, 2).find(quote) != std::string::npos);
    CHECK(logged_values(recorded).find("(remark)") != std::string::npos);
}

TEST_CASE("egress: an answer that was filled in leaves only where all is shared, and is in the log",
          "[share][egress]") {
    SqliteCanaries zoo;
    const auto query = [] {
        return openai_calls({call("query", {{"sql", "SELECT name FROM people WHERE id = 1"}})});
    };
    Prying prying(zoo.database, {query(), openai_text("It is {r1.name}."), openai_text("Well."),
                                 openai_text("Again {r1.name}.")});
    prying.ask({.common = {.level = ShareLevel::schema}});
    const Recorded hidden = prying.ask({.common = {.level = ShareLevel::schema}}, "And now?");
    check_without(hidden, canaries);

    const Recorded open = prying.ask({}, "And now?");

    CHECK(open.answer.response == "Again Quetzal-7731.");
    CHECK(open.bodies.back().find("It is Quetzal-7731.") != std::string::npos);
    CHECK(logged_values(open).find("It is Quetzal-7731.") != std::string::npos);
}

}
