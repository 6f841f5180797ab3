#include "libagent/loop/relevance.h"

#include "libagent/base/text.h"
#include "libagent/base/utf8.h"

#include <algorithm>
#include <numeric>

namespace askdb::loop {
namespace {

constexpr std::size_t max_comment_characters = 80;
constexpr std::size_t shortest_stem = 3;

using Words = std::vector<std::string>;

/// The bytes of the first `count` characters; all of it when there are no more.
std::size_t bytes_of_characters(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (!is_continuation_byte(text[at]) && count-- == 0) break;
        ++at;
    }
    return at;
}

/// `orders` and `order`, `category` and `categories`: one begins like the other.
bool are_akin(const std::string& a, const std::string& b) {
    const std::size_t common = std::min(a.size(), b.size());
    const std::size_t stem = std::max(shortest_stem, common - std::min<std::size_t>(common, 1));
    return a.compare(0, std::min(stem, common), b, 0, std::min(stem, common)) == 0 &&
           std::max(a.size(), b.size()) - common <= shortest_stem;
}

/// How many words of the question are in the text.
int shared_words(std::string_view text, const Words& question) {
    int count = 0;
    for (const std::string& word : lower_words(text)) {
        count += std::any_of(question.begin(), question.end(),
                             [&](const std::string& asked) { return are_akin(word, asked); });
    }
    return count;
}

int relevance(const database::Column& column, const Words& question) {
    return shared_words(column.name, question) +
           shared_words(short_comment(column.comment), question);
}

/// How much of the question is in the table's name (three points a word) and its columns' (one).
int relevance(const database::Table& table, const Words& question) {
    constexpr int name_weight = 3;
    int score = name_weight * (shared_words(table.name, question) +
                               shared_words(short_comment(table.comment), question));
    for (const database::Column& column : table.columns) score += relevance(column, question);
    return score;
}

template <class Thing>
std::vector<std::size_t> order_by_relevance(const std::vector<Thing>& things,
                                            const Words& question) {
    std::vector<int> scores;
    for (const Thing& thing : things) scores.push_back(relevance(thing, question));
    std::vector<std::size_t> order(things.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return scores[a] > scores[b]; });
    return order;
}

}

std::vector<std::string> lower_words(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : lower_ascii(text)) {
        const bool in_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
        if (in_word) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    std::erase_if(words, [](const std::string& word) { return word.size() < shortest_stem; });
    return words;
}

std::string_view short_comment(std::string_view comment) {
    comment = trim(comment);
    const std::string_view beginning =
        comment.substr(0, bytes_of_characters(comment, max_comment_characters));
    if (beginning.size() == comment.size()) return comment;
    std::size_t end = beginning.find('\n');
    for (const std::string_view mark : {". ", "! ", "? ", "; "})
        end = std::min(end, beginning.find(mark));
    return trim(beginning.substr(0, end));
}

std::vector<std::size_t> by_relevance(const std::vector<database::Table>& tables,
                                      const Words& question) {
    return order_by_relevance(tables, question);
}

std::vector<std::size_t> by_relevance(const std::vector<database::Column>& columns,
                                      const Words& question) {
    return order_by_relevance(columns, question);
}

}
