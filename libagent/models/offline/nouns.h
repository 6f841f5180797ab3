#pragma once

#include <string>
#include <string_view>

namespace askdb::models::offline {

/// The words of an identifier with blanks between: "work_orders" gives "work orders".
std::string in_words(std::string_view identifier);

/// "sites" gives "site", "people" gives "person"; what does not look like a plural stays.
std::string singular(std::string words);

/// "country" gives "countries"; what looks like a plural, or has none, stays.
std::string plural(std::string words);

/// "1 site", "5 pieces of equipment", "3 people": `count` as digits.
std::string counted(const std::string& count, const std::string& words);

}
