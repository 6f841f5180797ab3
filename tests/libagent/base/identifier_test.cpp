#include "libagent/base/identifier.h"

#include <catch2/catch.hpp>

using askdb::split_identifier;
using Words = std::vector<std::string_view>;

TEST_CASE("identifier: a name is cut where its writer began a new word", "[text]") {
    CHECK(split_identifier("work_orders") == Words{"work", "orders"});
    CHECK(split_identifier("WorkOrder_dueDate") == Words{"Work", "Order", "due", "Date"});
    CHECK(split_identifier("HTTPServerLog") == Words{"HTTP", "Server", "Log"});
    CHECK(split_identifier("StuID") == Words{"Stu", "ID"});
    CHECK(split_identifier("MSRP") == Words{"MSRP"});
    CHECK(split_identifier("addr2line") == Words{"addr", "2", "line"});
    CHECK(split_identifier("XMLFile2name") == Words{"XML", "File", "2", "name"});
    CHECK(split_identifier(" cost (EUR) ") == Words{"cost", "EUR"});
    CHECK(split_identifier("a_B") == Words{"a", "B"});
    CHECK(split_identifier("").empty());
    CHECK(split_identifier("__ \n\"'").empty());
}

TEST_CASE("identifier: other alphabets have small and capital letters, too", "[text]") {
    CHECK(split_identifier("qualitéTotale") == Words{"qualité", "Totale"});
    CHECK(split_identifier("qualite\u0301Totale") == Words{"qualite\u0301", "Totale"});
    CHECK(split_identifier("ÉTAT_CIVIL") == Words{"ÉTAT", "CIVIL"});
    CHECK(split_identifier("датаЗаказа") == Words{"дата", "Заказа"});
    CHECK(split_identifier("Ελλάδα-straße") == Words{"Ελλάδα", "straße"});
    CHECK(split_identifier("顧客ID") == Words{"顧客ID"});
    CHECK(split_identifier("größe2") == Words{"größe", "2"});
}

TEST_CASE("identifier: bytes that are no UTF-8 stay in their word", "[text]") {
    CHECK(split_identifier("caf\xe9_max") == Words{"caf\xe9", "max"});
    CHECK(split_identifier("\xff") == Words{"\xff"});
    CHECK(split_identifier("a\xcc") == Words{"a\xcc"});
    CHECK(split_identifier("\u0301x") == Words{"\u0301x"});
}
