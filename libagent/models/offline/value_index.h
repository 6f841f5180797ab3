#pragma once

#include "libagent/database/database.h"
#include "libagent/models/offline/stem.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace askdb::models::offline {

/// A text value of the data that some words may name.
struct ValueLink {
    const database::Table* table = nullptr;
    const database::Column* column = nullptr;
    std::string value;    ///< As it is stored.
    double cost = 0;      ///< 0: the same words; more: only their stems agree.
    bool plural = false;  ///< The words are its plural: "pumps" are the rows that are a 'pump'.
};

/// What the values of a text column look like, as far as they were read.
struct TextProfile {
    bool dates = false;    ///< All start with an ISO date.
    bool numbers = false;  ///< All are numbers.
    bool repeats = false;  ///< Few different values in many rows: kinds of things.
    bool several = false;  ///< More than one value.
    bool missing = false;  ///< Rows without a value: there are some, or too much was left unread.
};

/// Which words are values of which text columns. Built once, then only read.
class ValueIndex {
  public:
    /// Puts one value in. A value of many words, or a very long one, is left out.
    void add(const database::Table& table, const database::Column& column, std::string_view value);
    void set_profile(const database::Column& column, TextProfile profile);

    /// Values that are named by exactly these folded words.
    std::vector<ValueLink> find(std::span<const std::string> words,
                                std::span<const std::string> stems) const;
    TextProfile profile(const database::Column& column) const;
    /// Some column was not read in time: its values are not known.
    bool incomplete() const { return incomplete_; }
    void set_incomplete() { incomplete_ = true; }
    /// Words of the longest value that is in.
    std::size_t longest() const { return longest_; }

  private:
    struct Entry {
        const database::Table* table;
        const database::Column* column;
        std::string value;
    };
    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_words_;
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_stems_;
    std::unordered_map<const database::Column*, TextProfile> profiles_;
    std::size_t longest_ = 0;
    bool incomplete_ = false;
    std::unique_ptr<Stemmer> stemmer_ = std::make_unique<Stemmer>();  ///< For add() only.
};

struct IndexLimits {
    std::size_t values_per_column = 2'000;
    std::size_t rows_at_once = 20'000;  ///< A table with more is asked column by column.
    /// For all statements together; one may take half of what is left.
    std::chrono::milliseconds budget{2'000};
};

/// Reads the text columns of the database: tables before views, small ones first. What does not
/// fit the limits is left out. Throws Stopped, and Failure when the database is gone.
ValueIndex index_values(database::Database& database, const database::Catalog& catalog,
                        const IndexLimits& limits, std::stop_token stop);

}
