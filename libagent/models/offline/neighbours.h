#pragma once

#include "libagent/models/offline/knowledge.h"
#include "libagent/models/offline/sketch.h"

#include <cstdint>
#include <string>
#include <vector>

namespace askdb::models::offline {

using Tables = std::vector<const database::Table*>;

bool holds_table(const Tables& tables, const database::Table* table);

/// Whether the names of dates and numbers in a settled sketch mean what stands nearest to them.
enum class Nearness : std::uint8_t {
    nearest,
    farther,    ///< Something else is nearer: another settlement of the same words is the reading.
    ambiguous,  ///< Something else is as near: nobody can tell which is meant.
};

/// "Opened" and "cost" are columns of several tables. A name means the column of the noun beside
/// it, be it in full or in part; else of what the question names; else of what is the fewest joins
/// away. `why` is set when it is ambiguous.
Nearness judge_names(const Sketch& sketch, const Knowledge& knowledge, std::string& why);

/// The tables of a question.
struct Touched {
    Tables joined;
    Tables all;  ///< And those whose rows are counted for each row.
};

/// Settles the dates whose column was not named: the only date among all tables that the question
/// touches, when it is one of those that are joined; a part of a date follows a date that is named
/// elsewhere. False, with `why`, when there is none or several.
bool name_dates(Sketch& sketch, const Touched& touched, const Knowledge& knowledge,
                std::string& why);

}
