#include "libagent/base/text.h"
#include "libagent/chat/annotated_answer.h"
#include "libagent/results/writer.h"
#include "libagent/results/writers/document_parts.h"
#include "sessions/export/export_format.h"
#include "sessions/export/turn_parts.h"
#include "sessions/one_line.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::sessions {
namespace {

/// Text that means nothing in Markdown and HTML, in one line.
std::string plain_markdown(std::string_view text) {
    std::string out;
    for (const char c : one_line(results::document_text(text))) {
        if (c == '<') {
            out += "&lt;";
            continue;
        }
        if (c == '&') {
            out += "&amp;";
            continue;
        }
        if (std::string_view("\\`*_[]~|#").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

/// A code block that its text cannot end: its fence is longer than any in it.
std::string code_block(std::string_view language, std::string_view text) {
    std::size_t longest = 2, run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    return fmt::format("{}{}\n{}\n{}\n", fence, language, trim(results::document_text(text)),
                       fence);
}

std::string quote_block(std::string_view text) {
    std::string out;
    for (const std::string& line : split(trim(text), '\n'))
        out += fmt::format("> {}\n", plain_markdown(line));
    return out;
}

/// A heading is one line, and short; the whole question follows where it is not.
std::string question_heading(std::string_view question, std::size_t number) {
    constexpr std::size_t widest = 120;
    const std::string line = one_line(question);
    const bool is_whole =
        display_width(line) <= widest && trim(question).find('\n') == std::string_view::npos;
    if (is_whole) return fmt::format("## {}. {}\n", number, plain_markdown(line));
    return fmt::format("## {}. {}…\n\n{}", number,
                       plain_markdown(trim(display_prefix(line, widest - 1))),
                       quote_block(question));
}

std::string rows_table(const database::Rows& rows) {
    database::Rows shown;
    shown.columns = rows.columns;
    const std::size_t count = std::min(rows.row_count(), exported_rows);
    for (std::size_t row = 0; row < count; ++row) {
        for (std::size_t column = 0; column < rows.column_count(); ++column) {
            const database::Cell cell = rows.cell(row, column);
            shown.append(cell.kind, cell.text);
        }
    }
    results::StringSink sink;
    results::write_rows(*results::find_writer("markdown"), shown, {.null_text = "NULL"}, sink);
    if (count < rows.row_count())
        sink.text += fmt::format("\n(the first {} of {} rows)\n", with_thousands(count),
                                 with_thousands(rows.row_count()));
    return sink.text;
}

void append_statement_block(std::string& out, const ExportInput& input, const chat::Step& step) {
    const std::string facts = statement_facts(step);
    out += fmt::format("\n<details>\n<summary>SQL{}{}</summary>\n\n{}", facts.empty() ? "" : ": ",
                       plain_markdown(facts), code_block("sql", step.sql));
    if (const auto rows = input.rows_of(step.handle)) out += '\n' + rows_table(*rows);
    out += "\n</details>\n";
}

/// Nothing is folded: statement and rows are all that there is.
void append_own_statement(std::string& out, const ExportInput& input, const session::KeptTurn& turn,
                          std::size_t number) {
    const chat::Step& step = *statements_of(turn).front();
    out += fmt::format("\n## {}. SQL\n\n{}", number, code_block("sql", step.sql));
    if (const auto rows = input.rows_of(step.handle)) out += '\n' + rows_table(*rows);
    if (const std::string facts = statement_facts(step); !facts.empty())
        out += fmt::format("\n*{}*\n", plain_markdown(facts));
}

void append_turn_section(std::string& out, const ExportInput& input, const session::KeptTurn& turn,
                         std::size_t number) {
    if (is_statement(turn)) return append_own_statement(out, input, turn, number);
    out += '\n' + question_heading(turn.turn.question, number) + '\n';
    const std::string missing = missing_answer(turn);
    out += missing.empty() ? std::string(trim(results::document_text(
                                 chat::annotated_response(turn.turn.answer, false)))) +
                                 '\n'
                           : fmt::format("*{}*\n", plain_markdown(missing));
    for (const std::string& remark : remarks_on(turn.turn.answer))
        out += fmt::format("\n> ⚠ {}\n", plain_markdown(remark));
    for (const chat::Step* step : statements_of(turn)) append_statement_block(out, input, *step);
    if (const std::string facts = answer_facts(turn); !facts.empty())
        out += fmt::format("\n*{}*\n", plain_markdown(facts));
}

std::string make_markdown(const ExportInput& input) {
    const session::Transcript& transcript = input.transcript;
    std::string out = fmt::format(
        "# {}\n\n{}  \naskdb conversation `{}`\n", plain_markdown(title_or_usual(transcript)),
        plain_markdown(conversation_facts(transcript)), transcript.summary.key.id);
    std::size_t number = 0;
    for (const session::KeptTurn* turn : shown_turns(transcript))
        append_turn_section(out, input, *turn, ++number);
    return out;
}

}

extern const ExportFormat markdown_export = {
    .name = "markdown",
    .summary = "questions, answers, SQL and the first rows of results, for GitHub and the like",
    .extensions = "md markdown",
    .make = make_markdown,
};

}
