#include "tests/support/example.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace askdb::test {
namespace {

using Strings = std::vector<std::string>;

}

TEST_CASE("example: the script loads, and every key points at a row", "[examples]") {
    const TempDatabase file(maintenance_script());

    CHECK(example_rows(file.path(), "PRAGMA foreign_key_check") == Strings{});
    CHECK(example_value(file.path(), "SELECT * FROM reference") == "2025-06-30");
    CHECK(example_value(file.path(), "SELECT count(*) FROM sites") == "12");
    CHECK(example_value(file.path(), "SELECT count(*) FROM technicians") == "40");
    CHECK(example_value(file.path(), "SELECT count(*) FROM equipment") == "300");
    CHECK(example_value(file.path(), "SELECT count(*) FROM preventive_plans") == "349");
    CHECK(example_value(file.path(), "SELECT count(*) FROM work_orders") == "2988");
}

TEST_CASE("example: overdue is what the head of the script says", "[examples]") {
    const TempDatabase file(maintenance_script());

    const auto orders = example_rows(
        file.path(),
        "SELECT work_order_id FROM work_orders WHERE due_on < '2025-06-30' AND status NOT IN "
        "('completed', 'cancelled') ORDER BY 1");
    const auto plans = example_rows(file.path(),
                                    "SELECT plan_id FROM preventive_plans WHERE active <> 0 AND "
                                    "next_due_on < '2025-06-30' ORDER BY 1");

    CHECK(orders.size() == 97);
    CHECK(orders ==
          example_rows(file.path(), "SELECT work_order_id FROM overdue_work_orders ORDER BY 1"));
    CHECK(plans.size() == 61);
    CHECK(plans ==
          example_rows(file.path(), "SELECT plan_id FROM overdue_preventive_plans ORDER BY 1"));
    CHECK(example_value(file.path(), "SELECT count(DISTINCT site_id) FROM overdue_work_orders") ==
          "12");
}

TEST_CASE("example: the rows agree with each other", "[examples]") {
    const TempDatabase file(maintenance_script());
    const auto count_of = [&](const std::string& condition) {
        return example_value(file.path(),
                             "SELECT count(*) FROM work_orders w JOIN equipment e USING "
                             "(equipment_id) LEFT JOIN preventive_plans p USING (plan_id) LEFT "
                             "JOIN technicians t USING (technician_id) WHERE " +
                                 condition);
    };

    CHECK(count_of("(w.status = 'completed') <> (w.completed_on IS NOT NULL)") == "0");
    CHECK(count_of("w.completed_on < w.opened_on OR w.due_on < w.opened_on") == "0");
    CHECK(count_of("w.opened_on > '2025-06-30' OR w.completed_on > '2025-06-30'") == "0");
    CHECK(count_of("w.opened_on < e.installed_on") == "0");
    CHECK(count_of("(w.type = 'preventive') <> (w.plan_id IS NOT NULL)") == "0");
    CHECK(count_of("p.equipment_id <> w.equipment_id OR t.site_id <> e.site_id") == "0");
    CHECK(count_of("e.status = 'retired' AND w.status IN ('open', 'in progress', 'on hold')") ==
          "0");
}

TEST_CASE("example: the script keeps to what every database reads", "[examples]") {
    check_portable(maintenance_script(), 500'000);
}

}
