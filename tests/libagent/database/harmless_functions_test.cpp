#include "libagent/database/harmless_functions.h"

#include "libagent/database/guard_names.h"

#include <catch2/catch.hpp>

#include <string>

using namespace askdb::database;

TEST_CASE("harmless functions: what everybody computes with is known", "[lists]") {
    for (const char* name : {"count", "lower", "year", "round", "coalesce", "row_number", "dayname",
                             "concat", "cast", "timestampdiff"}) {
        INFO(name);
        CHECK(is_harmless_function(name));
    }
}

TEST_CASE("harmless functions: what is told a table, a statement or a file by a text is not",
          "[lists]") {
    for (const char* name :
         {"table_to_xml", "query_to_xmlschema", "database_to_xml", "currtid2", "ts_stat",
          "ts_rewrite", "crosstab", "connectby", "dblink", "xmlquery", "joinget", "openrowset",
          "json_populate_record", "query", "nobody_knows", ""}) {
        INFO(name);
        CHECK_FALSE(is_harmless_function(name));
        CHECK_FALSE(is_word_before_parenthesis(name));
    }
}

TEST_CASE("harmless functions: grammar and types are no functions", "[lists]") {
    CHECK(is_word_before_parenthesis("in"));
    CHECK(is_word_before_parenthesis("over"));
    CHECK(is_word_before_parenthesis("decimal"));
    CHECK_FALSE(is_word_before_parenthesis("count"));
}
