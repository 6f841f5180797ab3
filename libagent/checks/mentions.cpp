#include "libagent/checks/mentions.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <unordered_map>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr std::size_t longest_name = 120, most_name_words = 8;
/// Columns of more rows are searched for whole cells only.
constexpr std::size_t most_rows_with_aliases = 300;

struct Token {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string folded;
};

/// The first run of letters and digits at or behind `i`, not folded; empty when none is left.
Token next_token(string_view text, std::size_t i) {
    const auto length_at = [&](std::size_t at) {
        return at < text.size() && is_ascii_digit(text[at]) ? std::size_t{1}
                                                            : letter_length(text, at);
    };
    while (i < text.size() && length_at(i) == 0) ++i;
    std::size_t end = i;
    while (const std::size_t length = length_at(end)) end += length;
    return {i, end, {}};
}

std::vector<Token> tokens_of(string_view text) {
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < text.size();) {
        Token token = next_token(text, i);
        if (token.end == token.begin) break;
        token.folded = folded_word(text.substr(token.begin, token.end - token.begin));
        i = token.end;
        tokens.push_back(std::move(token));
    }
    return tokens;
}

/// Whether a word of the answer is that of a name, for its last one perhaps in the plural.
bool is_same_word(string_view said, string_view name, bool is_last) {
    if (said == name) return true;
    constexpr std::size_t shortest_plural = 4;
    if (!is_last || said.size() < shortest_plural || !said.starts_with(name)) return false;
    const string_view end = said.substr(name.size());
    return end == "s" || end == "es";
}

bool has_lower_start(string_view text) {
    return !text.empty() && text[0] >= 'a' && text[0] <= 'z';
}

bool has_upper_start(string_view text) {
    return !text.empty() &&
           ((text[0] >= 'A' && text[0] <= 'Z') || static_cast<unsigned char>(text[0]) >= 0x80);
}

struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t words = 0;
};

class MentionFinder {
  public:
    explicit MentionFinder(const MentionSearch& search)
        : search_(search),
          tokens_(tokens_of(search.text.plain)),
          dates_(find_dates(search.text.plain)) {
        collect_places();
    }

    std::vector<Mention> find();

  private:
    void collect_places();
    std::vector<Place> places_of(string_view cell) const;
    std::vector<Place> places_of_word(const std::string& word) const;
    void search_cells(std::size_t result, const TextColumn& column);
    void search_aliases(std::size_t result, const TextColumn& column);
    void search_dates(std::size_t result, std::size_t column);
    void search_years(std::size_t result, const NumberColumn& column);
    void search_keys(std::size_t result, const NumberColumn& column);
    bool is_fitting(string_view cell, const Place& place) const;
    bool is_bound(std::size_t begin) const;
    void drop_inner();

    const MentionSearch& search_;
    std::vector<Token> tokens_;
    std::vector<WrittenDate> dates_;
    /// Where each word stands, among the tokens; also under its singular.
    std::unordered_map<std::string, std::vector<std::size_t>> places_;
    std::vector<Mention> found_;
};

void MentionFinder::collect_places() {
    constexpr std::size_t shortest_plural = 4;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        const std::string& word = tokens_[i].folded;
        if (search_.text.unit_at(tokens_[i].begin) == std::string::npos) continue;
        places_[word].push_back(i);
        if (word.size() < shortest_plural || word.back() != 's') continue;
        places_[word.substr(0, word.size() - 1)].push_back(i);
        if (word.ends_with("es")) places_[word.substr(0, word.size() - 2)].push_back(i);
    }
}

/// Where the answer says the whole text of a cell.
std::vector<Place> MentionFinder::places_of(string_view cell) const {
    const Token head = next_token(cell, 0);
    const auto starts = places_.find(folded_word(cell.substr(head.begin, head.end - head.begin)));
    if (head.begin == head.end || starts == places_.end()) return {};
    const std::vector<Token> words = tokens_of(cell);
    if (words.size() > most_name_words) return {};
    std::vector<Place> places;
    for (const std::size_t start : starts->second) {
        const std::size_t unit = search_.text.unit_at(tokens_[start].begin);
        const std::size_t end = start + words.size();
        if (end > tokens_.size() || tokens_[end - 1].end > search_.text.units[unit].end) continue;
        std::size_t same = 0;
        while (same < words.size() && is_same_word(tokens_[start + same].folded, words[same].folded,
                                                   same + 1 == words.size()))
            ++same;
        if (same == words.size())
            places.push_back({tokens_[start].begin, tokens_[end - 1].end, words.size()});
    }
    return places;
}

std::vector<Place> MentionFinder::places_of_word(const std::string& word) const {
    std::vector<Place> places;
    const auto starts = places_.find(word);
    if (starts == places_.end()) return places;
    for (const std::size_t start : starts->second)
        places.push_back({tokens_[start].begin, tokens_[start].end, 1});
    return places;
}

/// Whether the place is the cell, and not an ordinary word that only looks like it.
bool MentionFinder::is_fitting(string_view cell, const Place& place) const {
    const string_view written =
        string_view(search_.text.plain).substr(place.begin, place.end - place.begin);
    if (place.words > 1) return true;
    if (has_upper_start(cell) && has_lower_start(written)) return false;
    constexpr std::size_t short_word = 2;
    return written.size() > short_word || !has_lower_start(written);
}

void MentionFinder::search_cells(std::size_t result, const TextColumn& column) {
    const ResultFacts& facts = search_.results[result];
    const std::size_t before = found_.size();
    for (std::size_t row = 0; row < facts.rows; ++row) {
        const database::Cell cell = facts.result->rows.cell(row, column.column);
        if (cell.is_null() || cell.text.size() < 2 || cell.text.size() > longest_name) continue;
        for (const Place& place : places_of(cell.text)) {
            if (!is_fitting(cell.text, place)) continue;
            const auto known = std::find_if(
                found_.begin() + static_cast<std::ptrdiff_t>(before), found_.end(),
                [&](const Mention& m) { return m.begin == place.begin && m.end == place.end; });
            if (known == found_.end())
                found_.push_back({.begin = place.begin,
                                  .end = place.end,
                                  .result = result,
                                  .column = column.column,
                                  .how = Mention::How::cell,
                                  .rows = {static_cast<std::uint32_t>(row)}});
            else if (known->rows.back() != row)
                known->rows.push_back(static_cast<std::uint32_t>(row));
        }
    }
}

/// Single words of the column's values: "Lyon" for Lyon Bottling Plant, "plants" for all of them.
void MentionFinder::search_aliases(std::size_t result, const TextColumn& column) {
    const ResultFacts& facts = search_.results[result];
    struct Holder {
        std::string value;
        bool is_first = true, is_shared = false;
        std::vector<std::uint32_t> rows;
    };
    std::map<std::string, Holder> words;
    for (std::size_t row = 0; row < facts.rows; ++row) {
        const database::Cell cell = facts.result->rows.cell(row, column.column);
        if (cell.is_null() || cell.text.size() > longest_name) continue;
        const std::vector<Token> tokens = tokens_of(cell.text);
        if (tokens.size() < 2) continue;
        constexpr std::size_t shortest = 4;
        for (const Token& token : tokens) {
            if (token.folded.size() < shortest || is_ascii_digit(token.folded[0])) continue;
            Holder& holder = words[token.folded];
            if (holder.rows.empty()) {
                holder.value = cell.text;
                holder.is_first = &token == &tokens.front();
            }
            holder.is_shared = holder.is_shared || holder.value != cell.text;
            if (holder.rows.empty() || holder.rows.back() != row)
                holder.rows.push_back(static_cast<std::uint32_t>(row));
        }
    }
    for (const auto& [word, holder] : words) {
        if (!holder.is_shared && !holder.is_first) continue;
        for (const Place& place : places_of_word(word)) {
            if (!holder.is_shared &&
                has_lower_start(string_view(search_.text.plain).substr(place.begin)))
                continue;
            found_.push_back({.begin = place.begin,
                              .end = place.end,
                              .result = result,
                              .column = column.column,
                              .how = holder.is_shared ? Mention::How::shared : Mention::How::alias,
                              .rows = holder.rows});
        }
    }
}

bool MentionFinder::is_bound(std::size_t begin) const {
    const auto behind =
        std::lower_bound(tokens_.begin(), tokens_.end(), begin,
                         [](const Token& token, std::size_t b) { return token.begin < b; });
    for (auto token = behind; token != tokens_.begin() && behind - token < 2;) {
        --token;
        if (in_list(
                "until till since before after from to between through bis seit ab vor nach jusqu "
                "depuis desde hasta",
                token->folded))
            return true;
        if (!in_list("the en end beginning of", token->folded)) return false;
    }
    return false;
}

/// "YYYY-MM" of a cell that is a date, and its day; a month of 0 when it is none.
WrittenDate cell_date(string_view cell) {
    constexpr std::size_t longest_date = 35;
    if (cell.size() < 4 || cell.size() > longest_date || !is_ascii_digit(cell[0])) return {};
    const auto number = [&](std::size_t at, std::size_t count) {
        int value = 0;
        for (std::size_t i = at; i < at + count; ++i) {
            if (i >= cell.size() || !is_ascii_digit(cell[i])) return 0;
            value = value * 10 + (cell[i] - '0');
        }
        return value;
    };
    if (cell.size() > 4 && cell[4] != '-') return {};
    return {.begin = 0,
            .end = cell.size(),
            .year = number(0, 4),
            .month = number(5, 2),
            .day = number(8, 2)};
}

void MentionFinder::search_dates(std::size_t result, std::size_t column) {
    if (dates_.empty()) return;
    const ResultFacts& facts = search_.results[result];
    std::vector<Mention> mentions;
    for (const WrittenDate& date : dates_)
        mentions.push_back({.begin = date.begin,
                            .end = date.end,
                            .result = result,
                            .column = column,
                            .how = Mention::How::date,
                            .rows = {},
                            .is_bound = is_bound(date.begin)});
    constexpr std::size_t patience = 20;
    std::size_t misses = 0;
    for (std::size_t row = 0; row < facts.rows; ++row) {
        const database::Cell cell = facts.result->rows.cell(row, column);
        if (cell.is_null()) continue;
        const WrittenDate held = cell_date(cell.text);
        if (held.year == 0 && ++misses > patience) return;
        for (std::size_t i = 0; i < dates_.size(); ++i) {
            const WrittenDate& date = dates_[i];
            const bool fits = held.year != 0 && (date.year == 0 || date.year == held.year) &&
                              (date.month == 0 || date.month == held.month) &&
                              (date.day == 0 || date.day == held.day);
            if (fits) mentions[i].rows.push_back(static_cast<std::uint32_t>(row));
        }
    }
    for (Mention& mention : mentions) {
        if (!mention.rows.empty()) found_.push_back(std::move(mention));
    }
}

/// Columns of years are numbers to the rest of the checks.
void MentionFinder::search_years(std::size_t result, const NumberColumn& column) {
    constexpr double first_year = 1900, last_year = 2100;
    if (!column.is_whole || column.least() < first_year || column.most() > last_year) return;
    for (const WrittenDate& date : dates_) {
        Mention mention{.begin = date.begin,
                        .end = date.end,
                        .result = result,
                        .column = column.column,
                        .how = Mention::How::date,
                        .rows = {},
                        .is_bound = is_bound(date.begin)};
        if (date.month != 0) continue;
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            if (column.values[row] == date.year)
                mention.rows.push_back(static_cast<std::uint32_t>(row));
        }
        if (!mention.rows.empty()) found_.push_back(std::move(mention));
    }
}

/// "order 1042", where the column is called `work_order_id`.
void MentionFinder::search_keys(std::size_t result, const NumberColumn& column) {
    if (!column.is_id) return;
    for (const WrittenNumber& number : search_.numbers) {
        if (!number.is_whole || number.is_word) continue;
        const auto behind =
            std::lower_bound(tokens_.begin(), tokens_.end(), number.begin,
                             [](const Token& token, std::size_t b) { return token.begin < b; });
        if (behind == tokens_.begin()) continue;
        const std::string& before = std::prev(behind)->folded;
        if (before != "id" &&
            std::find(column.name.begin(), column.name.end(), before) == column.name.end())
            continue;
        Mention mention{.begin = number.begin,
                        .end = number.end,
                        .result = result,
                        .column = column.column,
                        .how = Mention::How::key,
                        .rows = {}};
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            if (column.values[row] == number.readings.front().value)
                mention.rows.push_back(static_cast<std::uint32_t>(row));
        }
        if (!mention.rows.empty()) found_.push_back(std::move(mention));
    }
}

/// "Rating House" within "Rating House Köln" means the latter.
void MentionFinder::drop_inner() {
    std::stable_sort(found_.begin(), found_.end(), [](const Mention& a, const Mention& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::vector<Mention> kept;
    for (Mention& mention : found_) {
        const bool is_inner = std::any_of(kept.begin(), kept.end(), [&](const Mention& other) {
            const bool is_inside = other.begin <= mention.begin && mention.end <= other.end;
            const bool is_longer = other.end - other.begin > mention.end - mention.begin;
            const bool is_weaker = mention.how != other.how && mention.column == other.column;
            return other.result == mention.result && is_inside && (is_longer || is_weaker);
        });
        if (!is_inner) kept.push_back(std::move(mention));
    }
    found_ = std::move(kept);
}

std::vector<Mention> MentionFinder::find() {
    for (std::size_t result = 0; result < search_.results.size(); ++result) {
        const ResultFacts& facts = search_.results[result];
        for (const TextColumn& column : facts.texts) {
            search_cells(result, column);
            if (facts.rows <= most_rows_with_aliases) search_aliases(result, column);
            search_dates(result, column.column);
        }
        for (const NumberColumn& column : facts.numbers) {
            search_years(result, column);
            search_keys(result, column);
        }
    }
    drop_inner();
    return std::move(found_);
}

}

std::string name_key(string_view text) {
    std::string key;
    for (std::size_t i = 0; i < text.size();) {
        const Token token = next_token(text, i);
        if (token.end == token.begin) break;
        if (!key.empty()) key += ' ';
        key += folded_word(text.substr(token.begin, token.end - token.begin));
        i = token.end;
    }
    return key;
}

std::vector<Mention> find_mentions(const MentionSearch& search) {
    return MentionFinder(search).find();
}

}
