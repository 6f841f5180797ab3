#include "libagent/models/offline/currencies.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

#include <utility>

namespace askdb::test {
namespace {

using database::Kind;
using namespace models::offline;

/// Invoices of customers, whose column says the currency.
database::Catalog invoice_catalog() {
    database::Table customers{.schema = "", .name = "customers"};
    customers.columns = {{"customer_id", "INTEGER", Kind::integer, false},
                         {"name", "TEXT", Kind::text, false},
                         {"country", "TEXT", Kind::text, false},
                         {"currency", "TEXT", Kind::text, false}};
    customers.primary_key = {"customer_id"};
    database::Table invoices{.schema = "", .name = "invoices"};
    invoices.columns = {{"invoice_id", "INTEGER", Kind::integer, false},
                        {"customer_id", "INTEGER", Kind::integer, false},
                        {"price", "DECIMAL(10,2)", Kind::decimal, false},
                        {"cost_eur", "DECIMAL(10,2)", Kind::decimal, false},
                        {"weight", "INTEGER", Kind::integer, false}};
    invoices.primary_key = {"invoice_id"};
    invoices.foreign_keys = {{{"customer_id"}, "customers", {"customer_id"}}};
    database::Catalog catalog;
    catalog.tables = {customers, invoices};
    return catalog;
}

struct Invoices {
    explicit Invoices(bool several) : knowledge(catalog, values(catalog, several)) {}

    static ValueIndex values(const database::Catalog& catalog, bool several) {
        const database::Table& customers = *catalog.find_table("customers");
        ValueIndex index;
        for (const char* currency : {"EUR", "USD"})
            index.add(customers, *customers.find_column("currency"), currency);
        for (const char* country : {"Spain", "Ireland"})
            index.add(customers, *customers.find_column("country"), country);
        index.add(customers, *customers.find_column("name"), "Northwind");
        index.set_profile(*customers.find_column("currency"), {.several = several});
        return index;
    }

    /// The statement, or why there is none.
    std::string plan(std::string_view question) const {
        const auto planned =
            plan_question(question, knowledge, *database::find_dialect("sqlite"), {});
        if (const auto* made = std::get_if<Plan>(&planned)) return made->sql;
        return "no: " + std::get<Abstention>(planned).text;
    }
    bool refuses(std::string_view question) const {
        return plan(question).find("is in several currencies") != std::string::npos;
    }

    database::Catalog catalog = invoice_catalog();
    Knowledge knowledge;
};

}

TEST_CASE("currencies: amounts of several currencies are not added up or compared", "[offline]") {
    const Invoices invoices(true);

    CHECK(invoices.refuses("total price of invoices"));
    CHECK(invoices.refuses("average price of invoices by country"));
    CHECK(invoices.refuses("which invoice has the highest price"));
    CHECK(invoices.refuses("which customer has the highest total price"));
    CHECK(invoices.plan("total price of invoices").find("\"by currency\"") != std::string::npos);
}

TEST_CASE("currencies: one currency, or each of them alone, may be added up", "[offline]") {
    const Invoices invoices(true);

    for (const char* question :
         {"total price of invoices by currency", "total price of invoices in USD",
          "total price of invoices by customer", "total price of invoices of Northwind"}) {
        INFO(question);
        CHECK(invoices.plan(question).find("SUM(invoices.price)") != std::string::npos);
    }
}

TEST_CASE("currencies: only money has one, and a name may tell it", "[offline]") {
    const Invoices invoices(true);

    CHECK(invoices.plan("total weight of invoices").find("SUM(weight)") != std::string::npos);
    CHECK(invoices.plan("total cost of invoices").find("SUM(cost_eur)") != std::string::npos);
    CHECK(invoices.plan("how many invoices are there").find("COUNT(*)") != std::string::npos);
}

TEST_CASE("currencies: where all is in one, nothing is asked back", "[offline]") {
    const Invoices invoices(false);

    CHECK(invoices.plan("total price of invoices").find("SUM(price)") != std::string::npos);
}

}
