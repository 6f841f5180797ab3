#include "sessions/sql_store.h"

#include "tests/support/archive_cases.h"
#include "tests/support/session_stores.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("sql store: an archive as any other, on SQLite", "[sessions][store]") {
    const test::StorePlace place("SQLite");
    test::check_archive(*place.open());
}

TEST_CASE("sql store: an archive as any other, on SQLite, encrypted", "[sessions][store]") {
    const test::StorePlace place("SQLite", test::test_key());
    test::check_archive(*place.open());
}

TEST_CASE("sql store: an archive as any other, on PostgreSQL", "[sessions][store]") {
    if (test::store_databases().size() < 2) return;
    const test::StorePlace place("PostgreSQL");
    test::check_archive(*place.open());
}

TEST_CASE("sql store: an archive as any other, on PostgreSQL, encrypted", "[sessions][store]") {
    if (test::store_databases().size() < 2) return;
    const test::StorePlace place("PostgreSQL", test::test_key());
    test::check_archive(*place.open());
}

}
