#include "libagent/models/offline/dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string_view>

namespace askdb::models::offline {
namespace {

using std::chrono::year_month_day;

constexpr std::string_view month_names[] = {"january",   "february", "march",    "april",
                                            "may",       "june",     "july",     "august",
                                            "september", "october",  "november", "december"};

std::optional<int> small_number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<int> year_in(std::span<const Word> words, std::size_t at) {
    constexpr std::size_t digits = 4;
    if (at >= words.size() || words[at].kind != WordKind::number) return std::nullopt;
    if (words[at].text.size() != digits) return std::nullopt;
    const auto year = small_number(words[at].folded);
    return year && *year >= 1000 && *year < 3000 ? year : std::nullopt;
}

std::optional<unsigned> month_in(std::span<const Word> words, std::size_t at) {
    if (at >= words.size() || words[at].kind != WordKind::word) return std::nullopt;
    for (unsigned month = 0; month < std::size(month_names); ++month) {
        const std::string_view name = month_names[month];
        const std::string& word = words[at].folded;
        if (word == name || (word.size() == 3 && name.starts_with(word))) return month + 1;
    }
    return std::nullopt;
}

std::optional<unsigned> day_in(std::span<const Word> words, std::size_t at) {
    if (at >= words.size()) return std::nullopt;
    std::string text = words[at].folded;
    for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
        if (words[at].kind == WordKind::word && text.ends_with(ending))
            text.resize(text.size() - ending.size());
    }
    const auto day = small_number(text);
    if (!day || *day < 1 || *day > 31) return std::nullopt;
    return static_cast<unsigned>(*day);
}

std::string iso(const year_month_day& date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<DateSpan> one_day(int year, unsigned month, unsigned day, std::size_t end) {
    const year_month_day date{std::chrono::year(year), std::chrono::month(month),
                              std::chrono::day(day)};
    if (!date.ok()) return std::nullopt;
    const year_month_day next{std::chrono::sys_days(date) + std::chrono::days(1)};
    return DateSpan{iso(date), iso(next), iso(date), false, end};
}

DateSpan one_month(int year, unsigned month, std::size_t end) {
    const auto first = std::chrono::year(year) / std::chrono::month(month) / 1;
    const auto next = first + std::chrono::months(1);
    std::string name(month_names[month - 1]);
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return {iso(first), iso(next), fmt::format("{} {}", name, year), false, end};
}

std::optional<DateSpan> iso_day(std::string_view text, std::size_t end) {
    const auto year = small_number(text.substr(0, 4));
    const auto month = small_number(text.substr(5, 2));
    const auto day = small_number(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    return one_day(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day), end);
}

}

std::optional<DateSpan> date_at(std::span<const Word> words, std::size_t at) {
    if (at >= words.size()) return std::nullopt;
    if (words[at].kind == WordKind::date) return iso_day(words[at].text, at + 1);
    if (const auto year = year_in(words, at)) {
        const std::string text = std::to_string(*year);
        return DateSpan{text + "-01-01", std::to_string(*year + 1) + "-01-01", text, true, at + 1};
    }
    if (const auto month = month_in(words, at)) {
        if (const auto year = year_in(words, at + 1)) return one_month(*year, *month, at + 2);
        const auto day = day_in(words, at + 1);
        std::size_t next = at + 2;
        if (day && next < words.size() && words[next].kind == WordKind::comma) ++next;
        const auto year = day ? year_in(words, next) : std::nullopt;
        return year ? one_day(*year, *month, *day, next + 1) : std::nullopt;
    }
    if (const auto day = day_in(words, at)) {
        std::size_t next = at + 1;
        if (next < words.size() && words[next].folded == "of") ++next;
        const auto month = month_in(words, next);
        const auto year = month ? year_in(words, next + 1) : std::nullopt;
        return year ? one_day(*year, *month, *day, next + 2) : std::nullopt;
    }
    return std::nullopt;
}

}
