#include "cli/repl/resolved_question.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace askdb;
using namespace askdb::cli::repl;

namespace {

database::Table table(std::string name, const std::vector<std::string>& columns,
                      std::string schema = {}) {
    database::Table made{.schema = std::move(schema), .name = std::move(name), .home = "main"};
    for (const std::string& column : columns) made.columns.push_back({.name = column});
    return made;
}

const database::Catalog plant{{table("Sites", {"id", "name"}), table("order details", {"note"}),
                               table("targets", {"amount"}, "sales")}};
const database::Catalog shop{{table("customers", {"id"}), table("sites", {"url"})}};

std::vector<FolderEntry> two_folders(const std::string& folder) {
    if (folder == "data/") return {{"orders.csv"}};
    if (folder == "/home/mary/") return {{"x.csv"}};
    if (!folder.empty() && folder != "./") return {};
    return {{"data", true}, {"orders.csv"}, {"my orders.csv"},   {"sites.csv"},
            {"notes.txt"},  {"book.xlsx"},  {"folder.csv", true}};
}

ReferenceSources sources() {
    return {.databases = {{"plant", &plant, true}, {"shop", &shop}},
            .handles = {"r1"},
            .open_files = {},
            .home = "/home/mary",
            .folder = two_folders};
}

ResolvedQuestion resolved(std::string_view question, const ReferenceSources& from = sources()) {
    return resolve_references(question, from).value_or_throw();
}

std::string text_of(std::string_view question) {
    return resolved(question).text;
}

Error error_of(std::string_view question) {
    const Result<ResolvedQuestion> result = resolve_references(question, sources());
    return result ? Error{} : result.error();
}

using Files = std::vector<std::string>;

}

TEST_CASE("repl resolved question: tables get their exact names", "[repl]") {
    CHECK(text_of("How many @sites are there?") == "How many Sites are there?");
    CHECK(text_of("How many @SITES, and @targets?") == "How many Sites, and sales.targets?");
    CHECK(text_of("@sales.targets") == "sales.targets");
    CHECK(text_of("@main.sites") == "Sites");
    CHECK(text_of("@\"order details\"!") == "\"order details\"!");
    CHECK(text_of("@sites.NAME") == "Sites.name");
    CHECK(text_of("@sales.targets.amount") == "sales.targets.amount");
    CHECK(text_of("@customers") == "shop.customers");
    CHECK(text_of("@shop.sites.url") == "shop.sites.url");
    CHECK(text_of("@plant.sites in @plant") == "Sites in plant");
    CHECK(text_of("@R1") == "r1");
    CHECK(text_of("@sites-Tabelle und @sitesの") == "Sites-Tabelle und Sitesの");
    CHECK(text_of("No reference at all") == "No reference at all");
}

TEST_CASE("repl resolved question: without the default one's catalog no other stands in for it",
          "[repl]") {
    ReferenceSources others = sources();
    others.databases.erase(others.databases.begin());

    CHECK(resolved("@sites and @shop.customers", others).text == "shop.sites and shop.customers");
}

TEST_CASE("repl resolved question: data files become tables of the run", "[repl]") {
    CHECK(resolved("How many rows has @orders.csv?") ==
          ResolvedQuestion{"How many rows has orders?", Files{"orders.csv"}});
    CHECK(resolved("@orders.csv and @orders.csv") ==
          ResolvedQuestion{"orders and orders", Files{"orders.csv"}});
    CHECK(resolved("@orders.csv and @data/orders.csv") ==
          ResolvedQuestion{"orders and orders_2", Files{"orders.csv", "data/orders.csv"}});
    CHECK(resolved("@\"my orders.csv\"") == ResolvedQuestion{"my_orders", Files{"my orders.csv"}});
    CHECK(resolved("@~/x.csv") == ResolvedQuestion{"x", Files{"/home/mary/x.csv"}});
    CHECK(resolved("@orders.csv-Datei") == ResolvedQuestion{"orders-Datei", Files{"orders.csv"}});
    // A table of that name is there already.
    CHECK(resolved("@sites.csv") ==
          ResolvedQuestion{"sites (of the file sites.csv)", Files{"sites.csv"}});
}

TEST_CASE("repl resolved question: a file that is open is not opened twice", "[repl]") {
    ReferenceSources open = sources();
    open.open_files = {"./orders.csv"};
    const database::Catalog files{{table("orders", {"id"})}};
    open.databases.push_back({"files", &files});

    CHECK(resolved("@orders.csv", open) == ResolvedQuestion{"orders", {}});
}

TEST_CASE("repl resolved question: unknown names tell what is near, people stay people", "[repl]") {
    CHECK(error_of("@sits").message == "no table named 'sits'");
    CHECK(error_of("@sits").hint ==
          "did you mean '@Sites', '@sites'? A text goes in quotes: "
          "'@sits'");
    CHECK(error_of("@sites.nmae").message == "no column named 'sites.nmae'");
    CHECK(error_of("@sites.nmae").hint.starts_with("did you mean '@Sites.name'?"));
    CHECK(error_of("@ordrs.csv").message == "cannot open 'ordrs.csv': no such file");
    CHECK(error_of("@ordrs.csv").hint.starts_with("did you mean '@orders.csv'"));
    CHECK(error_of("@data/nothing").code == Errc::bad_input);
    CHECK(error_of("@book.xlsx").code != Errc{});
    CHECK(error_of("@folder.csv").message == "'folder.csv' is a folder");
    CHECK(text_of("Who is @zebediah?") == "Who is @zebediah?");
    CHECK(text_of("Who is @@sites, or '@sites', or mary@sites?") ==
          "Who is @sites, or '@sites', or mary@sites?");
}

TEST_CASE("repl resolved question: what data calls itself is shown harmless", "[repl]") {
    CHECK(error_of("@\"sit\x1b[31ms\"").message.find('\x1b') == std::string::npos);
    CHECK(error_of("@\"x\x1b.csv\"").message.find('\x1b') == std::string::npos);
}

TEST_CASE("repl resolved question: the text of any other file goes along", "[repl]") {
    CHECK(resolved("explain @notes.txt please") ==
          ResolvedQuestion{"explain notes.txt please", {}, Files{"notes.txt"}});
    CHECK(resolved("explain @./notes.txt, and @notes.txt") ==
          ResolvedQuestion{"explain ./notes.txt, and notes.txt", {}, Files{"./notes.txt"}});
    CHECK(resolved("@notes.txt and @orders.csv") ==
          ResolvedQuestion{"notes.txt and orders", Files{"orders.csv"}, Files{"notes.txt"}});
    CHECK(error_of("@nosuch.txt").message == "cannot open 'nosuch.txt': no such file");
    CHECK(error_of("@nots.txt").hint == "did you mean '@notes.txt'?");
    CHECK(error_of("@notes.tx").hint == "did you mean '@notes.txt'?");
    CHECK(text_of("Who is @mary.smith?") == "Who is @mary.smith?");
}
