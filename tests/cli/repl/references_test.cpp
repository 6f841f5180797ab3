#include "cli/repl/references.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace askdb::cli::repl;

namespace {

std::vector<std::string> found(std::string_view question) {
    std::vector<std::string> texts;
    for (const Reference& reference : find_references(question)) texts.push_back(reference.text);
    return texts;
}

using Texts = std::vector<std::string>;

}

TEST_CASE("repl references: names of tables and files behind an @", "[repl]") {
    CHECK(found("How many @sites are there?") == Texts{"sites"});
    CHECK(found("@sites") == Texts{"sites"});
    CHECK(found("Join @sites with @work_orders.") == Texts{"sites", "work_orders"});
    CHECK(found("(@sites), [@a]; @b: @c?") == Texts{"sites", "a", "b", "c"});
    CHECK(found("What is @sales.orders.total?") == Texts{"sales.orders.total"});
    CHECK(found("Load @data/orders.csv, please") == Texts{"data/orders.csv"});
    CHECK(found("@./orders.csv and @~/x.csv") == Texts{"./orders.csv", "~/x.csv"});
    CHECK(found("Show @\"order details\" now") == Texts{"\"order details\""});
    CHECK(found("Show @sales.\"order details\".note!") == Texts{"sales.\"order details\".note"});
    CHECK(found("@\"a \"\"b\"\".csv\"") == Texts{"\"a \"\"b\"\".csv\""});
    CHECK(found("@Größe") == Texts{"Größe"});
    CHECK(found("有多少、@sites?") == Texts{"sites"});
}

TEST_CASE("repl references: addresses, texts in quotes and doubled signs are none", "[repl]") {
    for (const char* text :
         {"mary@example.com bought what?", "Who is 'mary@x.com'?", "Is '@mary' a customer?",
          "Is \"@mary\" one?", "Is “@mary” one?", "Is „@mary“ one?", "user:@@mary", "\\@mary", "@",
          "@ sites", "5 @ 3", "a@b", "josé@example.com", "https://x.com/@mary", "@.", "@\"open"}) {
        INFO(text);
        CHECK(found(text).empty());
    }
}

TEST_CASE("repl references: parts are cut at dots outside of quotes", "[repl]") {
    CHECK(reference_parts("a") == Texts{"a"});
    CHECK(reference_parts("a.b.c") == Texts{"a", "b", "c"});
    CHECK(reference_parts("a.\"b.c\"") == Texts{"a", "b.c"});
    CHECK(reference_parts("\"a \"\"b\"\"\"") == Texts{"a \"b\""});
}

TEST_CASE("repl references: one that is being typed is known by its end", "[repl]") {
    CHECK(open_reference("How many @si") == 10);
    CHECK(open_reference("How many @") == 10);
    CHECK(open_reference("@data/") == 1);
    CHECK(open_reference("@sites.") == 1);
    CHECK(open_reference("@\"order de") == 1);
    CHECK_FALSE(open_reference("@\"order details\""));
    CHECK_FALSE(open_reference("@sites "));
    CHECK_FALSE(open_reference("mary@si"));
    CHECK_FALSE(open_reference(""));
}

TEST_CASE("repl references: a name is written so that it is found again", "[repl]") {
    for (const char* name : {"sites", "order details", "a.b", "a\"b", "a-b", "größe", "x@y"}) {
        const std::vector<Reference> references = find_references("@" + reference_name(name));
        REQUIRE(references.size() == 1);
        CHECK(reference_parts(references.front().text) == Texts{name});
    }
    CHECK(reference_path("data/orders.csv") == "data/orders.csv");
    CHECK(reference_path("my data/x.csv") == "\"my data/x.csv\"");
    CHECK(reference_path("my data/") == "\"my data/");
}
