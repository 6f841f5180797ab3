#include "libagent/database/sqlite/sqlite_shadows.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("sqlite shadows: full-text and spatial tables have theirs, and others do not",
          "[sqlite][lists]") {
    const SqliteShadows shadows =
        sqlite_shadows({{"Notes", "CREATE VIRTUAL TABLE Notes USING fts5(body)"},
                        {"notes_DATA", "CREATE TABLE 'notes_data'(id INTEGER PRIMARY KEY)"},
                        {"notes_by_me", "CREATE TABLE notes_by_me(a)"},
                        {"data", "CREATE TABLE data(a)"},
                        {"sites", "CREATE TABLE sites(a)"},
                        {"sites_data", "CREATE TABLE sites_data(a)"}});

    CHECK(shadows == SqliteShadows{{"notes_data", "notes"}});
}

TEST_CASE("sqlite shadows: names may have underscores", "[sqlite][lists]") {
    const SqliteShadows shadows =
        sqlite_shadows({{"a", "create virtual table \"a\" using Rtree (id, x0, x1)"},
                        {"a_b", "CREATE VIRTUAL TABLE a_b USING fts4(\"using\")"},
                        {"a_node", ""},
                        {"a_b_content", ""},
                        {"a_b_segdir", ""}});

    CHECK(shadows == SqliteShadows{{"a_node", "a"}, {"a_b_content", "a_b"}, {"a_b_segdir", "a_b"}});
}

TEST_CASE("sqlite shadows: of a module that nobody knows every name that begins so is one",
          "[sqlite][lists]") {
    const SqliteShadows shadows =
        sqlite_shadows({{"v", "CREATE VIRTUAL TABLE v USING vec0(x float[3])"},
                        {"v_vector_chunks00", ""},
                        {"vv", ""}});

    CHECK(shadows == SqliteShadows{{"v_vector_chunks00", "v"}});
}
