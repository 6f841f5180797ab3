#include "libagent/base/text.h"
#include "libagent/chat/typed_statement.h"
#include "sessions/export/export_format.h"
#include "sessions/export/turn_parts.h"
#include "sessions/moment_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::sessions {
namespace {

/// Every line of `text` behind "-- ". No text ends the comment: only \n does, and what some shells
/// take for one is made visible.
void append_comment(std::string& out, std::string_view label, std::string_view text) {
    const std::vector<std::string> lines = split(trim(text), '\n');
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string start = i == 0 ? std::string(label) : "  ";
        out += trim(fmt::format("-- {}{}", start, visible(trim(lines[i]))));
        out += '\n';
    }
}

/// A statement of other results would find no such tables, and a change must not happen twice.
std::string_view why_not_repeated(const chat::Step& step) {
    if (!step.write.empty()) return "A change, which is not made again:";
    if (step.tool == "query_results" || step.tool == chat::typed_over_results)
        return "Over results of this conversation, not the database:";
    return {};
}

/// The statement with one `;` at its end, on a line of its own where a comment may be open.
void append_statement(std::string& out, std::string_view sql) {
    std::string_view statement = trim(sql);
    while (statement.ends_with(';')) statement = trim(statement.substr(0, statement.size() - 1));
    const std::size_t last_line = statement.rfind('\n') + 1;  // npos + 1 is 0.
    const bool may_end_in_comment = statement.find("--", last_line) != std::string_view::npos ||
                                    statement.find('#', last_line) != std::string_view::npos;
    out += valid_utf8(statement);
    out += may_end_in_comment ? "\n;\n" : ";\n";
}

void append_step(std::string& out, const chat::Step& step) {
    out += '\n';
    if (const std::string facts = statement_facts(step); !facts.empty())
        append_comment(out, "", facts);
    const std::string_view why = why_not_repeated(step);
    if (why.empty()) return append_statement(out, step.sql);
    append_comment(out, "", why);
    append_comment(out, "  ", step.sql);
}

void append_turn(std::string& out, const session::KeptTurn& turn, std::size_t number) {
    out += '\n';
    append_comment(out, fmt::format("{}. ", number),
                   is_statement(turn) ? "(typed as SQL)" : turn.turn.question);
    if (const std::string missing = missing_answer(turn); !missing.empty())
        append_comment(out, "", missing);
    for (const chat::Step* step : statements_of(turn)) append_step(out, *step);
}

std::string make_sql(const ExportInput& input) {
    std::string out;
    append_comment(out, "", title_or_usual(input.transcript));
    append_comment(out, "", conversation_facts(input.transcript));
    append_comment(out, "askdb conversation ", input.transcript.summary.key.id);
    std::size_t number = 0;
    for (const session::KeptTurn* turn : shown_turns(input.transcript))
        append_turn(out, *turn, ++number);
    return out;
}

}

extern const ExportFormat sql_export = {
    .name = "sql",
    .summary = "each statement below its question, as a script for psql or sqlite3",
    .extensions = "sql",
    .make = make_sql,
};

}
