#pragma once

#include "libagent/database/catalog.h"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace askdb::models::offline {

/// The words of an identifier (see split_identifier()) without case and accents:
/// "WorkOrder_dueDate" gives {"work", "order", "due", "date"}. Common abbreviations are written
/// out ("qty" gives "quantity").
std::vector<std::string> identifier_words(std::string_view identifier);

/// A table or column that some words may name. `cost` is 0 for its full name and grows with what
/// the words leave out; below 1.
struct NameLink {
    const database::Table* table = nullptr;
    const database::Column* column = nullptr;  ///< nullptr: the table itself.
    double cost = 0;
    bool with_table = false;  ///< The words name the table first: "site city" for sites.city.
};

/// Which words name which table or column. Borrows the catalog. Built once, then only read.
class Lexicon {
  public:
    explicit Lexicon(const database::Catalog& catalog);

    /// What is named by these stems, in any order; cheapest first for each target.
    std::span<const NameLink> find(std::span<const std::string> stems) const;

    /// Tables with this stem among the words of a name of two words or more.
    std::span<const database::Table* const> tables_with(const std::string& stem) const;
    /// The table of a catalog that has exactly one: its rows need no name. Else nullptr.
    const database::Table* only_table() const { return only_table_; }
    /// The stems of a table's name.
    const std::vector<std::string>& stems(const database::Table& table) const;

  private:
    class Builder;
    std::unordered_map<std::string, std::vector<NameLink>> links_;
    std::unordered_map<std::string, std::vector<const database::Table*>> tables_by_stem_;
    std::unordered_map<const database::Table*, std::vector<std::string>> table_stems_;
    const database::Table* only_table_ = nullptr;
};

/// The column that stands for a row when it is named to a person: its name, title or label;
/// nullptr when the table has none.
const database::Column* display_column(const database::Table& table);

}
