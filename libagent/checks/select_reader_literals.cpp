#include "libagent/checks/select_reader_terms.h"

#include <algorithm>
#include <utility>

namespace askdb::checks {
namespace {

/// Functions that leave a text what it is, but for its case and the blanks around it.
bool is_wrapper(const SelectText& text, std::size_t i) {
    return text.is_among(i, {"lower", "upper", "trim", "ltrim", "rtrim", "lcase", "ucase",
                             "unaccent", "nocase", "cast"});
}

/// What a string token says; nothing where its quotes are of an unusual kind.
std::optional<std::string> string_value(const SelectText& text, std::size_t i) {
    std::string_view quoted = text.at(i).text;
    bool backslashes = text.dialect().backslash_escapes;
    if (quoted.starts_with('e') || quoted.starts_with('E')) {
        quoted.remove_prefix(1);
        backslashes = true;
    }
    if (quoted.size() < 2 || quoted.front() != quoted.back() || quoted.front() == '$') return {};
    std::string value;
    for (std::size_t at = 1; at + 1 < quoted.size(); ++at) {
        const bool is_doubled = quoted[at] == quoted.front();
        const bool is_escape = backslashes && quoted[at] == '\\' && at + 2 < quoted.size();
        if (is_doubled || is_escape) ++at;
        value += quoted[at];
    }
    return value;
}

/// Finds comparisons by the texts in them, and looks around each.
class LiteralReader {
  public:
    LiteralReader(const SelectText& text, TokenRange range) : text_(text), range_(range) {}

    std::vector<LiteralUse> read() {
        for (std::size_t i = range_.begin; i < range_.end;) {
            if (text_.opens_query(i)) {
                i = text_.other(i) + 1;
            } else if (text_.is(i, "in") && text_.is_symbol(i + 1, "(")) {
                read_list(i);
                i = text_.other(i + 1) + 1;
            } else {
                if (text_.is_string(i)) read_comparison(i);
                ++i;
            }
        }
        return std::move(uses_);
    }

  private:
    /// `column IN ('a', 'b')`
    void read_list(std::size_t in) {
        if (text_.opens_query(in + 1) || before(in, "not")) return;
        LiteralUse use;
        for (const TokenRange part : text_.split({in + 2, text_.other(in + 1)})) {
            std::size_t at = part.begin;
            while (is_wrapper(text_, at) && text_.is_symbol(at + 1, "(")) at += 2;
            if (!text_.is_string(at)) return;
            if (auto value = string_value(text_, at)) use.values.push_back(std::move(*value));
        }
        std::optional<NameRef> column = column_before(in, use);
        add(std::move(use), std::move(column));
    }

    /// `column = 'a'`, `column LIKE 'a'`, `'a' = column`, with lower() and the like around either.
    void read_comparison(std::size_t literal) {
        auto value = string_value(text_, literal);
        if (!value) return;
        LiteralUse use{.values = {std::move(*value)}};
        std::size_t left = literal, right = literal + 1;
        std::string around;
        while (left >= range_.begin + 2 && text_.is_symbol(left - 1, "(") &&
               is_wrapper(text_, left - 2)) {
            around = text_.at(left - 2).identifier();
            right = text_.other(left - 1) + 1;
            left -= 2;
        }
        if (text_.is(right, "collate")) use.ignores_case = text_.is(right + 1, "nocase");
        std::optional<NameRef> column;
        if (left > range_.begin) column = compared_before(left - 1, use);
        if (!column && text_.is_symbol(right, "=")) column = column_behind(right + 1, use);
        use.ignores_case |= !around.empty() && around == use.function;
        add(std::move(use), std::move(column));
    }

    /// The column left of the sign at `sign`, where that asks for the text.
    std::optional<NameRef> compared_before(std::size_t sign, LiteralUse& use) const {
        use.is_pattern = text_.is_among(sign, {"like", "ilike"});
        use.ignores_case |= text_.is(sign, "ilike");
        if (use.is_pattern && before(sign, "not")) return {};
        if (use.is_pattern) return column_before(sign, use);
        if (!text_.is_symbol(sign, "=")) return {};
        std::size_t begin = sign;
        if (begin > range_.begin && text_.is_symbol(begin - 1, "=")) --begin;
        const bool is_other = begin > range_.begin &&
                              (text_.is_symbol(begin - 1, "!") || text_.is_symbol(begin - 1, "<") ||
                               text_.is_symbol(begin - 1, ">"));
        return is_other ? std::optional<NameRef>() : column_before(begin, use);
    }

    bool before(std::size_t i, std::string_view word) const {
        return i > range_.begin && text_.is(i - 1, word);
    }

    /// The column whose comparison begins at `end`.
    std::optional<NameRef> column_before(std::size_t end, LiteralUse& use) const {
        std::size_t begin = end;
        if (begin >= range_.begin + 2 &&
            (text_.is(begin - 2, "collate") || text_.is_symbol(begin - 2, "::"))) {
            use.ignores_case |= text_.is(begin - 1, "nocase");
            begin -= 2;
        }
        if (begin == range_.begin) return {};
        if (text_.is_symbol(begin - 1, ")")) {
            const std::size_t open = text_.other(begin - 1);
            if (open > range_.begin && text_.is_name(open - 1) && !is_wrapper(text_, open - 1) &&
                !text_.is_among(open - 1, {"and", "or", "where", "on", "when"}))
                return {};
            if (open > range_.begin && is_wrapper(text_, open - 1))
                use.function = text_.at(open - 1).identifier();
            return only_name({open + 1, begin - 1});
        }
        if (!text_.is_name(begin - 1)) return {};
        std::size_t first = begin - 1;
        while (first >= range_.begin + 2 && text_.is_symbol(first - 1, ".") &&
               text_.is_name(first - 2))
            first -= 2;
        return plain_column(text_, {first, begin});
    }

    std::optional<NameRef> column_behind(std::size_t begin, LiteralUse& use) const {
        if (text_.is_symbol(begin, "=")) ++begin;
        if (is_wrapper(text_, begin) && text_.is_symbol(begin + 1, "(")) {
            use.function = text_.at(begin).identifier();
            return only_name({begin + 2, text_.other(begin + 1)});
        }
        std::size_t end = begin + 1;
        while (text_.is_symbol(end, ".") && text_.is_name(end + 1)) end += 2;
        if (text_.is_symbol(end, "(")) return {};
        return plain_column(text_, {begin, std::min(end, range_.end)});
    }

    std::optional<NameRef> only_name(TokenRange range) const {
        const std::vector<NameRef> names = names_in(text_, range);
        if (names.size() != 1) return {};
        return names.front();
    }

    void add(LiteralUse use, std::optional<NameRef> column) {
        if (!column || use.values.empty()) return;
        use.column = std::move(*column);
        uses_.push_back(std::move(use));
    }

    const SelectText& text_;
    TokenRange range_;
    std::vector<LiteralUse> uses_;
};

}

std::vector<LiteralUse> literals_in(const SelectText& text, TokenRange range) {
    return LiteralReader(text, range).read();
}

}
