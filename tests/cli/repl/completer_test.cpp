#include "cli/repl/completer.h"

#include "libagent/base/text.h"
#include "tests/built_paths.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

using namespace askdb;
using namespace askdb::cli::repl;

namespace {

database::Table table(std::string name, const std::vector<std::string>& columns,
                      std::string schema = {}) {
    database::Table made{.schema = std::move(schema), .name = std::move(name)};
    for (const std::string& column : columns) made.columns.push_back({.name = column});
    return made;
}

const database::Catalog& shop() {
    static const database::Catalog catalog{
        {table("customers", {"id", "name", "city", "Order Count"}),
         table("orders", {"id", "customer_id", "total", "placed_on"}),
         table("order_lines", {"order_id", "item"}), table("work_orders", {"id", "due_date"}),
         table("order details", {"note"}), table("targets", {"region", "amount"}, "sales")}};
    return catalog;
}

std::vector<FolderEntry> files_of_shop(const std::string& folder) {
    if (folder == "data/") return {{"more.csv"}};
    if (!folder.empty()) return {};
    return {{".hidden.csv"}, {"data", true}, {"my data.csv"}, {"notes.txt"}, {"orders.csv"}};
}

SlashCommand command(std::string_view name, std::string_view aliases, Argument completes,
                     std::string_view arguments = {}) {
    return {.name = name,
            .aliases = aliases,
            .arguments = arguments,
            .completes = completes,
            .summary = {},
            .run = nullptr};
}

const SlashCommand commands[] = {
    command("use", "", Argument::database),
    command("describe", "\\d", Argument::table),
    command("save", ".save", Argument::file),
    command("format", "", Argument::format),
    command("good", "", Argument::text),
    command("watch", "", Argument::sql),
    command("help", "", Argument::command),
    command("quit", "\\q", Argument::none),
    command("expanded", "\\x", Argument::on_off, "[on|off|auto]"),
    command("copy", "", Argument::handle, "[answer|sql|rN]"),
    command("model", "", Argument::model),
    command("resume", "", Argument::session),
    command("fork", "", Argument::turn),
    command("results", "", Argument::handle),
};

std::vector<const SlashCommand*> command_list() {
    std::vector<const SlashCommand*> all;
    for (const SlashCommand& one : commands) all.push_back(&one);
    return all;
}

CompletionSources sources(std::span<const SlashCommand* const> all,
                          const database::Catalog* catalog = &shop()) {
    return {.catalog = catalog,
            .dialect = *database::find_dialect("sqlite"),
            .commands = all,
            .databases = {"shop", "warehouse"},
            .models = {"big", "offline", "openai:", "openai:gpt-4o", "openai:o3"},
            .sessions = {{"0b5c2a11", "How many sites?", "2 h ago"}, {"7f00aa12", "Orders", {}}},
            .turns = {{"2", "And in Lyon?"}, {"1", "How many?"}},
            .formats = {"csv", "markdown"},
            .handles = {{"r1", {"region", "sum"}}},
            .folder = files_of_shop};
}

/// "sel => [select ]" for `sel|`, as the case files spell it.
std::string completed(std::string typed, const database::Catalog* catalog = &shop()) {
    for (std::size_t at; (at = typed.find("\\n")) != std::string::npos;) typed.replace(at, 2, "\n");
    const std::size_t cursor = typed.find('|');
    typed.erase(cursor, 1);
    const std::vector<const SlashCommand*> all = command_list();
    const Completion completion = complete(typed, cursor, sources(all, catalog));
    std::string out = typed.substr(completion.begin, cursor - completion.begin) + " =>";
    for (const std::string& candidate : completion.candidates)
        out += " [" + candidate + completion.append + "]";
    return out;
}

void check_cases(const std::string& file) {
    std::ifstream in(std::string(ASKDB_SOURCE_DIR) + "/tests/cases/repl/completion/" + file);
    std::size_t count = 0;
    for (std::string line; std::getline(in, line); ++count) {
        const std::size_t arrow = line.find(" => ");
        REQUIRE(arrow != std::string::npos);
        INFO(file << ": " << line);
        const std::string expected = line.substr(arrow + 4);
        CHECK(completed(line.substr(0, arrow)) ==
              std::string(expected.substr(0, expected.find_last_not_of(' ') + 1)));
    }
    CHECK(count > 0);
}

}

TEST_CASE("repl completer: the cases of the case files", "[repl]") {
    for (const char* file : {"sql.txt", "commands.txt", "questions.txt"}) check_cases(file);
}

TEST_CASE("repl completer: without a catalog there is less, and no harm", "[repl]") {
    CHECK(completed("select * from r|", nullptr) == "r => [r1 ]");
    CHECK(completed("select na| from customers", nullptr) == "na =>");
    CHECK(completed("How many cust|", nullptr) == " =>");
    CHECK(completed("/describe c|", nullptr) == "c =>");
    CHECK(completed("How many @|", nullptr) ==
          " => [r1] [data/] [\"my data.csv\"] "
          "[notes.txt] [orders.csv]");
}

TEST_CASE("repl completer: names are quoted as the dialect wants it", "[repl]") {
    const database::Catalog catalog{{table("Orders", {"Total", "select"})}};
    const auto complete_as = [&](std::string_view text, const char* dialect) {
        return complete(text, text.size(),
                        {.catalog = &catalog, .dialect = *database::find_dialect(dialect)})
            .candidates;
    };
    CHECK(complete_as("select * from ord", "postgres") == std::vector<std::string>{"\"Orders\""});
    CHECK(complete_as("select * from ord", "mysql") == std::vector<std::string>{"Orders"});
    CHECK(complete_as("select * from `ord", "mysql") == std::vector<std::string>{"`Orders`"});
    CHECK(complete_as("select Orders.se", "mysql") == std::vector<std::string>{"`select`"});
    CHECK(complete_as("select * from [ord", "sqlserver") == std::vector<std::string>{"[Orders]"});
}

TEST_CASE("repl completer: nothing that a terminal must not get is offered", "[repl]") {
    const database::Catalog catalog{
        {table("work_orders", {"id"}), table("or\x1b[31mders", {"to\x07tal"})}};
    const std::string text = "select * from or";
    CHECK(complete(text, text.size(),
                   {.catalog = &catalog, .dialect = *database::find_dialect("sqlite")})
              .candidates == std::vector<std::string>{"work_orders"});
}

TEST_CASE("repl completer: what is long, deep or torn is taken as it comes", "[repl]") {
    const std::vector<const SlashCommand*> all = command_list();
    const auto count = [&](const std::string& text) {
        return complete(text, text.size(), sources(all)).candidates.size();
    };
    std::string nested = "select ", doubled = "with x0 as (select * from orders)";
    for (int i = 0; i < 5'000; ++i) nested += "* from (select ";
    for (int i = 1; i < 40; ++i) {
        const std::string before = "x" + std::to_string(i - 1);
        doubled += ", x" + std::to_string(i) + " as (select * from " + before + ", " + before + ")";
    }
    count(nested);
    count(nested + std::string(50'000, ')'));
    count("select " + std::string(100'000, '('));
    count("with x as (select * from x) select x.");
    CHECK(count(doubled + " select x39.") == 4);
    CHECK(complete("sel", 100, sources(all)).candidates == std::vector<std::string>{"select"});
    count("\xFF\xC3");
    count("@\"");
    count("select `");
}

TEST_CASE("repl completer: of many names the first two hundred are offered", "[repl]") {
    database::Catalog catalog;
    for (int i = 0; i < 5'000; ++i) {
        catalog.tables.push_back(table("table_" + std::to_string(i), {"id", "some_column"}));
    }
    const std::string text = "select * from t";
    const Completion completion = complete(
        text, text.size(), {.catalog = &catalog, .dialect = *database::find_dialect("sqlite")});

    CHECK(completion.candidates.size() == most_candidates);
    CHECK(completion.candidates.front() == "table_0");
    CHECK(common_beginning(completion) == "table_");
}

TEST_CASE("repl completer: the common beginning ignores case and keeps characters whole",
          "[repl]") {
    CHECK(common_beginning({}).empty());
    CHECK(common_beginning({.candidates = {"Orders"}}) == "Orders");
    CHECK(common_beginning({.candidates = {"Orders", "order_lines"}}) == "Order");
    CHECK(common_beginning({.candidates = {"größe", "grün"}}) == "gr");
}

TEST_CASE("repl completer: conversations and turns are shown with their titles", "[repl]") {
    const std::vector<const SlashCommand*> all = command_list();

    CHECK(complete("/resume ", 8, sources(all)).shown ==
          std::vector<std::string>{"0b5c2a11  2 h ago  How many sites?", "7f00aa12  Orders"});
    CHECK(complete("/fork ", 6, sources(all)).shown ==
          std::vector<std::string>{"2  And in Lyon?", "1  How many?"});
    CHECK(complete("/use ", 5, sources(all)).shown.empty());
}
