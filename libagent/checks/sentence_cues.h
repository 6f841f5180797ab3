#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// Which way something went.
enum class Way : std::uint8_t {
    unknown,
    up,
    down,
    back,  ///< Of a value that goes from what came later to what came before it.
};

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
    bool missing = false;            ///< "missing", "empty", "without", …: not "no" alone.
    bool half = false;               ///< "half", "Hälfte", "moitié", "mitad".
    Way way = Way::unknown;          ///< "rose" or "fell", where it says only one of them.
    std::vector<int> quarters = {};  ///< 1 to 4: "Q1", "first quarter".
    double parts_of_year = 0;        ///< "per month": 12; "a day": 365; 0: neither.
    bool top = false;                ///< "top three", "largest", "last two", …
    std::vector<std::string> words;  ///< Folded.
};

SentenceCues read_cues(std::string_view sentence);

/// Whether two words, folded, have the same beginning: "sites" and "site", "category" and
/// "categories".
bool share_stem(std::string_view a, std::string_view b);

}
