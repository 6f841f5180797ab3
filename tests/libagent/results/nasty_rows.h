#pragma once

#include "tests/libagent/results/sample_rows.h"

namespace askdb::results {

/// What databases really hold, one column a kind of trouble: every format has to take it.
inline database::Rows nasty_rows() {
    using database::Kind;
    using namespace std::string_literals;
    const std::string controls =
        "a\0b\x01\x1b[2J\x7f\r\n\t\xe2\x80\xae|,;\"'\\_x0041_<script>&amp;"s;
    const std::vector<std::string> names = {"id",       "id",   "",      "a|b,\"c\"\t<d>\n\\",
                                            "\xff\xfe", "when", "at",    "ok",
                                            "raw",      "doc",  "number"};
    const std::vector<SampleCell> cells = {
        integer_cell("-9223372036854775808"),
        integer_cell("18446744073709551615"),
        text_cell(controls),
        text_cell("\xff\xc3(\xed\xa0\x80"),
        text_cell(""),
        {Kind::date, "infinity"},
        {Kind::timestamp, "0044-03-15 00:00:00 BC"},
        {Kind::boolean, "true"},
        bytes_cell(std::string("\0\xff\n\\x", 5)),
        text_cell(R"({"a": [1, "\n", null]})"),
        decimal_cell("12345678901234567890123456789012345678.00"),
        null_cell,
        null_cell,
        null_cell,
        null_cell,
        text_cell("NULL"),
        {Kind::date, "9999-12-31"},
        {Kind::timestamp, "2024-02-29 23:59:59.999999+00:00"},
        {Kind::boolean, "false"},
        bytes_cell(""),
        text_cell("{{1,NULL},{\"a,b\",\"\\\"\"}}"),
        real_cell("NaN"),
        integer_cell("9223372036854775807"),
        integer_cell("0"),
        text_cell("=1+1"),
        text_cell(" two  spaces "),
        text_cell("\\N"),
        {Kind::time, "-838:59:59"},
        {Kind::timestamp, "1899-12-31T00:00"},
        text_cell("\xf0\x9f\x98\x80\xef\xbf\xbf"),
        bytes_cell("\x01"),
        text_cell("https://example.com/?a=1&b=2"),
        real_cell("-1.7976931348623157e+308"),
    };
    return sample_rows(names, cells);
}

/// One row of `count` columns.
inline database::Rows wide_rows(std::size_t count) {
    std::vector<std::string> names;
    std::vector<SampleCell> cells;
    for (std::size_t column = 0; column < count; ++column) {
        names.push_back("column" + std::to_string(column));
        cells.push_back(integer_cell(std::to_string(column)));
    }
    return sample_rows(names, cells);
}

}
