#include "cli/repl/candidate_list.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace askdb::cli::repl;

namespace {

std::vector<std::string> chosen(std::string_view typed, const std::vector<std::string>& names,
                                Nearness farthest = Nearness::subsequence) {
    CandidateList list(typed, farthest);
    for (const std::string& name : names)
        list.add(name, [&] { return CandidateList::Written{name}; });
    return std::move(list).finish(0).candidates;
}

using Names = std::vector<std::string>;

}

TEST_CASE("repl candidates: how near a name is", "[repl]") {
    CHECK(nearness("work_orders", "") == Nearness::beginning);
    CHECK(nearness("Work_Orders", "work_o") == Nearness::beginning);
    CHECK(nearness("work_orders", "ord") == Nearness::word);
    CHECK(nearness("workOrders", "ord") == Nearness::word);
    CHECK(nearness("work orders", "orders") == Nearness::word);
    CHECK(nearness("big_orders", "bo") == Nearness::initials);
    CHECK(nearness("customers", "ctm") == Nearness::subsequence);
    CHECK_FALSE(nearness("customers", "cm"));
    CHECK_FALSE(nearness("workorders", "o"));
    CHECK_FALSE(nearness("customers", "mtc"));
    CHECK_FALSE(nearness("", "a"));
}

TEST_CASE("repl candidates: only the nearest stay, in the order of their coming", "[repl]") {
    CHECK(chosen("o", {"work_orders", "orders", "offers"}) == Names{"orders", "offers"});
    CHECK(chosen("orders", {"work_orders", "old_orders"}) == Names{"work_orders", "old_orders"});
    CHECK(chosen("wrk", {"workers", "work_orders"}) == Names{"workers", "work_orders"});
    CHECK(chosen("wrk", {"workers"}, Nearness::word).empty());
    CHECK(chosen("a", {"a", "a"}) == Names{"a"});
}

TEST_CASE("repl candidates: a full list still makes room for what is nearer", "[repl]") {
    std::vector<std::string> names;
    for (int i = 0; i < 1'000; ++i) names.push_back("old_sites_" + std::to_string(i));
    CHECK(chosen("sites", names).size() == most_candidates);
    names.emplace_back("sites");
    CHECK(chosen("sites", names) == Names{"sites"});
}

TEST_CASE("repl candidates: keywords come in the case that is typed, never unasked", "[repl]") {
    const auto keyword = [](std::string_view typed) {
        CandidateList list(typed);
        list.add_keyword("select");
        return std::move(list).finish(0).candidates;
    };
    CHECK(keyword("se") == Names{"select"});
    CHECK(keyword("SE") == Names{"SELECT"});
    CHECK(keyword("").empty());
    CHECK(keyword("lect").empty());
}
