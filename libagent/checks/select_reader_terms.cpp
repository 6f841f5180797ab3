#include "libagent/checks/select_reader_terms.h"

namespace askdb::checks {
namespace {

/// Words of expressions that are no columns.
const std::vector<std::string_view>& expression_words() {
    static const std::vector<std::string_view> words = {"and",
                                                        "or",
                                                        "not",
                                                        "null",
                                                        "is",
                                                        "in",
                                                        "like",
                                                        "ilike",
                                                        "between",
                                                        "case",
                                                        "when",
                                                        "then",
                                                        "else",
                                                        "end",
                                                        "true",
                                                        "false",
                                                        "distinct",
                                                        "as",
                                                        "from",
                                                        "over",
                                                        "partition",
                                                        "by",
                                                        "order",
                                                        "asc",
                                                        "desc",
                                                        "rows",
                                                        "range",
                                                        "unbounded",
                                                        "preceding",
                                                        "following",
                                                        "filter",
                                                        "where",
                                                        "collate",
                                                        "escape",
                                                        "separator",
                                                        "within",
                                                        "exists",
                                                        "any",
                                                        "all",
                                                        "cast",
                                                        "interval",
                                                        "current_date",
                                                        "current_timestamp",
                                                        "current_time",
                                                        "nocase",
                                                        "similar",
                                                        "regexp",
                                                        "rlike",
                                                        "glob",
                                                        "using",
                                                        "for",
                                                        "at",
                                                        "zone",
                                                        "nulls",
                                                        "first",
                                                        "last"};
    return words;
}

/// Reads one name with its dots at `i`; `i` is then behind it.
NameRef take_name(const SelectText& text, std::size_t& i) {
    NameRef ref{.name = text.at(i++).identifier()};
    while (text.is_symbol(i, ".") && text.is_name(i + 1)) {
        ref.qualifier = std::move(ref.name);
        ref.name = text.at(i + 1).identifier();
        i += 2;
    }
    return ref;
}

/// Whether the name at `i` stands for a type or a unit: `x::date`, `CAST(x AS date)`,
/// `DATE '2024-05-31'`.
bool is_no_column(const SelectText& text, std::size_t i) {
    return text.is_symbol(i + 1, "(") || text.is_string(i + 1) ||
           (i > 0 &&
            (text.is_symbol(i - 1, "::") || text.is(i - 1, "as") || text.is(i - 1, "collate"))) ||
           text.is_among(i, expression_words());
}

TokenRange without_parentheses(const SelectText& text, TokenRange range) {
    while (text.is_symbol(range.begin, "(") && text.other(range.begin) + 1 == range.end &&
           !text.opens_query(range.begin)) {
        range = {range.begin + 1, range.end - 1};
    }
    return range;
}

bool has_query(const SelectText& text, TokenRange range) {
    for (std::size_t i = range.begin; i < range.end; ++i) {
        if (text.opens_query(i)) return true;
    }
    return false;
}

/// `=` outside of parentheses, when it is the only thing there that compares; else npos.
std::size_t lone_equality(const SelectText& text, TokenRange range) {
    std::size_t found = npos;
    for (std::size_t i = range.begin; i < range.end; i = text.behind(i)) {
        const bool compares = text.is_symbol(i, "<") || text.is_symbol(i, ">") ||
                              text.is_symbol(i, "!") || text.is_symbol(i, "~");
        if (compares || text.is_among(i, {"not", "is", "in", "like", "ilike", "between", "case",
                                          "or", "any", "all"})) {
            return npos;
        }
        if (!text.is_symbol(i, "=")) continue;
        if (found != npos && found + 1 != i) return npos;
        found = found == npos ? i : found;
    }
    return found;
}

bool has_range(const SelectText& text, TokenRange range) {
    for (std::size_t i = range.begin; i < range.end; ++i) {
        if (text.opens_query(i)) {
            i = text.other(i);
        } else if (text.is_symbol(i, "<") || text.is_symbol(i, ">") || text.is(i, "between")) {
            return true;
        }
    }
    return false;
}

/// The one value of `x IN ('a')`: the column is bound like by `=`.
std::optional<NameRef> column_in_one(const SelectText& text, TokenRange range) {
    const std::size_t in = text.find(range, "in");
    if (in + 4 != range.end || text.is(in - 1, "not") || !text.is_symbol(in + 1, "(")) return {};
    return plain_column(text, {range.begin, in});
}

/// Of `left = right`.
void add_bindings(const SelectText& text, TokenRange range, std::size_t equal,
                  Condition& condition) {
    const TokenRange left{range.begin, equal};
    const TokenRange right{text.is_symbol(equal + 1, "=") ? equal + 2 : equal + 1, range.end};
    if (auto column = plain_column(text, left))
        condition.bindings.push_back({*column, names_in(text, right)});
    if (auto column = plain_column(text, right))
        condition.bindings.push_back({*column, names_in(text, left)});
}

Condition condition_of(const SelectText& text, TokenRange range, bool is_join) {
    Condition condition{.text = text.text(range), .refs = names_in(text, range)};
    condition.has_subquery = has_query(text, range);
    const bool has_choice = text.find(range, "or") != range.end;
    condition.may_choose = condition.has_subquery || (has_choice && is_join) ||
                           (!has_choice && has_range(text, range));
    if (text.is(range.begin, "exists") || text.is(range.begin, "not")) condition.may_choose = false;
    if (condition.may_choose) return condition;
    if (auto column = column_in_one(text, range)) condition.bindings.push_back({*column});
    const std::size_t equal = lone_equality(text, range);
    if (equal != npos) add_bindings(text, range, equal, condition);
    // An equality of two computed values, or whatever else joins.
    if (condition.bindings.empty()) condition.may_choose = is_join || equal != npos;
    const std::size_t is = text.find(range, "is");
    if (!is_join && is + 2 == range.end && text.is(is + 1, "null"))
        condition.must_be_null = plain_column(text, {range.begin, is});
    return condition;
}

}

std::vector<NameRef> names_in(const SelectText& text, TokenRange range) {
    std::vector<NameRef> names;
    for (std::size_t i = range.begin; i < range.end;) {
        if (text.opens_query(i)) {
            i = text.other(i) + 1;
        } else if (!text.is_name(i) || is_no_column(text, i)) {
            ++i;
        } else {
            NameRef name = take_name(text, i);
            if (!text.is_symbol(i, "(")) names.push_back(std::move(name));
        }
    }
    return names;
}

std::optional<NameRef> plain_column(const SelectText& text, TokenRange range) {
    range = without_parentheses(text, range);
    if (range.empty() || !text.is_name(range.begin) ||
        text.is_among(range.begin, expression_words()))
        return {};
    std::size_t i = range.begin;
    NameRef name = take_name(text, i);
    if (i + 2 == range.end && (text.is_symbol(i, "::") || text.is(i, "collate"))) i += 2;
    if (i != range.end) return {};
    return name;
}

std::vector<Condition> conditions_in(const SelectText& text, TokenRange range, bool is_join) {
    range = without_parentheses(text, range);
    if (range.empty()) return {};
    if (text.find(range, "or") != range.end) return {condition_of(text, range, is_join)};
    std::vector<TokenRange> parts;
    std::size_t begin = range.begin;
    bool in_between = false;
    for (std::size_t i = range.begin; i < range.end; i = text.behind(i)) {
        if (text.is(i, "between")) in_between = true;
        if (!text.is(i, "and")) continue;
        if (!in_between) {
            parts.push_back({begin, i});
            begin = i + 1;
        }
        in_between = false;
    }
    parts.push_back({begin, range.end});
    if (parts.size() == 1) return {condition_of(text, range, is_join)};
    std::vector<Condition> all;
    for (const TokenRange part : parts) {
        for (Condition& condition : conditions_in(text, part, is_join))
            all.push_back(std::move(condition));
    }
    return all;
}

}
