#include "libagent/models/offline/wording.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/nouns.h"
#include "libagent/models/offline/numbers.h"
#include "libagent/models/offline/wording_speaker.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::models::offline {
namespace {

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
        text += fmt::format("\n{} of {}{} rows{}\n", with_thousands(answer.rows.size()),
                            answer.truncated ? "at least " : "", with_thousands(answer.row_count),
                            answer.next_step.empty() ? "" : " (" + answer.next_step + ")");
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

std::string rows_text(const AnswerRows& answer) {
    const Query unknown;
    if (answer.rows.empty()) return "There are no rows.\n";
    const bool is_one = answer.row_count == 1 && answer.columns.size() == 1;
    return is_one ? cell_text(unknown, answer, 0, 0) + "\n" : rows_as_table(unknown, answer);
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
