#include "cli/repl/sql_look.h"

#include "cli/render/sql_keywords.h"
#include "libagent/base/text.h"
#include "libagent/database/guard_words.h"

#include <algorithm>

namespace askdb::cli::repl {
namespace {

using database::SqlToken;
using database::SqlTokens;
using database::TokenKind;

// Beside the words that write, which the guard knows.
constexpr std::string_view look_verbs[] = {
    "select",   "with",    "values", "explain",  "show",   "describe", "desc",  "table",  "from",
    "optimize", "comment", "use",    "truncate", "rename", "kill",     "flush", "refresh"};

// Words of sentences. Some are names of columns and aliases, too, but then no other word follows.
constexpr std::string_view sentence_words[] = {
    "the",   "me",    "my",    "our",   "your",  "their", "its",    "who",     "whom", "whose",
    "which", "that",  "what",  "why",   "how",   "these", "those",  "there",   "them", "it",
    "a",     "an",    "of",    "per",   "are",   "was",   "were",   "have",    "has",  "did",
    "does",  "about", "most",  "best",  "more",  "than",  "please", "without", "only", "every",
    "der",   "die",   "das",   "den",   "dem",   "des",   "und",    "mit",     "von",  "nach",
    "le",    "la",    "les",   "de",    "du",    "el",    "los",    "las",     "por",  "para",
    "con",   "can",   "could", "would", "should"};

constexpr std::string_view made_things[] = {"table",    "view",   "index",     "trigger", "schema",
                                            "database", "role",   "procedure", "user",    "type",
                                            "function", "column", "sequence"};

// CREATE TEMPORARY TABLE IF NOT EXISTS name, ALTER TABLE name ADD COLUMN: so many words are looked
// at.
constexpr std::size_t longest_ddl = 5;

bool is_capitalised(std::string_view word) {
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    return word.size() > 1 && is_upper(word[0]) && !is_upper(word[1]);
}

/// Looks at one statement's tokens; each question is asked with the place of the verb.
class Look : database::TokenReader {
  public:
    explicit Look(SqlTokens tokens) : TokenReader(tokens) {}

    SqlLook judge() const {
        std::size_t verb = 0;
        while (is_symbol(verb, "(")) ++verb;
        if (verb >= tokens_.size() || tokens_[verb].kind != TokenKind::word) return SqlLook::none;
        const std::string word = lower_ascii(tokens_[verb].text);
        if (verb > 0) {
            const bool is_query = word == "select" || word == "with" || word == "values";
            return is_query ? judge_verb(verb, word) : SqlLook::none;
        }
        if (!among(look_verbs, word) && !database::is_statement_word(word)) return SqlLook::none;
        return judge_verb(verb, word);
    }

    /// Before the token at `end`.
    bool has_sentence(std::size_t end) const {
        for (std::size_t i = 1; i < std::min(end, tokens_.size()); ++i) {
            if (tokens_[i].kind != TokenKind::word) continue;
            const bool goes_on = is_plain_word(i + 1) && !is_symbol(i - 1, ".");
            if (goes_on && among(sentence_words, lower_ascii(tokens_[i].text))) return true;
        }
        return false;
    }

  private:
    std::size_t first_paren() const {
        const auto paren = std::find_if(tokens_.begin(), tokens_.end(),
                                        [](const SqlToken& t) { return t.is_symbol("("); });
        return static_cast<std::size_t>(paren - tokens_.begin());
    }

    bool is_at_end(std::size_t i) const { return i >= tokens_.size(); }

    /// A word that is no word of SQL, or that begins the sentence.
    bool is_plain_word(std::size_t i) const {
        return i < tokens_.size() && tokens_[i].kind == TokenKind::word &&
               (i == 0 || !is_sql_word(lower_ascii(tokens_[i].text)));
    }

    bool is_name_like(std::size_t i) const {
        return i < tokens_.size() &&
               (tokens_[i].kind == TokenKind::quoted_name || is_plain_word(i));
    }

    SqlLook judge_verb(std::size_t verb, const std::string& word) const {
        const SqlToken& last = tokens_.back();
        const bool ends_as_sentence = last.text == "?" || last.text == "." || last.text == "!";
        // Behind the name of what is made or changed, types are words in a row.
        const bool is_change = word == "create" || word == "alter" || word == "drop";
        const bool is_sound = is_change ? !has_sentence(std::min(first_paren(), verb + longest_ddl))
                                        : is_sound_after(verb);
        const bool is_certain = !ends_as_sentence && is_sound && has_shape(verb, word);
        return is_certain ? SqlLook::certain : SqlLook::possible;
    }

    bool has_shape(std::size_t verb, const std::string& word) const {
        const std::size_t i = verb + 1;
        if (word == "select") return is_select(i);
        if (word == "with") return is_with(i);
        if (word == "values") return is_symbol(i, "(");
        if (word == "explain") return is_explain(i);
        if (word == "insert" || word == "replace") return is_insert(i);
        if (word == "update") return is_update(i);
        if (word == "delete") return is(i, "from") && is_changed_table(i + 1);
        if (word == "create") return is_create(i);
        if (word == "drop") return is_drop(i);
        if (word == "alter") return is(i, "table") && is_alter(i + 1);
        if (word == "pragma")
            return is_name_like(i) && (is_at_end(i + 1) || is_symbol(i + 1, "(") ||
                                       is_symbol(i + 1, "=") || is_symbol(i + 1, "."));
        return false;
    }

    /// What no SQL has, wherever it stands: three names in a row, a number that counts words, `by`
    /// and `in` as in a sentence.
    bool is_sound_after(std::size_t verb) const {
        if (has_sentence(tokens_.size())) return false;
        std::size_t names = 0;
        for (std::size_t i = verb + 1; i < tokens_.size(); ++i) {
            names = is_plain_word(i) ? names + 1 : 0;
            if (names > 2 || !is_sound(i)) return false;
        }
        return true;
    }

    bool is_sound(std::size_t i) const {
        if (tokens_[i].kind == TokenKind::number) {
            const bool counts_words = is_plain_word(i + 1) && !is(i - 1, "top");
            return !counts_words && (i < 2 || !is_plain_word(i - 1));
        }
        if (is(i, "by")) {
            return is(i - 1, "group") || is(i - 1, "order") || is(i - 1, "partition") ||
                   is(i - 1, "within") || is(i - 1, "connect");
        }
        const bool is_list = is(i, "in") || (is(i, "with") && i > 1 && is_plain_word(i - 1));
        return !is_list || !is_plain_word(i + 1) || is_symbol(i + 2, "(");
    }

    /// `i`: behind SELECT.
    bool is_select(std::size_t i) const {
        const bool capitalised = is_capitalised(tokens_[i - 1].text);
        bool is_marked = is(i, "distinct") || is(i, "top");
        bool has_comma = false, has_pair = false, has_other = false;
        if (is_marked) ++i;
        const std::size_t first = i;
        for (; i < tokens_.size() && !is(i, "from") && !is(i, "into"); ++i) {
            has_comma = has_comma || is_symbol(i, ",");
            has_pair = has_pair || (is_plain_word(i) && is_plain_word(i + 1));
            const bool is_word = tokens_[i].kind == TokenKind::word;
            is_marked = is_marked || (!is_word && !is_symbol(i, ",")) || is(i, "as") ||
                        (is(i, "case") && is(i + 1, "when"));
            has_other = has_other || (is_word && !is_plain_word(i) && !is(i, "as"));
        }
        if (is_marked) return true;
        if (has_pair || has_other) return false;
        if (first == tokens_.size()) return true;
        const bool is_ascii = std::all_of(tokens_[first].text.begin(), tokens_[first].text.end(),
                                          [](char c) { return c >= 0; });
        if (has_comma || (!capitalised && is_ascii)) return first < i;
        return i < tokens_.size() && is_capitalised(tokens_[i].text) && first < i;
    }

    bool is_with(std::size_t i) const {
        const bool is_recursive = is(i, "recursive");
        if (is_recursive) ++i;
        if (!is_name_like(i)) return false;
        if (is_at_end(++i)) return is_recursive;
        if (is_symbol(i, "(")) {
            while (i < tokens_.size() && !is_symbol(i, ")")) ++i;
            if (is_at_end(i) || is_at_end(++i)) return true;
        }
        return is(i, "as") && (is_at_end(i + 1) || is_symbol(i + 1, "(") ||
                               is(i + 1, "materialized") || is(i + 1, "not"));
    }

    bool is_explain(std::size_t i) const {
        static constexpr std::string_view options[] = {"analyze", "analyse",  "verbose",    "query",
                                                       "plan",    "extended", "partitions", "for"};
        if (is_symbol(i, "(")) {
            while (i < tokens_.size() && !is_symbol(i, ")")) ++i;
            ++i;
        }
        while (i < tokens_.size() && tokens_[i].kind == TokenKind::word &&
               among(options, lower_ascii(tokens_[i].text)))
            ++i;
        return i < tokens_.size() && Look(tokens_.subspan(i)).judge() == SqlLook::certain;
    }

    /// Past `schema.name`; `i` itself when no name is there.
    std::size_t past_name(std::size_t i) const {
        if (!is_name_like(i)) return i;
        while (is_symbol(i + 1, ".") && is_name(i + 2)) i += 2;
        return i + 1;
    }

    bool is_insert(std::size_t i) const {
        if (is(i, "or")) i += 2;
        if (!is(i, "into")) return false;
        if (is_at_end(++i)) return true;
        const std::size_t behind = past_name(i);
        if (behind == i) return false;
        return is_at_end(behind) || is_symbol(behind, "(") || is_symbol(behind, ".") ||
               is(behind, "values") || is(behind, "select") || is(behind, "with") ||
               is(behind, "default") || is(behind, "set") || is(behind, "as");
    }

    bool is_update(std::size_t i) const {
        const std::size_t behind = past_name(i);
        if (behind == i) return false;
        if (is_at_end(behind)) return !is_capitalised(tokens_[i - 1].text);
        std::size_t set = behind;
        while (is(set, "as") || is_plain_word(set)) ++set;
        const bool is_assignment = is_symbol(set + 2, "=") || is_symbol(set + 2, ".") ||
                                   is_symbol(set + 2, ",") || is_at_end(set + 2);
        return is(set, "set") && (is_at_end(set + 1) || is_symbol(set + 1, "(") ||
                                  (is_name(set + 1) && is_assignment));
    }

    bool is_changed_table(std::size_t i) const {
        const std::size_t behind = past_name(i);
        return is_at_end(i) ||
               (behind > i && (is_at_end(behind) || is(behind, "where") || is(behind, "using") ||
                               is(behind, "as") || is(behind, "returning") || is(behind, "order") ||
                               is(behind, "limit")));
    }

    bool is_made_thing(std::size_t i) const {
        return i < tokens_.size() && tokens_[i].kind == TokenKind::word &&
               among(made_things, lower_ascii(tokens_[i].text));
    }

    bool is_create(std::size_t i) const {
        static constexpr std::string_view manners[] = {
            "or",     "replace", "temp",    "temporary",    "unique",    "unlogged",
            "global", "local",   "virtual", "materialized", "recursive", "external"};
        while (i < tokens_.size() && tokens_[i].kind == TokenKind::word &&
               among(manners, lower_ascii(tokens_[i].text)))
            ++i;
        if (!is_made_thing(i)) return false;
        if (is(i + 1, "if") && is(i + 2, "not") && is(i + 3, "exists")) i += 3;
        if (is_at_end(++i) || (is(i, "on") && is_name(i + 1))) return true;
        const std::size_t behind = past_name(i);
        if (behind == i) return false;
        static constexpr std::string_view next[] = {"as",   "on",     "like",    "using",
                                                    "with", "before", "returns", "after"};
        const bool goes_on = behind < tokens_.size() && tokens_[behind].kind == TokenKind::word &&
                             among(next, lower_ascii(tokens_[behind].text));
        return is_at_end(behind) || is_symbol(behind, "(") || goes_on;
    }

    bool is_drop(std::size_t i) const {
        if (!is_made_thing(i)) return false;
        if (is(i + 1, "if") && is(i + 2, "exists")) i += 2;
        const std::size_t behind = past_name(i + 1);
        return behind > i + 1 && (is_at_end(behind) || is_symbol(behind, ",") ||
                                  is(behind, "cascade") || is(behind, "restrict"));
    }

    bool is_alter(std::size_t i) const {
        static constexpr std::string_view changes[] = {"add",    "drop", "rename", "alter",
                                                       "modify", "set",  "change", "owner"};
        const std::size_t behind = past_name(i);
        if (behind == i || is_at_end(behind)) return behind > i;
        return tokens_[behind].kind == TokenKind::word &&
               among(changes, lower_ascii(tokens_[behind].text));
    }
};

}

SqlLook sql_look(SqlTokens tokens) {
    return Look(tokens).judge();
}

bool reads_as_prose(SqlTokens tokens) {
    return Look(tokens).has_sentence(tokens.size());
}

}
