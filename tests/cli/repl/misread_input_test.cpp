#include "cli/repl/misread_input.h"

#include "libagent/database/dialect.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli::repl;

namespace {

Error error_of(std::string_view text) {
    const auto error = misread_input(classify(text, *database::find_dialect("sqlite")));
    return error ? *error : Error{};
}

}

TEST_CASE("repl misread input: one slip away from a verb", "[repl]") {
    for (const char* word : {"SELEC", "selct", "slect", "selecct", "seelct", "sleect"}) {
        INFO(word);
        CHECK(meant_sql_verb(word) == "SELECT");
    }
    CHECK(meant_sql_verb("exlpain") == "EXPLAIN");
    CHECK(meant_sql_verb("select").empty());
    CHECK(meant_sql_verb("how").empty());
    CHECK(meant_sql_verb("after").empty());
    CHECK(meant_sql_verb("list").empty());
    CHECK(meant_sql_verb("").empty());
}

TEST_CASE("repl misread input: a misspelled statement is not sent to a model", "[repl]") {
    CHECK(error_of("SELEC 1;").message == "'SELEC' is no verb of SQL");
    CHECK(error_of("SELEC 1;").hint == "did you mean SELECT? To ask it as it is: // SELEC 1;");
    CHECK(error_of("selct * from sites;").hint.starts_with("did you mean SELECT?"));
    CHECK(error_of("SELECT 1; SELEC 2;").message == "'SELEC' is no verb of SQL");
    CHECK(error_of("SELEC 1").message.empty());
    CHECK(error_of("// SELEC 1;").message.empty());
    CHECK(error_of("How many sites;").message.empty());
    CHECK(error_of("Selects the best of the sites for me;").message.empty());
    CHECK(error_of("FROM sites;").message == "a statement does not begin with FROM");
    CHECK(error_of("FROM sites;").hint == "SELECT * FROM sites;");
}

TEST_CASE("repl misread input: what is left behind the semicolon is told", "[repl]") {
    CHECK(error_of("SELECT * FROM sites;\nLIMIT 3").message ==
          "nothing ran: 'LIMIT 3' stands behind the ';' that ends the statement");
    CHECK(error_of("SELECT * FROM sites;\norder by name").hint == "move the ';' to the end");
    CHECK(error_of("SELECT * FROM sites;\nWhere are they").message.empty());
    CHECK(error_of("SELECT * FROM sites;\nGroup them how?").message.empty());
    CHECK(error_of("SELECT * FROM sites;\nWhich are in Lyon").message.empty());
    CHECK(error_of("LIMIT 3").message.empty());
}
