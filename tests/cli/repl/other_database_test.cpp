#include "cli/repl/other_database.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli::repl;

TEST_CASE("repl other database: a table that is elsewhere is named there", "[repl]") {
    const database::Catalog plant{{{.name = "sites"}}}, files{{{.name = "towns"}}};
    const std::vector<NamedCatalog> databases = {{"plant", &plant}, {"files", &files}};
    const Error missing{Errc::bad_input, "no such table: towns"};
    const auto hint = [&](const Error& error, const std::vector<std::string>& opened) {
        return other_database_hint(error, databases, {"plant", "files"}, opened);
    };

    CHECK(hint(missing, {"plant.db", "towns.csv"}) ==
          "'towns' is a table of 'files', which is in use, too: /use towns.csv plant.db");
    CHECK(hint(missing, {"plant.db", "my towns.csv", "b.csv"}) ==
          "'towns' is a table of 'files', which is in use, too: /use 'my towns.csv' b.csv "
          "plant.db");
    CHECK(hint(missing, {"postgres://me:secret@host/plant", "towns.csv"}) ==
          "'towns' is a table of 'files', which is in use, too");
    CHECK(hint({Errc::bad_input, "no such table: sites"}, {"plant.db", "towns.csv"}).empty());
    CHECK(hint({Errc::bad_input, "no such column: towns"}, {"plant.db", "towns.csv"}).empty());
}
