#include "libagent/checks/none_claims.h"

#include <catch2/catch.hpp>

namespace askdb::checks {
namespace {

chat::Finding zero_rows(const char* literals, std::vector<std::string> absent = {}) {
    return {.check = "zero_rows",
            .message = "no row has sites.name = 'Nort'; nearest values there: 'North'",
            .literals = literals,
            .absent = std::move(absent)};
}

}

TEST_CASE("none claims: answers that say there is none", "[checks]") {
    for (const char* answer : {"There are no overdue orders at Nort Plant.",
                               "None.",
                               "0 orders.",
                               "No results were found",
                               "I could not find any order for it",
                               "There isn't any.",
                               "The total is 0.00 EUR",
                               "Nothing matches.",
                               "Nort Plant doesn't have open orders.",
                               "It does not have orders",
                               "Neither Nort nor Suth has orders.",
                               "I don't see any data for it.",
                               "Nort Plant isn't in the database.",
                               "It is not in the data",
                               "Weder Nort noch Süd hat Aufträge.",
                               "Nort ist nicht in den Daten.",
                               "Le site n'a pas de commandes.",
                               "La planta no tiene pedidos.",
                               "No, there were none.",
                               "**0** rows",
                               "Zero.",
                               "Nobody works there.",
                               "The list is empty.",
                               "That site does not exist.",
                               "Es gibt keine offenen Aufträge.",
                               "Keine Treffer",
                               "Es wurde nichts gefunden.",
                               "Il n'y a aucune commande.",
                               "Aucun résultat.",
                               "Il n’y a pas de commande",
                               "No hay pedidos.",
                               "Ningún pedido",
                               "No se encontraron resultados",
                               "Sin resultados"}) {
        INFO(answer);
        CHECK(claims_none(answer));
    }
}

TEST_CASE("none claims: other answers do not", "[checks]") {
    for (const char* answer :
         {"There are 12 overdue orders.", "The site is called North Plant; shall I look there?",
          "10 orders, 0.5 % of all", "No longer than 5 days: 7 orders.", "Es sind 5 Aufträge.",
          "Il y a 3 commandes.", "Hay 5 pedidos.", "", "1,000 rows", "Order no. 5 is late"}) {
        INFO(answer);
        CHECK_FALSE(claims_none(answer));
    }
}

TEST_CASE("none claims: only what was looked up and found bears them out", "[checks]") {
    const auto warning = [](const char* answer, const chat::Finding& finding) {
        const std::vector<chat::Finding> findings = {{.check = "fan_out"}, finding};
        return check_none_claim(answer, findings);
    };

    CHECK(warning("There are none.", zero_rows("near", {"Nort"})));
    CHECK(warning("There are none.", zero_rows("unknown")));
    CHECK(warning("There are none.", zero_rows("missing", {"Nort"})));
    CHECK_FALSE(warning("There is no site 'Nort'.", zero_rows("missing", {"Nort"})));
    CHECK_FALSE(warning("There are none.", zero_rows("found")));
    CHECK_FALSE(warning("There are none.", zero_rows("none")));
    CHECK_FALSE(warning("There are 3.", zero_rows("near", {"Nort"})));
    CHECK_FALSE(check_none_claim("There are none.", {}));
    CHECK(warning("There are none.", zero_rows("near"))->message ==
          "the answer says that there is none, but no row has sites.name = 'Nort'; nearest values "
          "there: 'North'");
}

}
