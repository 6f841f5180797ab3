#include "libagent/models/offline/wording.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/lexicon.h"
#include "libagent/models/offline/nouns.h"
#include "libagent/models/offline/numbers.h"
#include "libagent/models/offline/sources.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::models::offline {
namespace {

using database::Column;
using database::Table;

std::string listed(const std::vector<std::string>& parts, std::string_view last) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += i + 1 == parts.size() ? fmt::format(" {} ", last) : ", ";
        out += parts[i];
    }
    return out;
}

/// Says one query; every phrase comes from the tree.
class Speaker {
  public:
    explicit Speaker(const Query& query) : query_(query) {}

    std::string reading() const {
        const std::string base = subject();
        std::string text = listed(outputs(), "and");
        if (is_list() && query_.distinct) text = "different " + text;
        if (is_list() && shows_one_table()) text += " of " + base;
        text += filters();
        text += groups();
        text += having();
        return text + order();
    }

    /// Only counts and the like: one row, whatever the data.
    bool is_single() const { return query_.group_by.empty() && !is_list(); }

    std::string subject() const { return in_words(query_.sources.front()->name); }
    /// All that keeps rows out: conditions, and joins that some rows do not survive.
    std::string filters() const {
        std::vector<std::string> dates, with, parts;
        for (const Condition& condition : query_.where) {
            const std::string text = std::visit([&](const auto& c) { return said(c); }, condition);
            if (said_as_participle(condition))
                dates.push_back(text);
            else
                (std::holds_alternative<Member>(condition) ? with : parts).push_back(text);
        }
        for (const JoinOn& join : query_.joins) {
            if (!join.outer && !is_mentioned(join.added)) with.push_back(joined(join));
        }
        std::string text;
        if (!dates.empty()) text += " " + listed(dates, "and");
        if (!with.empty()) text += " " + listed(with, "and");
        if (!parts.empty()) text += " where " + listed(parts, "and");
        return text;
    }

    std::string term(const Term& term) const {
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
        std::string name = column(*term.column);
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

  private:
    bool is_list() const {
        return std::none_of(query_.outputs.begin(), query_.outputs.end(), [&](const Term& output) {
            const bool ranked =
                !query_.order_by.empty() && query_.limit && query_.order_by.front().term == output;
            return output.aggregate != Aggregate::none && !ranked;
        });
    }

    /// A list of columns of the first source alone, beside what it is ranked by.
    bool shows_one_table() const {
        return std::all_of(query_.outputs.begin(), query_.outputs.end(), [](const Term& output) {
            return output.aggregate != Aggregate::none || output.column->source == 0;
        });
    }

    std::string column(const ColumnRef& ref) const {
        const std::string name = in_words(ref.column->name);
        if (query_.sources.size() == 1) return name;
        const std::string table = singular(in_words(query_.sources[ref.source]->name));
        const std::string last = table.substr(table.rfind(' ') + 1);
        if (name.starts_with(table) || name.starts_with(last)) return name;
        return table + " " + name;
    }

    std::vector<std::string> outputs() const {
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

    std::string groups() const {
        if (is_list() || query_.group_by.empty()) return {};
        std::vector<std::string> parts;
        for (const Term& output : query_.outputs) {
            if (output.aggregate == Aggregate::none) parts.push_back(term(output));
        }
        std::string text = ", grouped by " + listed(parts, "and");
        if (groups_by_joined()) text += " (only groups that have some" + left_out() + ")";
        return text;
    }

    /// Groups are of another table: those that meet no row are not in the answer.
    bool groups_by_joined() const {
        return std::any_of(query_.group_by.begin(), query_.group_by.end(), [&](const Term& term) {
            return term.column && term.column->source != 0;
        });
    }

    /// Rows whose key points nowhere are in no group.
    std::string left_out() const {
        for (const JoinOn& join : query_.joins) {
            const bool nullable = std::any_of(join.on.begin(), join.on.end(), [](const auto& pair) {
                return pair.first->nullable;
            });
            const Table& known = *query_.sources[join.known];
            if (join.outer || !nullable || points_back(join) || known.is_view) continue;
            return fmt::format("; {} without a {} are left out", in_words(known.name),
                               singular(in_words(query_.sources[join.added]->name)));
        }
        return {};
    }

    /// The added table holds the key: a known row may meet several of its rows.
    bool points_back(const JoinOn& join) const {
        const Column* key = key_column(*query_.sources[join.added]);
        return join.on.size() != 1 || key != join.on.front().second;
    }

    std::string joined(const JoinOn& join) const {
        const std::string name = in_words(query_.sources[join.added]->name);
        return points_back(join) ? "that have " + name : "with a " + singular(name);
    }

    /// Something else in the reading speaks of the source, or of one that is reached through it.
    bool is_mentioned(std::size_t source) const {
        const auto speaks = [&](const Term& term) {
            return term.column ? term.column->source == source : term.rows_of == source;
        };
        const bool told =
            std::any_of(query_.outputs.begin(), query_.outputs.end(), speaks) ||
            std::any_of(query_.group_by.begin(), query_.group_by.end(), speaks) ||
            (query_.having && speaks(query_.having->term)) ||
            (query_.limit && !query_.order_by.empty() && speaks(query_.order_by.front().term)) ||
            std::any_of(query_.where.begin(), query_.where.end(), [&](const Condition& condition) {
                return std::visit([&](const auto& c) { return c.column.source == source; },
                                  condition);
            });
        return told || std::any_of(query_.joins.begin(), query_.joins.end(),
                                   [&](const JoinOn& join) { return join.known == source; });
    }

    std::string having() const {
        if (!query_.having) return {};
        return fmt::format(" with {} {}", compared(query_.having->op, query_.having->number),
                           term(query_.having->term).substr(std::string_view("number of ").size()));
    }

    static std::string compared(Operator op, const std::string& number) {
        static constexpr std::string_view words[] = {"exactly", "not",       "fewer than",
                                                     "at most", "more than", "at least"};
        return fmt::format("{} {}", words[static_cast<std::size_t>(op)], number);
    }

    std::string order() const {
        if (!query_.limit || query_.order_by.empty()) return {};
        const OrderBy& first = query_.order_by.front();
        const bool one = *query_.limit == "1";
        const std::string rows = !one ? "the " + *query_.limit : query_.ties ? "all" : "the one";
        return fmt::format(", {} with the {} {}{}", rows, first.descending ? "highest" : "lowest",
                           term(first.term),
                           query_.ties && !one ? " (and all that share the last place)" : "");
    }

    std::string said(const Compare& c) const {
        static constexpr std::string_view words[] = {"is",         "is not",       "is less than",
                                                     "is at most", "is more than", "is at least"};
        return fmt::format("{} {} {}", column(c.column), words[static_cast<std::size_t>(c.op)],
                           c.number);
    }
    std::string said(const Between& c) const {
        return fmt::format("{} is between {} and {}", column(c.column), c.low, c.high);
    }
    std::string said(const OneOf& c) const {
        return fmt::format("{} is {}{}", column(c.column), c.negated ? "not " : "",
                           listed(c.values, "or"));
    }
    /// "opened" for opened_on: dates of what happens are said of the rows themselves.
    static std::string participle(const ColumnRef& ref) {
        std::string name = in_words(ref.column->name);
        for (const std::string_view tail : {" on", " at", " date"}) {
            if (name.ends_with(tail)) name.resize(name.size() - tail.size());
        }
        const bool happens = name.ends_with("ed") || name.ends_with("due");
        return happens && name.size() > 2 ? name : "";
    }
    /// Who happens, arrives or expires does so itself: "events THAT happened", not "is happened".
    static bool happens_by_itself(const std::string& participle) {
        static constexpr std::string_view verbs[] = {
            "happened", "occurred", "arrived", "departed", "expired",     "died",   "appeared",
            "resigned", "lapsed",   "crashed", "failed",   "disappeared", "joined", "ended"};
        const std::string_view last =
            std::string_view(participle).substr(participle.rfind(' ') + 1);
        return std::find(std::begin(verbs), std::end(verbs), last) != std::end(verbs);
    }
    static bool said_as_participle(const Condition& condition) {
        const auto* dates = std::get_if<InDates>(&condition);
        return dates != nullptr && dates->column.source == 0 && !participle(dates->column).empty();
    }
    std::string said(const InDates& c) const {
        const std::string happened = participle(c.column);
        if (happened.empty()) return fmt::format("{} is {}", column(c.column), c.words);
        const bool by_itself = happens_by_itself(happened);
        if (c.column.source == 0) return (by_itself ? "that " : "") + happened + " " + c.words;
        return fmt::format("{} {}{} {}", singular(in_words(query_.sources[c.column.source]->name)),
                           by_itself ? "" : "is ", happened, c.words);
    }
    std::string said(const IsNull& c) const {
        return column(c.column) + (c.negated ? " is known" : " is missing");
    }
    std::string said(const Member& c) const { return c.words; }

    const Query& query_;
};

std::string cell_text(const Query& query, const AnswerRows& answer, std::size_t row,
                      std::size_t column) {
    const auto& cell = answer.rows[row][column];
    if (!cell) return "–";
    const std::string text = visible(*cell);
    if (column >= query.outputs.size()) return text;
    return number_for_people(query.outputs[column], answer.columns[column].real, text);
}

std::string table_cell(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '|' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string capitalized(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string rows_as_table(const Query& query, const AnswerRows& answer) {
    std::string text = "|";
    std::string line = "|";
    for (const AnswerRows::Column& column : answer.columns) {
        text += " " + table_cell(visible(in_words(column.name))) + " |";
        line += column.number ? "---:|" : "---|";
    }
    text += "\n" + line + "\n";
    for (std::size_t row = 0; row < answer.rows.size(); ++row) {
        text += "|";
        for (std::size_t i = 0; i < answer.columns.size(); ++i)
            text += " " + table_cell(cell_text(query, answer, row, i)) + " |";
        text += "\n";
    }
    if (answer.row_count > answer.rows.size())
        text += fmt::format("\n{} of {}{} rows (see them all with --data csv)\n",
                            with_thousands(answer.rows.size()), answer.truncated ? "at least " : "",
                            with_thousands(answer.row_count));
    return text;
}

std::string single_sentence(const Query& query, const AnswerRows& answer) {
    const Speaker speaker(query);
    const std::string value = cell_text(query, answer, 0, 0);
    const Term& term = query.outputs.front();
    const bool counts =
        term.aggregate == Aggregate::count || term.aggregate == Aggregate::count_distinct;
    if (!answer.rows[0][0])
        return fmt::format("There is no {}: nothing matches.", speaker.reading());
    if (!counts) return fmt::format("The {} is {}.", speaker.reading(), value);
    const std::string what = speaker.term(term).substr(std::string_view("number of ").size());
    return fmt::format("There {} {}{}.", value == "1" ? "is" : "are", counted(value, what),
                       speaker.filters());
}

/// The number of rows that was asked for.
std::size_t answer_places(const Query& query) {
    return std::stoul(*query.limit);
}

bool fits(const Query& query, const AnswerRows& answer) {
    return answer.columns.size() == query.outputs.size() &&
           std::all_of(answer.rows.begin(), answer.rows.end(),
                       [&](const auto& row) { return row.size() == answer.columns.size(); });
}

}

std::string reading_of(const Query& query) {
    return Speaker(query).reading();
}

std::string answer_text(const Query& query, const AnswerRows& answer) {
    const Speaker speaker(query);
    const std::string reading = speaker.reading();
    std::string text;
    if (answer.rows.empty() || !fits(query, answer))
        text = fmt::format("There are no {}.\n", speaker.subject() + speaker.filters());
    else if (speaker.is_single() && answer.columns.size() == 1)
        return single_sentence(query, answer);  // Says all that the reading does.
    else if (answer.row_count == 1 && answer.columns.size() == 1)
        text = fmt::format("{}: {}\n", capitalized(in_words(answer.columns[0].name)),
                           cell_text(query, answer, 0, 0));
    else
        text = rows_as_table(query, answer);
    if (query.limit && query.ties && *query.limit != "1" && answer.row_count > answer_places(query))
        text += fmt::format("\n{} rows: the last place is shared.\n", answer.row_count);
    return text + "\nRead as: " + reading + ".";
}

}
