#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace askdb::database {

/// Numbers by their place among all of an object, from 0.
using LongNumbers = std::map<std::size_t, std::string_view>;

/// The numbers of `object`, JSON text, that no double reaches, as they stand there; when there are
/// any, `shortened` is the same text with others in their places, which are as well-formed as
/// they. nlohmann's parser ends at the first such number, without a word about where. Pure.
LongNumbers shorten_numbers(std::string_view object, std::string& shortened);

}
