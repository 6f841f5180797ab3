#pragma once

#include "libagent/database/database.h"

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// Where a literal was found in the data.
struct ValueHit {
    std::string table;
    std::string column;
    std::string value;   ///< As it is stored.
    bool exact = false;  ///< Equal to the literal, letter by letter.
};

struct ValueSearch {
    std::string_view literal;
    std::string_view table = {};   ///< Only here, when given.
    std::string_view column = {};  ///< Only here, when given.
    std::size_t max_hits = 20;
    std::chrono::milliseconds budget{2'000};  ///< For the whole search.
};

struct FoundValues {
    std::vector<ValueHit> hits;
    bool incomplete = false;  ///< Some column could not be read, or not in time: there may be more.
    double milliseconds = 0;  ///< That its statements took.
};

/// Which text columns hold the literal: exact, then ignoring case and accents, then containing it
/// (without case), then spelled nearly so. Bounded by `budget`. A table or column that is not there
/// is bad_input, with the nearest names as its hint. Throws Failure(unavailable) when the database
/// cannot be reached or stays locked, and Stopped.
Result<FoundValues> search_values(Database& database, const ValueSearch& search,
                                  std::stop_token stop);

}
