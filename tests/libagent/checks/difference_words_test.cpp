#include "libagent/checks/difference_words.h"

#include "tests/libagent/checks/compared_rows.h"

#include <catch2/catch.hpp>

namespace askdb::checks {
namespace {

using test::decimal;
using test::nothing;
using test::whole;
using test::words;
using test::WrittenCell;

ComparedTable words_table(const std::vector<std::string>& names, const database::Rows& rows) {
    ComparedTable table{.names = names, .rows = rows.row_count()};
    for (std::size_t i = 0; i < names.size(); ++i) table.columns.push_back(read_column(rows, i));
    return table;
}

/// Of two results of one row, and of one column each.
std::string told(const WrittenCell& here, const WrittenCell& there,
                 const std::string& name = "total") {
    const database::Rows a = test::compared_rows({name}, {{here}});
    const database::Rows b = test::compared_rows({"n"}, {{there}});
    return difference_words(words_table({name}, a), words_table({"n"}, b), {});
}

}

TEST_CASE(
    "difference words: numbers have separators, texts quotes, and nothing controls a terminal",
    "[checks][second]") {
    CHECK(told(whole("-1234567"), decimal("1000.50")) == "total: -1,234,567 here, 1,000.50 there");
    CHECK(told(whole("999"), nothing()) == "total: 999 here, NULL there");
    CHECK(told(words("a\x1b[2J"), words("b"), "x\ny").find_first_of("\x1b\n") == std::string::npos);
    CHECK(told(words(std::string(500, 'x')), words("b")).size() < 120);
}

TEST_CASE("difference words: row counts, and columns that only one of them has",
          "[checks][second]") {
    const database::Rows one = test::compared_rows({"city"}, {{words("Oslo")}});
    const database::Rows two = test::compared_rows({"city", "n"}, {{words("Oslo"), whole("3")}});

    CHECK(row_count_words(1, 2'000) == "1 row here, 2,000 there");
    CHECK(row_count_words(0, 1) == "0 rows here, 1 there");
    CHECK(difference_words(words_table({"city"}, one), words_table({"city", "n"}, two), {{0, 0}}) ==
          "only there: n");
    CHECK(difference_words(words_table({"city", "n"}, two), words_table({"city"}, one), {{0, 0}}) ==
          "only here: n");
}

}
