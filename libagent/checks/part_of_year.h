#pragma once

#include <string_view>
#include <vector>

namespace askdb::checks {

/// A quarter or half of a year, by its months.
struct PartOfYear {
    int first = 0;
    int last = 0;
};

/// The quarters and halves that a text names: "Q2", "the first half", "3. Quartal"; all of the year
/// where it does not tell which. Pure; linear.
std::vector<PartOfYear> parts_of_year(std::string_view text);

}
