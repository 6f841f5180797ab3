#include "tests/support/example.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::test {

TEST_CASE("cloud costs example: the script loads, and every key points at a row", "[examples]") {
    const TempDatabase file(example_script("cloud_costs"));

    CHECK(example_rows(file.path(), "PRAGMA foreign_key_check").empty());
    CHECK(example_value(file.path(), "SELECT * FROM reference") == "2025-06-30");
    CHECK(example_value(file.path(), "SELECT count(*) FROM teams") == "12");
    CHECK(example_value(file.path(), "SELECT count(*) FROM projects") == "23");
    CHECK(example_value(file.path(), "SELECT count(*) FROM daily_costs") == "16271");
}

TEST_CASE("cloud costs example: the rows are what the head of the script says", "[examples]") {
    const TempDatabase file(example_script("cloud_costs"));
    const auto none = [&](const std::string& table, const std::string& wrong) {
        INFO(table << " WHERE " << wrong);
        CHECK(example_value(file.path(), "SELECT count(*) FROM " + table + " WHERE " + wrong) ==
              "0");
    };

    none("daily_costs", "usage_on NOT BETWEEN '2024-07-01' AND '2025-06-30'");
    none("daily_costs", "(charge_type = 'credit') <> (cost_eur < 0)");
    none("daily_costs",
         "charge_type = 'usage' AND substr(usage_on, 1, 7) <> "
         "substr(invoice_month, 1, 7)");
    none("daily_costs", "(charge_type = 'usage') <> (quantity IS NOT NULL)");
    none(
        "daily_costs JOIN accounts USING (account_id) JOIN exchange_rates e ON e.currency = "
        "accounts.currency AND rate_month = invoice_month",
        "abs(cost_eur - billed_amount * eur) > 0.0001");
    none("daily_costs JOIN accounts a USING (account_id) JOIN services s USING (service_id)",
         "a.vendor <> s.vendor");
    none("daily_costs JOIN services USING (service_id)",
         "charge_type = 'usage' AND (usage_on >= retired_on OR usage_on < introduced_on)");
    none("daily_costs JOIN accounts a USING (account_id)",
         "a.name = 'Nimbus Analytics' AND invoice_month = '2025-02-01' AND charge_type = 'usage'");
    none("daily_costs JOIN projects USING (project_id)",
         "usage_on < started_on OR usage_on > ended_on");
    none("exchange_rates", "currency = 'EUR' AND eur <> 1");
}

TEST_CASE("cloud costs example: months over budget are those that cost more", "[examples]") {
    const TempDatabase file(example_script("cloud_costs"));

    CHECK(example_value(file.path(), "SELECT count(*) FROM over_budget_months") == "7");
    CHECK(example_value(file.path(),
                        "SELECT count(*) FROM (SELECT team_id, invoice_month FROM daily_costs JOIN "
                        "projects USING (project_id) JOIN budgets b USING (team_id) WHERE "
                        "budget_month = invoice_month GROUP BY 1, 2 HAVING sum(cost_eur) > "
                        "max(b.amount))") == "7");
    CHECK(example_value(file.path(),
                        "SELECT count(*) FROM monthly_team_costs WHERE budget_eur IS NULL") != "0");
}

TEST_CASE("cloud costs example: the script keeps to what every database reads", "[examples]") {
    check_portable(example_script("cloud_costs"), 2'000'000);
}

}
