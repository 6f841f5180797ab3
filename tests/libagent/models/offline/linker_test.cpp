#include "libagent/models/offline/linker.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

namespace {

/// All that the words from `at` on may name, longest mention first: "table:jobs".
std::vector<std::string> names_at(const char* question, std::size_t at) {
    const test::KnownShop shop;
    const auto words = question_words(question);
    const Lattice lattice = link_words(words, shop.knowledge.lexicon, shop.knowledge.values);
    std::vector<std::string> names;
    for (const Mention& mention : lattice.at.at(at)) {
        for (const Link& link : mention.links) {
            if (link.kind == LinkKind::table) names.push_back("table:" + link.table->name);
            if (link.kind == LinkKind::column) names.push_back("column:" + link.column->name);
            if (link.kind == LinkKind::value) names.push_back("value:" + link.values.front());
        }
    }
    return names;
}

bool contains(const std::vector<std::string>& names, const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}

TEST_CASE("linker: one word may name a table, a column or a value", "[offline]") {
    CHECK(contains(names_at("jobs", 0), "table:jobs"));
    CHECK(contains(names_at("pumps in gijon", 2), "value:Gijón"));
    CHECK(contains(names_at("the purchase cost", 1), "column:purchase_cost"));
    CHECK(names_at("profit", 0).empty());
}

TEST_CASE("linker: the words of a table's name may stand apart", "[offline]") {
    CHECK(contains(names_at("jobs that are late", 0), "table:late_jobs"));
    CHECK_FALSE(contains(names_at("jobs by site and late", 0), "table:late_jobs"));
}

TEST_CASE("linker: a quoted text is a value, or a name just as it is", "[offline]") {
    CHECK(names_at("\"north mill\"", 0) == std::vector<std::string>{"value:North Mill"});
    CHECK(names_at("\"Jobs\"", 0) == std::vector<std::string>{"table:jobs"});
    CHECK(names_at("\"late_jobs\"", 0) == std::vector<std::string>{"table:late_jobs"});
    CHECK(names_at("\"job\"", 0).empty());
}

TEST_CASE("linker: a name may be written as the database writes it", "[offline]") {
    CHECK(names_at("how many late_jobs", 2) == std::vector<std::string>{"table:late_jobs"});
    CHECK(contains(names_at("average purchase_cost", 1), "column:purchase_cost"));
    CHECK(names_at("late_job", 0).empty());
}

TEST_CASE("linker: a table's word does not mean the key that points at it", "[offline]") {
    CHECK_FALSE(contains(names_at("jobs by site", 2), "column:site_id"));
}
