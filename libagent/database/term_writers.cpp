#include "libagent/database/term_writers.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace askdb::database {
namespace {

// Parts of a date as numbers.
struct EscapedParts {
    static std::string year(std::string_view x) { return fmt::format("{{fn YEAR({})}}", x); }
    static std::string month(std::string_view x) { return fmt::format("{{fn MONTH({})}}", x); }
    static std::string day(std::string_view x) { return fmt::format("{{fn DAYOFMONTH({})}}", x); }
};
struct ExtractedParts {
    static std::string year(std::string_view x) { return fmt::format("EXTRACT(YEAR FROM {})", x); }
    static std::string month(std::string_view x) {
        return fmt::format("EXTRACT(MONTH FROM {})", x);
    }
    static std::string day(std::string_view x) { return fmt::format("EXTRACT(DAY FROM {})", x); }
};
struct CalledParts {
    static std::string year(std::string_view x) { return fmt::format("YEAR({})", x); }
    static std::string month(std::string_view x) { return fmt::format("MONTH({})", x); }
    static std::string day(std::string_view x) { return fmt::format("DAY({})", x); }
};

// Two texts as one.
struct JoinByEscape {
    static std::string both(std::string_view a, std::string_view b) {
        return fmt::format("{{fn CONCAT({}, {})}}", a, b);
    }
};
struct JoinByBars {
    static std::string both(std::string_view a, std::string_view b) {
        return fmt::format("({} || {})", a, b);
    }
};
struct JoinByCall {
    static std::string both(std::string_view a, std::string_view b) {
        return fmt::format("CONCAT({}, {})", a, b);
    }
};
struct JoinByPlus {
    static std::string both(std::string_view a, std::string_view b) {
        return fmt::format("({} + {})", a, b);
    }
};

std::string digits_of(std::string_view number, int count) {
    return fmt::format("CAST({} AS CHAR({}))", number, count);
}

/// `head` and a number of two digits. No value is none of the two cases, and stays none: some
/// databases join it as if it were an empty text.
template <class Join>
std::string with_two_digits(const std::string& head, const std::string& number) {
    constexpr int one_digit = 1, two_digits = 2;
    return fmt::format("CASE WHEN {0} < 10 THEN {1} WHEN {0} >= 10 THEN {2} END", number,
                       Join::both(head, Join::both("'-0'", digits_of(number, one_digit))),
                       Join::both(head, Join::both("'-'", digits_of(number, two_digits))));
}

template <class Parts>
std::string year_text(std::string_view x) {
    constexpr int year_digits = 4;
    return digits_of(Parts::year(x), year_digits);
}

template <class Parts, class Join>
std::string month_text(std::string_view x) {
    return with_two_digits<Join>(year_text<Parts>(x), Parts::month(x));
}

template <class Parts, class Join>
std::string day_text(std::string_view x) {
    return with_two_digits<Join>(month_text<Parts, Join>(x), Parts::day(x));
}

template <class Parts, class Join>
constexpr DateWriters date_writers_of = {year_text<Parts>, month_text<Parts, Join>,
                                         day_text<Parts, Join>};

constexpr DateWriters all_date_writers[] = {
    date_writers_of<EscapedParts, JoinByEscape>, date_writers_of<EscapedParts, JoinByBars>,
    date_writers_of<ExtractedParts, JoinByBars>, date_writers_of<ExtractedParts, JoinByCall>,
    date_writers_of<CalledParts, JoinByBars>,    date_writers_of<CalledParts, JoinByCall>,
    date_writers_of<CalledParts, JoinByPlus>,    date_writers_of<EscapedParts, JoinByPlus>,
};

std::string escaped_date(std::string_view iso) {
    return fmt::format("{{d '{}'}}", iso);
}
std::string standard_date(std::string_view iso) {
    return fmt::format("DATE '{}'", iso);
}
std::string cast_date(std::string_view iso) {
    return fmt::format("CAST('{}' AS DATE)", iso);
}
constexpr WriteTerm all_date_literals[] = {escaped_date, standard_date, cast_date};

std::string decimal_average(std::string_view x) {
    return fmt::format("AVG(CAST({} AS DECIMAL(38,12)))", x);
}
std::string double_average(std::string_view x) {
    return fmt::format("AVG(CAST({} AS DOUBLE PRECISION))", x);
}
constexpr WriteTerm all_averages[] = {nullptr, decimal_average, double_average};

bool is_character_type(std::string_view type) {
    constexpr std::string_view beginnings[] = {"char",  "varchar", "text",  "bpchar",  "nchar",
                                               "nvarc", "clob",    "longt", "mediumt", "tinyt"};
    std::string lower;
    for (const char c : type) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return std::any_of(std::begin(beginnings), std::end(beginnings),
                       [&](std::string_view begin) { return lower.starts_with(begin); });
}

template <class Collate>
std::string if_character(std::string_view x, std::string_view type, Collate collate) {
    return is_character_type(type) ? collate(x) : std::string(x);
}
std::string order_by_c(std::string_view x, std::string_view type) {
    return if_character(x, type,
                        [](std::string_view e) { return fmt::format("{} COLLATE \"C\"", e); });
}
std::string order_by_bin2(std::string_view x, std::string_view type) {
    return if_character(x, type, [](std::string_view e) {
        return fmt::format("{} COLLATE Latin1_General_100_BIN2", e);
    });
}
std::string order_by_binary(std::string_view x, std::string_view type) {
    return if_character(x, type,
                        [](std::string_view e) { return fmt::format("CAST({} AS BINARY)", e); });
}
constexpr WriteTypedTerm all_byte_orders[] = {order_by_c, order_by_bin2, order_by_binary};

std::string cast_text(std::string_view x) {
    return fmt::format("CAST({} AS TEXT)", x);
}
std::string cast_varchar(std::string_view x) {
    return fmt::format("CAST({} AS VARCHAR(4000))", x);
}
constexpr WriteTerm all_texts[] = {nullptr, cast_text, cast_varchar};

constexpr std::string_view all_lengths[] = {"char_length", "length", "len"};
constexpr std::string_view all_first_rows[] = {" LIMIT {}", " FETCH FIRST {} ROWS ONLY",
                                               " OFFSET 0 ROWS FETCH NEXT {} ROWS ONLY"};

}

std::span<const DateWriters> date_writers() {
    return all_date_writers;
}
std::span<const WriteTerm> date_literal_writers() {
    return all_date_literals;
}
std::span<const WriteTerm> average_writers() {
    return all_averages;
}
std::span<const WriteTypedTerm> byte_order_writers() {
    return all_byte_orders;
}
std::span<const WriteTerm> text_writers() {
    return all_texts;
}
std::span<const std::string_view> length_functions() {
    return all_lengths;
}
std::span<const std::string_view> first_rows_endings() {
    return all_first_rows;
}

}
