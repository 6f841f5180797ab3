#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sql_tokens.h"
#include "libagent/results/handle.h"
#include "sessions/export/export_format.h"
#include "sessions/export/turn_parts.h"
#include "sessions/moment_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

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

/// Whether a table can be made of it: CREATE TABLE … AS takes no PRAGMA, SHOW or EXPLAIN.
bool is_select(std::string_view sql) {
    const auto tokens = database::sql_tokens(sql, *database::find_dialect("sqlite"));
    const auto first = std::find_if(tokens.begin(), tokens.end(), [](const auto& token) {
        return token.kind != database::TokenKind::comment;
    });
    return first != tokens.end() &&
           (first->is("select") || first->is("with") || first->is("values"));
}

bool shares_a_name(const std::vector<database::ResultColumn>& columns) {
    std::set<std::string> names;
    return !std::all_of(columns.begin(), columns.end(), [&](const auto& column) {
        return names.insert(lower_ascii(column.name)).second;
    });
}

/// One script runs in one database: that of its first statement.
std::string database_of_script(const session::Transcript& transcript) {
    for (const session::KeptTurn* turn : shown_turns(transcript)) {
        for (const chat::Step* step : statements_of(*turn)) {
            if (!reads_results(*step)) return database_of(*step, transcript);
        }
    }
    return {};
}

/// Statements over results run over temporary tables, which are made before their first use.
class Script {
  public:
    explicit Script(const ExportInput& input)
        : input_(input), database_(database_of_script(input.transcript)) {}

    std::string text() {
        append_comment(out_, "", title_or_usual(input_.transcript));
        append_comment(out_, "", conversation_facts(input_.transcript));
        append_comment(out_, "askdb conversation ", input_.transcript.summary.key.id);
        std::size_t number = 0;
        for (const session::KeptTurn* turn : shown_turns(input_.transcript))
            append_turn(*turn, ++number);
        return std::move(out_);
    }

  private:
    void append_turn(const session::KeptTurn& turn, std::size_t number) {
        out_ += '\n';
        append_comment(out_, fmt::format("{}. ", number),
                       is_statement(turn) ? "(typed as SQL)" : turn.turn.question);
        if (const std::string missing = missing_answer(turn); !missing.empty())
            append_comment(out_, "", missing);
        for (const chat::Step* step : statements_of(turn)) append_step(*step);
    }

    void append_step(const chat::Step& step) {
        out_ += '\n';
        if (const std::string facts = statement_facts(step); !facts.empty())
            append_comment(out_, "", facts);
        if (const std::string why = why_comment(step); !why.empty()) {
            append_comment(out_, "", why);
            append_comment(out_, "  ", step.sql);
        } else {
            if (reads_results(step)) {
                append_comment(out_, "",
                               "Over results, which are tables here; in SQLite's dialect:");
                append_tables(step);
            }
            append_statement(out_, step.sql);
        }
        if (step.handle.empty()) return;
        if (!steps_.insert_or_assign(step.handle, &step).second) reasons_.clear();
    }

    /// Why the statement is not run; empty: it is.
    std::string why_comment(const chat::Step& step) {
        if (!step.write.empty()) return "A change, which is not made again:";
        if (!reads_results(step)) {
            const std::string database = database_of(step, input_.transcript);
            if (database == database_) return {};
            return fmt::format("In the database '{}', not '{}':", database, database_);
        }
        const std::string why = why_not_over_results(step);
        if (why.empty()) return {};
        return fmt::format("Over results of this conversation, not the database ({}):", why);
    }

    std::string why_not_over_results(const chat::Step& step) {
        for (const std::string& handle : results::named_handles(step.sql)) {
            if (std::string why = why_no_table(handle); !why.empty()) return why;
        }
        return {};
    }

    /// Why the result cannot be a table of this script. Each is looked at once, however many
    /// others read it: results over results would be exponential else.
    std::string why_no_table(const std::string& handle) {
        if (const auto known = reasons_.find(handle); known != reasons_.end()) return known->second;
        const auto found = steps_.find(handle);
        if (found == steps_.end()) return fmt::format("{} is not made here", handle);
        return reasons_[handle] = find_why_no_table(handle, *found->second);
    }

    std::string find_why_no_table(const std::string& handle, const chat::Step& step) {
        if (!step.write.empty()) return fmt::format("{} is what a change gave", handle);
        if (!is_select(step.sql)) return fmt::format("{} is of no SELECT", handle);
        const std::optional<database::Rows> rows = input_.rows_of(handle);
        if (rows && shares_a_name(rows->columns))
            return fmt::format("two columns of {} share a name", handle);
        if (reads_results(step)) return why_not_over_results(step);
        const std::string database = database_of(step, input_.transcript);
        return database == database_ ? std::string()
                                     : fmt::format("{} is from '{}'", handle, database);
    }

    void append_tables(const chat::Step& step) {
        for (const std::string& handle : results::named_handles(step.sql)) {
            if (!tables_.insert(handle).second) continue;
            const chat::Step& read = *steps_.at(handle);
            if (reads_results(read)) append_tables(read);
            out_ += fmt::format("CREATE TEMP TABLE {} AS\n", handle);
            append_statement(out_, read.sql);
        }
    }

    const ExportInput& input_;
    const std::string database_;
    std::string out_;
    std::map<std::string, const chat::Step*> steps_;  ///< Those before, by their handles.
    std::map<std::string, std::string> reasons_;      ///< What why_no_table() said of those.
    std::set<std::string> tables_;                    ///< The handles that are tables by now.
};

std::string make_sql(const ExportInput& input) {
    return Script(input).text();
}

}

extern const ExportFormat sql_export = {
    .name = "sql",
    .summary = "each statement below its question, as a script for psql or sqlite3",
    .extensions = "sql",
    .make = make_sql,
};

}
