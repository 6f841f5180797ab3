#pragma once

#include "libagent/checks/derived_list.h"

namespace askdb::checks {

/// What is derived of one result only where words ask for it: a row against the average ("3.7 times
/// the average"), a total by month, week or day of a year ("4.1 a day"), half of a number, the days
/// between two dates of a row ("they span 728 days"). A few values for each row that the sentence
/// names, or for the only row.
void collect_asked(const DerivedSearch& search, std::size_t result, DerivedList& list);

}
