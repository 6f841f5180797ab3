#include "libagent/base/text.h"
#include "tests/support/example.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <vector>

namespace askdb::test {
namespace {

constexpr std::size_t max_script_bytes = 500'000;
constexpr std::size_t max_rows_per_insert = 200;

/// All cells of the result, row by row, each row as `a|b`.
std::vector<std::string> example_rows(const std::string& path, const std::string& sql) {
    std::vector<std::string> rows;
    sqlite3* db = nullptr;
    sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
    const auto collect = [](void* into, int columns, char** values, char**) {
        std::string row;
        for (int i = 0; i < columns; ++i) {
            if (i > 0) row += '|';
            row += values[i] ? values[i] : "";
        }
        static_cast<std::vector<std::string>*>(into)->push_back(row);
        return 0;
    };
    const int status = sqlite3_exec(db, sql.c_str(), collect, &rows, nullptr);
    sqlite3_close(db);
    REQUIRE(status == SQLITE_OK);
    return rows;
}

std::string example_value(const std::string& path, const std::string& sql) {
    const auto rows = example_rows(path, sql);
    return rows.empty() ? "" : rows[0];
}

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
    const std::string& script = maintenance_script();
    std::size_t rows = 0, most_rows = 0;
    for (const std::string& line : split(script, '\n')) {
        rows = line.starts_with('(') ? rows + 1 : 0;
        most_rows = std::max(most_rows, rows);
    }

    CHECK(script.size() < max_script_bytes);
    CHECK(is_valid_utf8(script));
    CHECK(most_rows <= max_rows_per_insert);
    for (const char* foreign : {"\\", "\"", "`", "[", "AUTO", "IF NOT", "PRAGMA", "SERIAL"})
        CHECK(script.find(foreign) == std::string::npos);
}

}
