#include "tests/support/example.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace askdb::test {

TEST_CASE("monitoring example: the script loads, and every key points at a row", "[examples]") {
    const TempDatabase file(example_script("monitoring"));

    CHECK(example_rows(file.path(), "PRAGMA foreign_key_check").empty());
    CHECK(example_value(file.path(), "SELECT * FROM reference") == "2025-06-30");
    CHECK(example_value(file.path(), "SELECT count(*) FROM providers") == "22");
    CHECK(example_value(file.path(), "SELECT count(*) FROM feeds") == "39");
    CHECK(example_value(file.path(), "SELECT count(*) FROM deliveries") == "5704");
    CHECK(example_value(file.path(), "SELECT count(*) FROM issues") == "330");
}

TEST_CASE("monitoring example: the rows are what the head of the script says", "[examples]") {
    const TempDatabase file(example_script("monitoring"));
    const auto none = [&](const std::string& table, const std::string& wrong) {
        INFO(table << " WHERE " << wrong);
        CHECK(example_value(file.path(), "SELECT count(*) FROM " + table + " WHERE " + wrong) ==
              "0");
    };

    none("deliveries", "due_on NOT BETWEEN '2024-07-01' AND '2025-06-30'");
    none("deliveries", "received_on > '2025-06-30' OR received_on < due_on");
    none("deliveries", "(status = 'missing') <> (received_on IS NULL)");
    none("deliveries", "(status IN ('missing', 'failed')) <> (row_count IS NULL)");
    none("deliveries", "status = 'on time' AND minutes_late <> 0");
    none("deliveries", "status = 'late' AND minutes_late <= 0");
    none("issues", "(status = 'resolved') <> (resolved_on IS NOT NULL)");
    none("issues", "reported_on > '2025-06-30' OR resolved_on > '2025-06-30'");
    none("issues", "resolved_on < reported_on OR due_on < reported_on");
    none("issues", "(scope = 'provider') <> (feed_id IS NULL)");
    none("issues", "(scope = 'file') <> (delivery_id IS NOT NULL)");
    none("issues i JOIN feeds f USING (feed_id)", "i.provider_id <> f.provider_id");
    none("issues i JOIN deliveries d USING (delivery_id)", "i.feed_id <> d.feed_id");
    none("deliveries JOIN feeds USING (feed_id)", "due_on < first_due_on");
    none("slas", "valid_to < valid_from OR target_percent > 100");
}

TEST_CASE("monitoring example: overdue issues are not closed and past their day", "[examples]") {
    const TempDatabase file(example_script("monitoring"));

    const auto overdue = example_rows(file.path(),
                                      "SELECT issue_id FROM issues WHERE status NOT IN "
                                      "('resolved', 'duplicate') AND due_on < '2025-06-30' "
                                      "ORDER BY 1");

    CHECK(overdue.size() == 21);
    CHECK(overdue ==
          example_rows(file.path(), "SELECT issue_id FROM overdue_issues ORDER BY issue_id"));
}

TEST_CASE("monitoring example: the script keeps to what every database reads", "[examples]") {
    check_portable(example_script("monitoring"), 500'000);
}

}
