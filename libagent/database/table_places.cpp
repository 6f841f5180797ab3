#include "libagent/database/table_places.h"

#include "libagent/base/text.h"
#include "libagent/database/guard_names.h"

#include <fmt/format.h>

#include <set>
#include <string_view>
#include <utility>

namespace askdb::database {
namespace {

constexpr std::string_view query_beginnings[] = {"select", "with", "values", "table", "from"};
constexpr std::string_view changing_beginnings[] = {"insert", "replace", "update",
                                                    "delete", "merge",   "truncate"};
constexpr std::string_view describing_beginnings[] = {"explain", "describe", "desc",     "analyze",
                                                      "pivot",   "unpivot",  "summarize"};
constexpr std::string_view explaining_options[] = {"extended", "partitions", "verbose", "query",
                                                   "plan",     "analyze",    "ast",     "syntax"};
constexpr std::string_view target_modifiers[] = {
    "low_priority", "delayed", "high_priority", "ignore", "quick", "into", "from", "table", "only"};
// A list of tables goes on behind each of these.
constexpr std::string_view joining_words[] = {"join", "straight_join", "apply"};
// FROM means something else among their arguments.
constexpr std::string_view functions_with_from[] = {"extract",  "trim",  "substring", "substr",
                                                    "position", "ltrim", "rtrim",     "overlay"};
constexpr std::string_view functions_that_make_rows[] = {
    "json_table",      "json_each", "json_tree",    "unnest",
    "generate_series", "openjson",  "string_split", "flatten"};

/// What is open at one level of parentheses.
struct PlaceLevel {
    bool is_query = false;      ///< Else a call, a condition, or a group of tables.
    bool is_from_free = false;  ///< EXTRACT(YEAR FROM x) reads no table.
    bool in_tables = false;     ///< A comma leads to the next table.
    bool expects = false;       ///< The next token is one.
    std::string defines = {};   ///< The name that WITH gives to this query.
    bool sees_itself = false;
    bool is_recursive = false;
    std::set<std::string> defined = {};  ///< By a WITH of this level, so far.
};

class PlaceFinder : TokenReader {
  public:
    explicit PlaceFinder(SqlTokens tokens) : TokenReader(tokens) {}

    Result<std::vector<TablePlace>> find() {
        begin_statement();
        while (at_ < tokens_.size() && !fault_) step();
        if (!fault_ && level().expects) fail("a table is missing at the end");
        if (fault_) return std::move(*fault_);
        return std::move(places_);
    }

  private:
    PlaceLevel& level() { return levels_.back(); }
    std::string word(std::size_t i) const {
        const bool is_word = i < tokens_.size() && tokens_[i].kind == TokenKind::word;
        return is_word ? lower_ascii(tokens_[i].text) : std::string();
    }

    void fail(std::string_view why) {
        constexpr std::size_t longest_shown = 40;
        const std::string shown =
            at_ < tokens_.size() ? clipped(visible(tokens_[at_].text), longest_shown) : "the end";
        fault_ = Error{Errc::refused,
                       fmt::format("lists of tables are set, and at '{}' {}", shown, why)};
    }

    /// `EXPLAIN …`, `DESCRIBE t`, `INSERT INTO t`.
    void begin_statement() {
        level().is_query = true;
        if (is(0, "show")) return fail("SHOW may tell of other ones");
        if (among(describing_beginnings, word(0))) {
            ++at_;
            while (among(explaining_options, word(at_))) ++at_;
            constexpr std::size_t format_tokens = 3;  // FORMAT = JSON
            if (is(at_, "format") && is_symbol(at_ + 1, "=")) at_ += format_tokens;
        }
        begin_change();
        const std::string first = word(at_);
        const bool is_known = among(query_beginnings, first) || is_symbol(at_, "(");
        if (at_ > 0 && !is_known && !level().expects) level().expects = true;
    }

    /// The table that a statement changes, whether or not INTO or FROM stands before it.
    void begin_change() {
        const std::string verb = word(at_);
        if (!among(changing_beginnings, verb)) return;
        changes_ = true;
        ++at_;
        while (among(target_modifiers, word(at_))) ++at_;
        level().expects = true;
        level().in_tables = verb == "update" || verb == "delete" || verb == "truncate";
        expects_target_ = true;
    }

    void step() {
        if (level().expects) return take_place();
        if (is_symbol(at_, "(")) return open();
        if (is_symbol(at_, ")")) return close();
        if (is_symbol(at_, ",")) {
            level().expects = level().in_tables;
        } else if (tokens_[at_].kind == TokenKind::word) {
            return take_word();
        }
        ++at_;
    }

    void take_place() {
        if (is(at_, "lateral") || is(at_, "only")) {
            ++at_;
        } else if (is_symbol(at_, "{") && is(at_ + 1, "oj")) {
            at_ += 2;
        } else if (is_symbol(at_, "(")) {
            level().expects = false;
            const bool holds_query = among(query_beginnings, word(at_ + 1));
            levels_.push_back(
                {.is_query = holds_query, .in_tables = !holds_query, .expects = !holds_query});
            ++at_;
        } else if (is_name(at_)) {
            take_table();
        } else {
            fail("it is not understood what is read");
        }
    }

    void take_table() {
        const bool is_target = std::exchange(expects_target_, false);
        TablePlace place{.parts = {tokens_[at_].identifier()},
                         .text = std::string(tokens_[at_].text)};
        std::size_t end = at_ + 1;
        while (is_symbol(end, ".") && is_name(end + 1)) {
            place.parts.push_back(tokens_[end + 1].identifier());
            place.text += "." + std::string(tokens_[end + 1].text);
            end += 2;
        }
        for (const std::string& part : place.parts) {
            if (part.empty() || part.find('.') != std::string::npos) {
                return fail("a name has dots in its quotes");
            }
        }
        const bool is_followed = end >= tokens_.size() || is_name(end) || is_symbol(end, ",") ||
                                 is_symbol(end, ")") || is_symbol(end, "(") || is_symbol(end, "}");
        if (!is_followed) return fail("it is not understood what is read");
        level().expects = false;
        at_ = end;
        if (is_symbol(end, "(") && !is_target) {
            const bool makes_rows =
                place.parts.size() == 1 && among(functions_that_make_rows, place.parts[0]);
            if (!makes_rows) --at_, fail("a function stands in place of a table");
            return;
        }
        const bool is_defined_name =
            !is_target && place.parts.size() == 1 && is_defined(place.parts[0]);
        if (!is_defined_name) places_.push_back(std::move(place));
    }

    bool is_defined(const std::string& name) const {
        for (const PlaceLevel& open : levels_) {
            if (open.defined.contains(name)) return true;
            if (open.sees_itself && open.defines == name) return true;
        }
        return false;
    }

    void open() {
        const bool has_caller = at_ > 0 && among(functions_with_from, word(at_ - 1));
        const bool holds_query = among(query_beginnings, word(at_ + 1));
        levels_.push_back({.is_query = holds_query, .is_from_free = has_caller && !holds_query});
        ++at_;
    }

    void close() {
        ++at_;
        if (levels_.size() == 1) return;
        const std::string defined = std::move(level().defines);
        levels_.pop_back();
        if (defined.empty()) return;
        level().defined.insert(defined);
        if (is_symbol(at_, ",")) {
            ++at_;
            begin_definition();
        }
    }

    void take_word() {
        const std::string here = word(at_);
        const bool is_alias = is_symbol(at_ + 1, ",");  // `FROM t where, u`: where it may be one.
        ++at_;
        // `WITH … UPDATE t`, `(UPDATE t`, and not a function of that name.
        const bool may_begin = at_ > 1 && (is_symbol(at_ - 2, ")") || is_symbol(at_ - 2, "("));
        if (may_begin && among(changing_beginnings, here) && !is_symbol(at_, "(")) {
            --at_;
            return begin_change();
        }
        if (here == "with") return take_with();
        if (here == "from") return take_from();
        if (among(joining_words, here) || here == "table") {
            level().in_tables = level().in_tables || here != "table";
            level().expects = true;
        } else if (here == "into") {
            level().expects = expects_target_ = true;
        } else if (here == "using") {
            level().expects = changes_ || !is_symbol(at_, "(");
        } else if (!is_alias && ends_tables(here)) {
            level().in_tables = false;
        }
    }

    /// At the token behind the word. Only words that no database takes for an alias there.
    bool ends_tables(std::string_view here) const {
        if (here == "where" || here == "having" || here == "select") return true;
        if (here == "group" || here == "order") return is(at_, "by");
        if (here == "limit") return at_ < tokens_.size() && tokens_[at_].kind == TokenKind::number;
        if (here == "window") return is_name(at_) && is(at_ + 1, "as") && is_symbol(at_ + 2, "(");
        return changes_ && (here == "set" || here == "values");
    }

    void take_from() {
        const bool is_comparison =
            at_ >= 3 && is(at_ - 2, "distinct") && (is(at_ - 3, "is") || is(at_ - 3, "not"));
        if (is_comparison || level().is_from_free) return;
        level().in_tables = level().expects = true;
    }

    /// Behind WITH: definitions, or a hint, ROLLUP and the like.
    void take_with() {
        constexpr std::string_view others[] = {"rollup", "cube", "ties", "totals", "ordinality"};
        if (is_symbol(at_, "(") || among(others, word(at_))) return;
        level().is_recursive = is(at_, "recursive");
        if (level().is_recursive) ++at_;
        begin_definition();
    }

    /// `name [(columns)] AS [NOT] [MATERIALIZED] (`
    void begin_definition() {
        if (!is_name(at_)) return fail("WITH is not understood");
        const std::string name = tokens_[at_].identifier();
        ++at_;
        if (is_symbol(at_, "(")) {
            while (at_ < tokens_.size() && !is_symbol(at_, ")")) ++at_;
            ++at_;
        }
        if (!is(at_, "as")) return fail("WITH is not understood");
        ++at_;
        if (is(at_, "not")) ++at_;
        if (is(at_, "materialized")) ++at_;
        if (!is_symbol(at_, "(")) return fail("WITH is not understood");
        const bool is_recursive = level().is_recursive;
        levels_.push_back({.is_query = true, .defines = name, .sees_itself = is_recursive});
        ++at_;
    }

    std::size_t at_ = 0;
    std::vector<PlaceLevel> levels_{PlaceLevel{}};
    bool changes_ = false;
    bool expects_target_ = false;  ///< What comes is changed: never what a WITH defines.
    std::vector<TablePlace> places_;
    std::optional<Error> fault_;
};

}

Result<std::vector<TablePlace>> table_places(SqlTokens tokens) {
    return PlaceFinder(tokens).find();
}

}
