#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// What the words of a sentence ask for, in the four languages that written_number.h knows.
struct SentenceCues {
    bool total = false;    ///< "in all", "together", "insgesamt", …
    bool average = false;  ///< "on average", "mean", "im Schnitt", …
    bool median = false;
    bool difference = false;         ///< "more than", "less", "gap", …
    bool growth = false;             ///< "rose", "fell", "up", "zurückgegangen", …
    bool ratio = false;              ///< "per", "each", "times as", "pro", …
    bool rest = false;               ///< "other", "remaining", "not", …
    bool none = false;               ///< "no", "without", "keine", …
    bool top = false;                ///< "top three", "largest", "last two", …
    std::vector<std::string> words;  ///< Folded.
};

SentenceCues read_cues(std::string_view sentence);

/// Whether two words, folded, have the same beginning: "sites" and "site", "category" and
/// "categories".
bool share_stem(std::string_view a, std::string_view b);

}
