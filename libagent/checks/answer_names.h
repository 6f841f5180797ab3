#pragma once

#include "libagent/checks/answer_numbers.h"

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

struct NameCheck {
    std::string_view answer;  ///< Markdown, UTF-8.
    std::span<const std::string_view> questions = {};
    std::span<const CheckedResult> results = {};
    std::span<const std::string> schema_names = {};  ///< Tables and columns.
    std::stop_token stop = {};                       ///< Ends the check, with Stopped.
};

/// A name of the answer that looks like a value of the results and is none.
struct UnknownName {
    std::size_t begin = 0;  ///< Bytes of the answer, without quotes.
    std::size_t end = 0;
    std::string nearest = {};  ///< The value that it is most like, as it is stored.
    std::string source = {};   ///< Where that stands: "r1: row 3, site".
};

/// Finds quoted texts and capitalised names that are nearly a value of a text column ("Nrth Plant"
/// beside North Plant), or end like several values of one column and are none of them ("West Plant"
/// beside North Plant and South Plant), and stand in no result, question or name of the schema, in
/// order of the answer. Silent when unsure: about what is like nothing in the data, single words
/// that begin a sentence, plurals and other endings, names that differ in digits, months and days,
/// words in capitals, headings, first rows of tables. Compared without case and accents. Pure
/// but for the stop; linear in the text of the results, of whose values at most 20,000 are looked
/// at more closely.
std::vector<UnknownName> find_unknown_names(const NameCheck& check);

}
