#include "libagent/loop/digest.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace askdb::loop {
namespace {

constexpr std::size_t digest_bytes_per_token = 4;
constexpr std::size_t max_comment_bytes = 200;
constexpr std::size_t max_name_bytes = 200;
constexpr std::size_t max_type_bytes = 100;
constexpr std::size_t max_digest_columns = 120;
constexpr std::size_t shortest_stem = 3;

/// A word of the schema in the prompt: whoever made the database wrote it, so that it must not
/// begin a line of its own there.
std::string schema_word(std::string_view text, std::size_t max_bytes = max_name_bytes) {
    return visible(clipped(text, max_bytes));
}

std::string schema_words(const std::vector<std::string>& names) {
    std::vector<std::string> words;
    for (const std::string& name : names) words.push_back(schema_word(name));
    return join(words, ", ");
}

std::string comment_text(std::string_view comment) {
    std::string text = schema_word(comment, max_comment_bytes);
    for (std::size_t at = 0; (at = text.find("*/")) != std::string::npos;) text.erase(at, 2);
    return text;
}

/// `equipment_id INTEGER → equipment.equipment_id`
std::string column_text(const database::Column& column, const database::Table& table,
                        const database::Dialect& dialect) {
    std::string text = schema_word(quoted(dialect, column.name));
    if (!column.type.empty()) text += " " + schema_word(column.type, max_type_bytes);
    if (table.primary_key.size() == 1 && table.primary_key[0] == column.name) text += " PK";
    for (const database::ForeignKey& key : table.foreign_keys) {
        if (key.columns.size() == 1 && key.columns[0] == column.name) {
            text += fmt::format(" → {}.{}", schema_word(key.table), schema_words(key.referenced));
        }
    }
    if (!column.comment.empty()) text += fmt::format(" /* {} */", comment_text(column.comment));
    return text;
}

std::string table_text(const database::Table& table, const database::Dialect& dialect) {
    std::string text = schema_word(quoted_table(dialect, table.schema, table.name));
    if (table.is_view) text += " (view)";
    if (table.row_estimate) text += fmt::format(" (~{} rows)", *table.row_estimate);
    if (!table.comment.empty()) text += " -- " + comment_text(table.comment);
    text += ": ";
    for (std::size_t i = 0; i < table.columns.size() && i < max_digest_columns; ++i) {
        if (i > 0) text += ", ";
        text += column_text(table.columns[i], table, dialect);
    }
    if (table.columns.size() > max_digest_columns) {
        text += fmt::format(", … {} columns in all", table.columns.size());
    }
    if (table.primary_key.size() > 1)
        text += fmt::format("; PK ({})", schema_words(table.primary_key));
    for (const database::ForeignKey& key : table.foreign_keys) {
        if (key.columns.size() < 2) continue;
        text += fmt::format("; ({}) → {} ({})", schema_words(key.columns), schema_word(key.table),
                            schema_words(key.referenced));
    }
    return text + "\n";
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

/// `orders` and `order`, `category` and `categories`: one begins like the other.
bool are_akin(const std::string& a, const std::string& b) {
    const std::size_t common = std::min(a.size(), b.size());
    const std::size_t stem = std::max(shortest_stem, common - std::min<std::size_t>(common, 1));
    return a.compare(0, std::min(stem, common), b, 0, std::min(stem, common)) == 0 &&
           std::max(a.size(), b.size()) - common <= shortest_stem;
}

/// How much of the question is in the table's name (three points a word) and its columns' (one).
int relevance(const database::Table& table, const std::vector<std::string>& question) {
    const auto shared_words = [&](std::string_view name) {
        int count = 0;
        for (const std::string& word : lower_words(name)) {
            count += std::any_of(question.begin(), question.end(),
                                 [&](const std::string& asked) { return are_akin(word, asked); });
        }
        return count;
    };
    constexpr int name_weight = 3;
    int score = name_weight * (shared_words(table.name) + shared_words(table.comment));
    for (const database::Column& column : table.columns) score += shared_words(column.name);
    return score;
}

}

std::string catalog_digest(const database::Catalog& catalog, const database::Dialect& dialect,
                           std::string_view question, std::size_t max_tokens) {
    const std::size_t budget = max_tokens * digest_bytes_per_token;
    std::vector<const database::Table*> tables;
    for (const database::Table& table : catalog.tables) tables.push_back(&table);
    std::string whole;
    for (const database::Table* table : tables) {
        whole += table_text(*table, dialect);
        if (whole.size() > budget) break;
    }
    if (whole.size() <= budget) return whole.empty() ? "(no tables)\n" : whole;

    const std::vector<std::string> asked = lower_words(question);
    std::vector<int> scores;
    for (const database::Table* table : tables) scores.push_back(relevance(*table, asked));
    std::vector<std::size_t> order(tables.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return scores[a] > scores[b]; });

    // Two thirds for whole tables, the rest for bare names: a name costs little and can be
    // described.
    std::string digest;
    std::size_t next = 0;
    for (; next < order.size(); ++next) {
        const std::string text = table_text(*tables[order[next]], dialect);
        if (digest.size() + text.size() > budget * 2 / 3) break;
        digest += text;
    }
    digest += "Other tables (describe_tables tells their columns): ";
    const std::size_t first_bare = next;
    for (; next < order.size() && digest.size() < budget; ++next) {
        if (next > first_bare) digest += ", ";
        const database::Table& table = *tables[order[next]];
        digest += schema_word(quoted_table(dialect, table.schema, table.name));
    }
    if (next < order.size())
        digest += fmt::format(", … {} more (list_tables finds them)", order.size() - next);
    return digest + "\n";
}

}
