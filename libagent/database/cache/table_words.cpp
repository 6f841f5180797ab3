#include "libagent/database/cache/table_words.h"

#include "libagent/base/identifier.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace askdb::database {
namespace {

/// Words that say what is asked, not of what. In the order of the alphabet.
constexpr std::array usual_words = {
    "a",      "all",    "also",   "am",     "among", "an",    "and",   "any",   "are",   "as",
    "at",     "be",     "been",   "both",   "but",   "by",    "can",   "could", "did",   "display",
    "do",     "does",   "each",   "every",  "find",  "for",   "from",  "get",   "give",  "had",
    "has",    "have",   "having", "her",    "his",   "how",   "i",     "if",    "in",    "into",
    "is",     "it",     "its",    "least",  "less",  "list",  "many",  "me",    "more",  "most",
    "much",   "my",     "no",     "not",    "of",    "on",    "only",  "or",    "other", "our",
    "please", "return", "s",      "select", "show",  "so",    "some",  "tell",  "than",  "that",
    "the",    "their",  "them",   "then",   "there", "these", "they",  "this",  "those", "to",
    "us",     "was",    "we",     "were",   "what",  "when",  "where", "which", "who",   "whose",
    "will",   "with",   "would",  "you",    "your"};

bool is_usual(std::string_view word) {
    return std::binary_search(usual_words.begin(), usual_words.end(), word);
}

void append_words(std::string& text, std::string_view name) {
    const std::vector<std::string> words = words_of_name(name);
    for (const std::string& word : words) text.append(word).append(" ");
    if (words.size() < 2) return;
    for (const std::string& word : words) text += word;
    text += ' ';
}

}

std::vector<std::string> words_of_name(std::string_view name) {
    std::vector<std::string> words;
    for (const std::string_view word : split_identifier(name)) words.push_back(lower_ascii(word));
    return words;
}

TableWords words_of_table(const Table& table) {
    TableWords words;
    append_words(words.name, table.name);
    if (!table.schema.empty()) append_words(words.name, table.schema);
    words.comments = table.comment + "\n";
    for (const Column& column : table.columns) {
        append_words(words.columns, column.name);
        if (!column.comment.empty()) words.comments += column.comment + "\n";
    }
    return words;
}

std::vector<std::string> words_of_question(std::string_view question) {
    std::vector<std::string> telling, others;
    for (std::string& word : words_of_name(question)) {
        std::vector<std::string>& where = is_usual(word) ? others : telling;
        if (where.size() == most_question_words) continue;
        if (std::find(where.begin(), where.end(), word) != where.end()) continue;
        where.push_back(std::move(word));
    }
    return telling.empty() ? others : telling;
}

std::string any_of_words(const std::vector<std::string>& words) {
    std::string query;
    const auto add = [&query](std::string_view word) {
        query.append(query.empty() ? "\"" : " OR \"").append(word).append("\"");
    };
    for (const std::string& word : words) add(word);
    for (std::size_t i = 1; i < words.size(); ++i) add(words[i - 1] + words[i]);
    return query;
}

}
