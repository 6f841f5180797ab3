#include "libagent/database/write_summary.h"

#include "libagent/base/text.h"
#include "libagent/database/guard_names.h"
#include "libagent/database/write_guard.h"

#include <algorithm>

namespace askdb::database {
namespace {

constexpr std::string_view summary_row_verbs[] = {"insert", "update", "delete", "merge", "replace"};
constexpr std::string_view summary_schema_verbs[] = {"create", "alter", "drop", "refresh"};

// What may stand between a verb and its table.
constexpr std::string_view table_modifiers[] = {
    "only", "low_priority", "high_priority", "delayed", "quick",  "ignore",      "if",
    "not",  "exists",       "table",         "on",      "column", "concurrently"};

/// What ends the list of an UPDATE's or DELETE's tables.
constexpr std::string_view table_list_ends[] = {"set",   "where", "from",      "using",
                                                "order", "limit", "returning", "output"};
// What leaves rows out, beside WHERE.
constexpr std::string_view restricting_words[] = {"where", "limit", "join", "using", "top"};

/// Reads the tokens of one judged statement.
class WriteReader {
  public:
    explicit WriteReader(const std::vector<SqlToken>& tokens) : tokens_(tokens) {
        std::size_t depth = 0;
        for (const SqlToken& token : tokens) {
            if (token.is_symbol(")") && depth > 0) --depth;
            depths_.push_back(depth);
            if (token.is_symbol("(")) ++depth;
        }
    }

    WriteSummary read(const Dialect& dialect) const {
        const std::size_t verb = main_verb(tokens_);
        WriteSummary summary{.actions = {action_at(verb)}};
        for (std::size_t i = 1; i < tokens_.size(); ++i) {
            if (is_inner_verb(i)) summary.actions.push_back(action_at(i));
        }
        const std::string word = word_at(verb);
        summary.changes_rows = among(summary_row_verbs, word);
        summary.returns_rows =
            (word == "select" && !holds(verb, "into")) ||
            (summary.changes_rows && (holds(verb, "returning") || holds(verb, "output")));
        const bool changes_schema = !summary.changes_rows && !summary.returns_rows;
        if (changes_schema) summary.commits_at_once = dialect.schema_changes_commit;
        return summary;
    }

  private:
    std::string word_at(std::size_t i) const {
        const bool is_word = i < tokens_.size() && tokens_[i].kind == TokenKind::word;
        return is_word ? lower_ascii(tokens_[i].text) : std::string();
    }

    bool is_symbol(std::size_t i, std::string_view symbol) const {
        return i < tokens_.size() && tokens_[i].is_symbol(symbol);
    }

    /// `(DELETE FROM …`
    bool is_inner_verb(std::size_t i) const {
        const bool is_name = i + 1 < tokens_.size() && tokens_[i + 1].is_name();
        return is_symbol(i - 1, "(") && among(summary_row_verbs, word_at(i)) && is_name;
    }

    /// Whether the word stands in the statement that begins at `verb`, at its own depth.
    bool holds(std::size_t verb, std::string_view word) const {
        for (std::size_t i = verb + 1; i < tokens_.size() && depths_[i] >= depths_[verb]; ++i) {
            if (depths_[i] == depths_[verb] && tokens_[i].is(word) && !is_symbol(i - 1, ".")) {
                return true;
            }
        }
        return false;
    }

    WriteAction action_at(std::size_t verb) const {
        const std::string word = word_at(verb);
        WriteAction action{.verb = upper_ascii(word), .tables = {}};
        std::size_t at = verb + 1;
        if (among(summary_schema_verbs, word)) {
            at = object_word(tokens_, verb);
            action.verb += " " + upper_ascii(word_at(at));
            const bool is_index = action.verb == "CREATE INDEX";
            while (is_index && at + 1 < tokens_.size() && !tokens_[at].is("on")) ++at;
            ++at;
        } else if (word == "select") {
            if (holds(verb, "into")) action.verb = "SELECT INTO";
            return action;
        }
        const bool has_into = word == "insert" || word == "replace" || word == "merge";
        for (std::size_t i = at; has_into && i < tokens_.size(); ++i) {
            if (!tokens_[i].is("into")) continue;
            at = i + 1;
            break;
        }
        action.tables = tables_from(skipping(at, word), word);
        const bool may_restrict = word == "update" || word == "delete";
        action.every_row = word == "truncate" ||
                           (may_restrict && !is_restricted(verb) && action.tables.size() <= 1);
        return action;
    }

    bool is_restricted(std::size_t verb) const {
        const bool joins = word_at(verb) == "update" && holds(verb, "from");
        return joins || std::any_of(std::begin(restricting_words), std::end(restricting_words),
                                    [&](std::string_view word) { return holds(verb, word); });
    }

    std::size_t skipping(std::size_t at, std::string_view verb) const {
        while (among(table_modifiers, word_at(at)) && !is_symbol(at + 1, ".")) ++at;
        if (verb == "update" && word_at(at) == "or") at += 2;  // SQLite: UPDATE OR IGNORE t
        if (verb == "delete" && word_at(at) == "from") ++at;
        if (verb == "comment" && word_at(at) == "view") ++at;
        while (among(table_modifiers, word_at(at)) && !is_symbol(at + 1, ".")) ++at;
        return at;
    }

    /// One name, and those behind commas or JOIN where the verb takes several.
    std::vector<WrittenTable> tables_from(std::size_t at, std::string_view verb) const {
        constexpr std::size_t most_tables = 20;
        std::vector<WrittenTable> tables;
        const bool takes_several = verb == "update" || verb == "delete" || verb == "drop" ||
                                   verb == "truncate" || verb == "rename";
        const std::size_t depth = at < depths_.size() ? depths_[at] : 0;
        bool expects = true;
        while (at < tokens_.size() && depths_[at] >= depth && tables.size() < most_tables) {
            if (depths_[at] == depth && among(table_list_ends, word_at(at))) break;
            if (expects && tokens_[at].is_name()) {
                tables.push_back(table_at(at));
                if (!takes_several) break;
                expects = false;
                continue;
            }
            expects = depths_[at] == depth && (is_symbol(at, ",") || tokens_[at].is("join"));
            ++at;
        }
        return tables;
    }

    /// Leaves `at` behind the name.
    WrittenTable table_at(std::size_t& at) const {
        WrittenTable table{.text = std::string(tokens_[at].text),
                           .parts = {tokens_[at].identifier()}};
        ++at;
        while (is_symbol(at, ".") && at + 1 < tokens_.size() && tokens_[at + 1].is_name()) {
            table.text += "." + std::string(tokens_[at + 1].text);
            table.parts.push_back(tokens_[at + 1].identifier());
            at += 2;
        }
        return table;
    }

    const std::vector<SqlToken>& tokens_;
    std::vector<std::size_t> depths_;  ///< Open parentheses around each token.
};

}

std::string WriteAction::title() const {
    std::vector<std::string> names;
    for (const WrittenTable& table : tables) names.push_back(table.text);
    if (names.empty()) return verb;
    const bool has_from = verb == "DELETE";
    const bool has_into = verb == "INSERT" || verb == "REPLACE" || verb == "MERGE";
    return verb + (has_from ? " from " : has_into ? " into " : " ") + join(names, ", ");
}

std::string WriteSummary::title() const {
    std::string out;
    for (const WriteAction& action : actions) {
        if (!out.empty()) out += ", with ";
        out += action.title();
    }
    return out;
}

Result<WriteSummary> summarize_write(std::string_view sql, const Dialect& dialect) {
    const Result<std::vector<SqlToken>> tokens = judge_write(sql, dialect);
    if (!tokens) return tokens.error();
    return WriteReader(tokens.value()).read(dialect);
}

}
