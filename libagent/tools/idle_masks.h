#pragma once

#include "libagent/tools/sharing.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::tools {

/// The tables of a database that is open; borrowed.
struct KnownCatalog {
    std::string_view database;
    const database::Catalog& catalog;
};

/// A mask that keeps nothing back, as far as anybody knows.
struct IdleMask {
    std::string mask;
    std::string database;   ///< The one that it is for; empty: all.
    std::string near = {};  ///< What may be meant, "technicians.name"; empty: nothing is like it.
};

/// The masks of the rules that match no column of the databases that they are for. Those for all
/// are only judged where no other database is configured than these. Pure.
std::vector<IdleMask> idle_masks(const Sharing& sharing, std::span<const KnownCatalog> catalogs);

/// "the mask 'technicians.nam' matches no column of 'maintenance', and keeps nothing back there".
std::string words_of(const IdleMask& idle);

/// The views that may pass masked columns on under other names: where tables have any, all views
/// with a column that no mask matches. Pure.
std::vector<std::string> views_past_masks(const database::Catalog& catalog,
                                          const SharingRule& rule);

}
