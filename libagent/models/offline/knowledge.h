#pragma once

#include "libagent/database/catalog.h"
#include "libagent/models/offline/join_path.h"
#include "libagent/models/offline/lexicon.h"
#include "libagent/models/offline/value_index.h"

namespace askdb::models::offline {

/// All that the planner knows about one database. Borrows the catalog. Built once, then only read;
/// any thread may use it.
struct Knowledge {
    Knowledge(const database::Catalog& a_catalog, ValueIndex an_index)
        : catalog(a_catalog), lexicon(a_catalog), graph(a_catalog), values(std::move(an_index)) {}

    const database::Catalog& catalog;
    Lexicon lexicon;
    JoinGraph graph;
    ValueIndex values;

    /// Its values are dates, declared or by the looks of them.
    bool is_date(const database::Column& column) const;
    /// An integer that counts years: "founded_year".
    bool is_year(const database::Column& column) const;
    /// May be added up: a number that is no key.
    bool is_measure(const database::Table& table, const database::Column& column) const;
};

}
