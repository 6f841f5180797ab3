#include "libagent/checks/date_claims.h"

#include "libagent/base/stop.h"
#include "libagent/checks/date_texts.h"

#include <algorithm>

namespace askdb::checks {
namespace {

/// A date as it may be read: once more with day and month exchanged.
std::vector<DateParts> readings_of(const SaidDate& date) {
    std::vector<DateParts> readings = {date.parts};
    if (!date.may_swap) return readings;
    readings.push_back(date.parts);
    std::swap(readings.back().month, readings.back().day);
    return readings;
}

/// Whether a date of a text says as much.
bool says_date(const DateParts& told, const DateParts& date) {
    const auto is_same = [](int asked, int has) { return asked == 0 || asked == has; };
    return is_same(date.year, told.year) && is_same(date.month, told.month) &&
           is_same(date.day, told.day);
}

}

DateJudge::DateJudge(const DateSearch& search)
    : search_(search), said_(find_said_dates(search.text, search.numbers)) {}

/// The cells, and all else that may say a date.
void DateJudge::read_cells() {
    if (known_) return;
    known_.emplace(search_.check);
    for (const ResultFacts& facts : search_.results) {
        dates_.push_back(read_dates(facts, search_.check.stop));
        is_dated_ = is_dated_ || dates_.back().is_dated;
        is_unsure_ = is_unsure_ || dates_.back().is_unsure;
        for (const DateColumn& column : dates_.back().columns) {
            has_zones_ = has_zones_ || column.has_zones();
            has_years_ = has_years_ || !column.lacks_years();
        }
    }
}

bool DateJudge::is_of_dates(const Mention& mention) const {
    if (mention.how == Mention::How::date) return true;
    const std::vector<DateColumn>& columns = dates_[mention.result].columns;
    return std::any_of(columns.begin(), columns.end(),
                       [&](const DateColumn& column) { return column.column() == mention.column; });
}

/// Which rows each date is said of: as of numbers, by names that are no dates.
void DateJudge::place_dates() {
    std::vector<Mention> names;
    std::copy_if(search_.mentions.begin(), search_.mentions.end(), std::back_inserter(names),
                 [this](const Mention& mention) { return !is_of_dates(mention); });
    std::vector<WrittenNumber> places;
    for (const SaidDate& date : said_)
        places.push_back({.begin = date.begin, .end = date.end, .readings = {}});
    places_ = place_numbers({.text = search_.text,
                             .numbers = places,
                             .mentions = names,
                             .results = search_.results.size(),
                             .stop = search_.check.stop});
}

/// A date within a name, as in "Inventory of June 2025".
std::string DateJudge::name_around(const SaidDate& date) const {
    for (const Mention& mention : search_.mentions) {
        const bool is_around = mention.begin <= date.begin && date.end <= mention.end;
        if (!is_around || is_of_dates(mention)) continue;
        const ResultFacts& facts = search_.results[mention.result];
        return std::string(facts.result->handle) + ": row " +
               std::to_string(mention.rows.front() + 1) + ", " + facts.column_name(mention.column);
    }
    return {};
}

std::string DateJudge::source_of(std::size_t result, const DateColumn& column,
                                 std::uint32_t row) const {
    const ResultFacts& facts = search_.results[result];
    return std::string(facts.result->handle) + ": row " + std::to_string(row + 1) + ", " +
           facts.column_name(column.column());
}

bool DateJudge::is_known_year(int year) const {
    const DateParts parts{.year = year};
    const auto has_year = [&](const DateFacts& facts) {
        return std::any_of(facts.columns.begin(), facts.columns.end(),
                           [&](const DateColumn& column) {
                               return !column.lacks_years() && column.find(parts, false);
                           });
    };
    return std::any_of(dates_.begin(), dates_.end(), has_year);
}

std::optional<std::string> DateJudge::in_row(const SaidDate& date, const NamedRows& named) const {
    for (const DateColumn& column : dates_[named.result].columns) {
        for (const std::uint32_t row : named.rows) {
            for (const DateParts& parts : readings_of(date)) {
                if (column.has(parts, date.is_end, row))
                    return source_of(named.result, column, row);
            }
        }
    }
    return std::nullopt;
}

/// A cell that has the date; the last choice is one of a row that is not meant.
DateJudge::Found DateJudge::in_cells(const SaidDate& date, const NumberPlace& place) const {
    const bool is_own_clause = !place.is_leading && !place.is_inherited;
    Found elsewhere;
    for (const NamedRows& named : place.named) {
        if (!named.is_strict) continue;
        if (auto source = in_row(date, named)) return {.source = std::move(*source)};
    }
    for (std::size_t result = 0; result < dates_.size(); ++result) {
        const bool is_tied =
            is_own_clause &&
            std::any_of(place.named.begin(), place.named.end(), [result](const NamedRows& named) {
                return named.is_strict && named.result == result;
            });
        for (const DateColumn& column : dates_[result].columns) {
            const bool needs_year = column.lacks_years() && date.parts.year != 0 &&
                                    (has_years_ || known_->limit_years());
            const bool is_year_known =
                !needs_year || is_known_year(date.parts.year) ||
                !known_->source_of({.year = date.parts.year}, false, false).empty();
            for (const DateParts& parts : readings_of(date)) {
                const auto row = column.find(parts, date.is_end);
                if (!row || !is_year_known) continue;
                Found found{.source = source_of(result, column, *row), .is_elsewhere = is_tied};
                if (!is_tied) return found;
                if (elsewhere.source.empty()) elsewhere = std::move(found);
            }
        }
    }
    return elsewhere;
}

bool DateJudge::has_in_texts(const SaidDate& date) {
    if (!are_texts_read_) {
        TextDates texts = dates_in_texts(search_.results, dates_, search_.check.stop);
        in_texts_ = std::move(texts.dates);
        are_texts_cut_ = texts.is_cut;
        are_texts_read_ = true;
    }
    return are_texts_cut_ ||
           std::any_of(in_texts_.begin(), in_texts_.end(),
                       [&](const DateParts& told) { return says_date(told, date.parts); });
}

/// Whether nothing can be said against a date that is found nowhere.
bool DateJudge::is_silent(const SaidDate& date) const {
    return !is_dated_ || is_unsure_ || known_->are_computed() || date.is_loose ||
           (date.parts.time >= 0 && has_zones_);
}

std::optional<CheckedNumber> DateJudge::judge_one(const SaidDate& date, const NumberPlace& place) {
    CheckedNumber checked{.begin = date.begin,
                          .end = date.end,
                          .verdict = Verdict::matched,
                          .source = name_around(date),
                          .origin = Origin::cell};
    if (!checked.source.empty()) return checked;
    Found found = in_cells(date, place);
    checked.source = found.source;
    if (!checked.source.empty() && !found.is_elsewhere) return checked;
    checked.origin = Origin::said;
    for (const DateParts& parts : readings_of(date)) {
        checked.source = known_->source_of(parts, date.is_end, is_known_year(parts.year));
        if (!checked.source.empty()) return checked;
    }
    if (is_silent(date)) return std::nullopt;
    if (found.is_elsewhere) {
        checked.verdict = Verdict::misplaced;
        checked.origin = Origin::cell;
        checked.source = std::move(found.source);
        return checked;
    }
    if (has_in_texts(date)) return std::nullopt;
    checked.verdict = Verdict::unmatched;
    checked.origin = Origin::none;
    return checked;
}

std::vector<CheckedNumber> DateJudge::judge() {
    std::vector<CheckedNumber> checked;
    if (said_.empty()) return checked;
    read_cells();
    place_dates();
    for (std::size_t i = 0; i < said_.size(); ++i) {
        throw_if_stopped(search_.check.stop);
        if (auto one = judge_one(said_[i], places_[i])) checked.push_back(std::move(*one));
    }
    return checked;
}

std::string DateJudge::source_of_year(int year) {
    read_cells();
    const SaidDate date{.parts = {.year = year}};
    const Found found = in_cells(date, NumberPlace{});
    return found.source.empty() ? known_->source_of(date.parts, false, false) : found.source;
}

}
