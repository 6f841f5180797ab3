#include "libagent/tools/idle_masks.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::tools;

namespace {

database::Catalog staff() {
    database::Catalog catalog;
    catalog.tables = {
        {.name = "technicians", .columns = {{.name = "id"}, {.name = "name"}}},
        {.name = "rota", .is_view = true, .columns = {{.name = "who"}, {.name = "day"}}}};
    return catalog;
}

std::vector<std::string> idle_in(const Sharing& sharing, const database::Catalog& catalog) {
    const KnownCatalog known{"plant", catalog};
    std::vector<std::string> words;
    for (const IdleMask& idle : idle_masks(sharing, {&known, 1}))
        words.push_back(idle.mask + ">" + idle.near);
    return words;
}

}

TEST_CASE("idle masks: those that match no column, with what may be meant", "[share][mask]") {
    const Sharing sharing{.common = {.masks = {"technicians.nam", "*.name", "TECHNICIANS.*"}},
                          .databases = {{"plant", {.masks = {"hr.technicians.name", "rota.who"}}}}};

    CHECK(idle_in(sharing, staff()) ==
          std::vector<std::string>{"technicians.nam>technicians.name",
                                   "hr.technicians.name>technicians.name"});
}

TEST_CASE("idle masks: one for all may be for a database that is not open", "[share][mask]") {
    const Sharing sharing{.common = {.masks = {"clients.phone"}}, .elsewhere = {{"shop", {}}}};

    CHECK(idle_in(sharing, staff()).empty());
    CHECK(words_of({"a.b", "plant"}) ==
          "the mask 'a.b' matches no column of 'plant', and keeps nothing back there");
}

TEST_CASE("idle masks: views may pass masked columns on where tables have any", "[share][mask]") {
    CHECK(views_past_masks(staff(), {.masks = {"technicians.name"}}) ==
          std::vector<std::string>{"rota"});
    CHECK(views_past_masks(staff(), {.masks = {"technicians.name", "rota.*"}}).empty());
    CHECK(views_past_masks(staff(), {.masks = {"rota.who"}}).empty());
}
