#include "cli/render/sql_keywords.h"

#include <catch2/catch.hpp>

#include <algorithm>

namespace askdb::cli {

TEST_CASE("sql keywords: each is there once, and found", "[cli]") {
    const std::vector<std::string_view> words = sql_words();

    CHECK(words.size() > 100);
    CHECK(std::adjacent_find(words.begin(), words.end(), std::greater_equal()) == words.end());
    CHECK(std::all_of(words.begin(), words.end(), is_sql_word));
    CHECK_FALSE(is_sql_word("sites"));
    CHECK_FALSE(is_sql_word(""));
    CHECK_FALSE(is_sql_word("zzz"));
}

TEST_CASE("sql keywords: names are not painted, and English is no SQL", "[cli]") {
    CHECK(is_sql_bone("select"));
    CHECK(is_sql_bone("grant"));
    CHECK_FALSE(is_sql_bone("date"));
    CHECK(is_sql_word("date"));
    CHECK_FALSE(is_sql_word("of"));
}

}
