#include "libagent/models/offline/wording_speaker.h"

#include "libagent/models/offline/nouns.h"
#include "libagent/models/offline/sources.h"
#include "libagent/models/offline/wording_conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace askdb::models::offline {

using database::Column;
using database::Table;

namespace {

std::string compared_words(Operator op, const std::string& number) {
    static constexpr std::string_view words[] = {"exactly", "not",       "fewer than",
                                                 "at most", "more than", "at least"};
    return fmt::format("{} {}", words[static_cast<std::size_t>(op)], number);
}

}

std::string Speaker::reading() const {
    const std::string base = subject();
    std::string text = listed_words(outputs(), "and");
    if (is_list() && query_.distinct) text = "different " + text;
    if (is_list() && shows_one_table()) text += " of " + base;
    text += filters();
    text += groups();
    text += having();
    return text + order();
}

bool Speaker::is_single() const {
    return query_.group_by.empty() && !is_list();
}

std::string Speaker::subject() const {
    return in_words(query_.sources.front()->name);
}

std::string Speaker::filters() const {
    std::vector<std::string> dates, with, parts;
    for (const Condition& condition : query_.where) {
        const std::string text = condition_words(query_, condition);
        if (is_said_as_participle(condition))
            dates.push_back(text);
        else
            (std::holds_alternative<Member>(condition) ? with : parts).push_back(text);
    }
    for (const JoinOn& join : query_.joins) {
        if (!join.outer && !is_mentioned(join.added)) with.push_back(joined(join));
    }
    std::string text;
    if (!dates.empty()) text += " " + listed_words(dates, "and");
    if (!with.empty()) text += " " + listed_words(with, "and");
    if (!parts.empty()) text += " where " + listed_words(parts, "and");
    return text;
}

std::string Speaker::term(const Term& term) const {
    static constexpr std::string_view words[] = {
        "", "number of", "number of different", "total", "average", "lowest", "highest"};
    const std::string_view word = words[static_cast<std::size_t>(term.aggregate)];
    if (!term.column)
        return fmt::format("{} {}", word, in_words(query_.sources[term.rows_of]->name));
    const Table& table = *query_.sources[term.column->source];
    const bool counts =
        term.aggregate == Aggregate::count || term.aggregate == Aggregate::count_distinct;
    if (counts && key_column(table) == term.column->column)
        return "number of " + in_words(table.name);
    std::string name = column_words(query_, *term.column);
    if (counts) name = plural(name);
    if (term.part == DatePart::year) name = "year of " + name;
    if (term.part == DatePart::month) name = "month of " + name;
    if (term.part == DatePart::day) name = "day of " + name;
    if (word.empty()) return name;
    // "The total of orders", not their "total total".
    const std::string own = in_words(term.column->column->name);
    const bool said_by_name = own == word || own.starts_with(std::string(word) + " ");
    return said_by_name ? own : fmt::format("{} {}", word, name);
}

bool Speaker::is_list() const {
    return std::none_of(query_.outputs.begin(), query_.outputs.end(), [&](const Term& output) {
        const bool ranked =
            !query_.order_by.empty() && query_.limit && query_.order_by.front().term == output;
        return output.aggregate != Aggregate::none && !ranked;
    });
}

/// A list of columns of the first source alone, beside what it is ranked by.
bool Speaker::shows_one_table() const {
    return std::all_of(query_.outputs.begin(), query_.outputs.end(), [](const Term& output) {
        return output.aggregate != Aggregate::none || output.column->source == 0;
    });
}

std::vector<std::string> Speaker::outputs() const {
    std::vector<std::string> parts;
    for (const Term& output : query_.outputs) {
        const bool grouped = output.aggregate == Aggregate::none && !is_list();
        const bool measure = output.aggregate != Aggregate::none && is_list();
        if (grouped || measure) continue;
        std::string text = term(output);
        if (is_list() && shows_one_table() && output.part == DatePart::none)
            text = in_words(output.column->column->name);
        const bool computed =
            output.aggregate != Aggregate::none && output.aggregate != Aggregate::count &&
            output.column &&
            key_column(*query_.sources[output.column->source]) != output.column->column;
        if (computed) text += " of " + in_words(query_.sources[output.column->source]->name);
        parts.push_back(std::move(text));
    }
    return parts;
}

std::string Speaker::groups() const {
    if (is_list() || query_.group_by.empty()) return {};
    std::vector<std::string> parts;
    for (const Term& output : query_.outputs) {
        if (output.aggregate == Aggregate::none) parts.push_back(term(output));
    }
    std::string text = ", grouped by " + listed_words(parts, "and");
    if (groups_by_joined()) text += " (only groups that have some" + left_out() + ")";
    return text;
}

/// Groups are of another table: those that meet no row are not in the answer.
bool Speaker::groups_by_joined() const {
    return std::any_of(query_.group_by.begin(), query_.group_by.end(),
                       [&](const Term& term) { return term.column && term.column->source != 0; });
}

/// Rows whose key points nowhere are in no group.
std::string Speaker::left_out() const {
    for (const JoinOn& join : query_.joins) {
        const bool nullable = std::any_of(join.on.begin(), join.on.end(),
                                          [](const auto& pair) { return pair.first->nullable; });
        const Table& known = *query_.sources[join.known];
        if (join.outer || !nullable || points_back(join) || known.is_view) continue;
        return fmt::format("; {} without a {} are left out", in_words(known.name),
                           singular(in_words(query_.sources[join.added]->name)));
    }
    return {};
}

/// The added table holds the key: a known row may meet several of its rows.
bool Speaker::points_back(const JoinOn& join) const {
    const Column* key = key_column(*query_.sources[join.added]);
    return join.on.size() != 1 || key != join.on.front().second;
}

std::string Speaker::joined(const JoinOn& join) const {
    const std::string name = in_words(query_.sources[join.added]->name);
    return points_back(join) ? "that have " + name : "with a " + singular(name);
}

/// Something else in the reading speaks of the source, or of one that is reached through it.
bool Speaker::is_mentioned(std::size_t source) const {
    const auto speaks = [&](const Term& term) {
        return term.column ? term.column->source == source : term.rows_of == source;
    };
    const bool told =
        std::any_of(query_.outputs.begin(), query_.outputs.end(), speaks) ||
        std::any_of(query_.group_by.begin(), query_.group_by.end(), speaks) ||
        (query_.having && speaks(query_.having->term)) ||
        (query_.limit && !query_.order_by.empty() && speaks(query_.order_by.front().term)) ||
        std::any_of(query_.where.begin(), query_.where.end(), [&](const Condition& condition) {
            return std::visit([&](const auto& c) { return c.column.source == source; }, condition);
        });
    return told || std::any_of(query_.joins.begin(), query_.joins.end(),
                               [&](const JoinOn& join) { return join.known == source; });
}

std::string Speaker::having() const {
    if (!query_.having) return {};
    return fmt::format(" with {} {}", compared_words(query_.having->op, query_.having->number),
                       term(query_.having->term).substr(std::string_view("number of ").size()));
}

std::string Speaker::order() const {
    if (!query_.limit || query_.order_by.empty()) return {};
    const OrderBy& first = query_.order_by.front();
    const bool one = *query_.limit == "1";
    const std::string rows = !one ? "the " + *query_.limit : query_.ties ? "all" : "the one";
    return fmt::format(", {} with the {} {}{}", rows, first.descending ? "highest" : "lowest",
                       term(first.term),
                       query_.ties && !one ? " (and all that share the last place)" : "");
}

}
