#include "libagent/checks/mentions.h"

#include "libagent/base/ascii.h"
#include "libagent/base/stop.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/mention_finder.h"

#include <algorithm>
#include <map>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr std::size_t longest_mention = 120, most_name_words = 8;

constexpr std::size_t rows_between_stops = 4'096;

/// Columns of more rows are searched for whole cells only.
constexpr std::size_t most_rows_with_aliases = 300;

/// The first run of letters and digits at or behind `i`, not folded; empty when none is left.
NameToken next_token(string_view text, std::size_t i) {
    const auto length_at = [&](std::size_t at) {
        return at < text.size() && is_ascii_digit(text[at]) ? std::size_t{1}
                                                            : letter_length(text, at);
    };
    while (i < text.size() && length_at(i) == 0) ++i;
    std::size_t end = i;
    while (const std::size_t length = length_at(end)) end += length;
    return {i, end, {}};
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

/// A word of a column's values, and whose it is.
struct WordHolder {
    std::string value;
    bool is_first = true;    ///< It begins the value.
    bool is_shared = false;  ///< Several values have it.
    std::vector<std::uint32_t> rows = {};
};

/// Every word of the column's values that have several.
std::map<std::string, WordHolder> words_of_values(const ResultFacts& facts, std::size_t column) {
    std::map<std::string, WordHolder> words;
    for (std::size_t row = 0; row < facts.rows; ++row) {
        const database::Cell cell = facts.result->rows.cell(row, column);
        if (cell.is_null() || cell.text.size() > longest_mention) continue;
        const std::vector<NameToken> tokens = name_tokens(cell.text);
        if (tokens.size() < 2) continue;
        constexpr std::size_t shortest = 4;
        for (const NameToken& token : tokens) {
            if (token.folded.size() < shortest || is_ascii_digit(token.folded[0])) continue;
            WordHolder& holder = words[token.folded];
            if (holder.rows.empty()) {
                holder.value = cell.text;
                holder.is_first = &token == &tokens.front();
            }
            holder.is_shared = holder.is_shared || holder.value != cell.text;
            if (holder.rows.empty() || holder.rows.back() != row)
                holder.rows.push_back(static_cast<std::uint32_t>(row));
        }
    }
    return words;
}

}

std::vector<NameToken> name_tokens(string_view text) {
    std::vector<NameToken> tokens;
    for (std::size_t i = 0; i < text.size();) {
        NameToken token = next_token(text, i);
        if (token.end == token.begin) break;
        token.folded = folded_word(text.substr(token.begin, token.end - token.begin));
        i = token.end;
        tokens.push_back(std::move(token));
    }
    return tokens;
}

void MentionFinder::collect_places() {
    constexpr std::size_t shortest_plural = 4;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        const std::string& word = tokens_[i].folded;
        const std::size_t unit = search_.text.unit_at(tokens_[i].begin);
        unit_ends_.push_back(unit == std::string::npos ? 0 : search_.text.units[unit].end);
        if (unit == std::string::npos) continue;
        places_[word].push_back(i);
        if (word.size() < shortest_plural || word.back() != 's') continue;
        places_[word.substr(0, word.size() - 1)].push_back(i);
        if (word.ends_with("es")) places_[word.substr(0, word.size() - 2)].push_back(i);
    }
}

/// Where the answer says the whole text of a cell.
std::vector<NamePlace> MentionFinder::places_of(string_view cell) const {
    const NameToken head = next_token(cell, 0);
    const auto starts = places_.find(folded_word(cell.substr(head.begin, head.end - head.begin)));
    if (head.begin == head.end || starts == places_.end()) return {};
    // Most cells end here: the answer goes on otherwise behind their first word.
    const NameToken second = next_token(cell, head.end);
    const std::string next = folded_word(cell.substr(second.begin, second.end - second.begin));
    const bool goes_on =
        std::any_of(starts->second.begin(), starts->second.end(), [&](std::size_t start) {
            return next.empty() ||
                   (start + 1 < tokens_.size() && tokens_[start + 1].folded.starts_with(next));
        });
    if (!goes_on) return {};
    const std::vector<NameToken> words = name_tokens(cell);
    if (words.size() > most_name_words) return {};
    std::vector<NamePlace> places;
    for (const std::size_t start : starts->second) {
        const std::size_t end = start + words.size();
        if (end > tokens_.size() || tokens_[end - 1].end > unit_ends_[start]) continue;
        std::size_t same = 0;
        while (same < words.size() && is_same_word(tokens_[start + same].folded, words[same].folded,
                                                   same + 1 == words.size()))
            ++same;
        if (same == words.size())
            places.push_back({tokens_[start].begin, tokens_[end - 1].end, words.size()});
    }
    return places;
}

std::vector<NamePlace> MentionFinder::places_of_word(const std::string& word) const {
    std::vector<NamePlace> places;
    const auto starts = places_.find(word);
    if (starts == places_.end()) return places;
    for (const std::size_t start : starts->second)
        places.push_back({tokens_[start].begin, tokens_[start].end, 1});
    return places;
}

/// Whether the place is the cell, and not an ordinary word that only looks like it.
bool MentionFinder::is_fitting(string_view cell, const NamePlace& place) const {
    const string_view written =
        string_view(search_.text.plain).substr(place.begin, place.end - place.begin);
    if (place.words > 1) return true;
    if (has_upper_start(cell) && has_lower_start(written)) return false;
    constexpr std::size_t short_word = 2;
    return written.size() > short_word || !has_lower_start(written);
}

void MentionFinder::search_cells(std::size_t result, const TextColumn& column) {
    const ResultFacts& facts = search_.results[result];
    std::unordered_map<string_view, std::size_t> known;  // Texts that are looked for only once.
    std::vector<SaidText> said;
    for (std::size_t row = 0; row < facts.rows; ++row) {
        if (row % rows_between_stops == 0) throw_if_stopped(search_.stop);
        const database::Cell cell = facts.result->rows.cell(row, column.column);
        if (cell.is_null() || cell.text.size() < 2 || cell.text.size() > longest_mention) continue;
        auto text = known.find(cell.text);
        if (text == known.end()) {
            std::vector<NamePlace> places = places_of(cell.text);
            if (places.empty()) continue;
            std::erase_if(places,
                          [&](const NamePlace& place) { return !is_fitting(cell.text, place); });
            text = known.emplace(cell.text, said.size()).first;
            said.push_back({.places = std::move(places)});
        }
        said[text->second].rows.push_back(static_cast<std::uint32_t>(row));
    }
    add_said({.result = result, .column = column.column, .how = Mention::How::cell}, said);
}

/// One mention for each place; it names the rows of all texts that are meant there ("open" of
/// "Open" and "open").
void MentionFinder::add_said(Mention mention, const std::vector<SaidText>& said) {
    std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> texts_at;
    for (std::size_t text = 0; text < said.size(); ++text) {
        for (const NamePlace& place : said[text].places) {
            std::vector<std::size_t>& texts = texts_at[{place.begin, place.end}];
            if (texts.empty() || texts.back() != text) texts.push_back(text);
        }
    }
    std::map<std::vector<std::size_t>, SharedRows> rows_of;
    for (const auto& [place, texts] : texts_at) {
        const auto [rows, is_new] = rows_of.try_emplace(texts);
        if (is_new) {
            std::vector<std::uint32_t> all;
            for (const std::size_t text : texts)
                all.insert(all.end(), said[text].rows.begin(), said[text].rows.end());
            std::sort(all.begin(), all.end());
            rows->second = SharedRows(std::move(all));
        }
        mention.begin = place.first;
        mention.end = place.second;
        mention.rows = rows->second;
        found_.push_back(mention);
    }
}

/// Single words of the column's values: "Lyon" for Lyon Bottling Plant, "plants" for all of them.
void MentionFinder::search_aliases(std::size_t result, const TextColumn& column) {
    for (const auto& [word, holder] : words_of_values(search_.results[result], column.column)) {
        if (!holder.is_shared && !holder.is_first) continue;
        const SharedRows rows(holder.rows);
        for (const NamePlace& place : places_of_word(word)) {
            const string_view written = string_view(search_.text.plain).substr(place.begin);
            if (!holder.is_shared && has_lower_start(written)) continue;
            found_.push_back({.begin = place.begin,
                              .end = place.end,
                              .result = result,
                              .column = column.column,
                              .how = holder.is_shared ? Mention::How::shared : Mention::How::alias,
                              .rows = rows});
        }
    }
}

/// "Rating House" within "Rating House Köln" means the latter.
void MentionFinder::drop_inner() {
    std::stable_sort(found_.begin(), found_.end(), [](const Mention& a, const Mention& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::vector<Mention> kept;
    std::vector<std::size_t> open;  // Of those that are kept: what may still hold another one.
    for (Mention& mention : found_) {
        if (kept.size() % rows_between_stops == 0) throw_if_stopped(search_.stop);
        std::erase_if(open, [&](std::size_t i) { return kept[i].end <= mention.begin; });
        const bool is_inner = std::any_of(open.begin(), open.end(), [&](std::size_t i) {
            const Mention& other = kept[i];
            const bool is_inside = mention.end <= other.end;  // It began before, by the order.
            const bool is_longer = other.end - other.begin > mention.end - mention.begin;
            const bool is_weaker = mention.how != other.how && mention.column == other.column;
            return other.result == mention.result && is_inside && (is_longer || is_weaker);
        });
        if (is_inner) continue;
        open.push_back(kept.size());
        kept.push_back(std::move(mention));
    }
    found_ = std::move(kept);
}

std::vector<Mention> MentionFinder::find() {
    for (std::size_t result = 0; result < search_.results.size(); ++result) {
        const ResultFacts& facts = search_.results[result];
        for (const TextColumn& column : facts.texts) {
            // Dates are looked for by what they are, not by their text.
            const database::Kind kind = facts.result->rows.columns[column.column].kind;
            if (kind != database::Kind::date && kind != database::Kind::timestamp)
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

std::string name_key(string_view text) {
    std::string key;
    for (std::size_t i = 0; i < text.size();) {
        const NameToken token = next_token(text, i);
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
