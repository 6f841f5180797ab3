#include "libagent/checks/select_reader_terms.h"

namespace askdb::checks {
namespace {

const std::vector<std::string_view>& aggregate_functions() {
    static const std::vector<std::string_view> functions = {"sum",
                                                            "avg",
                                                            "total",
                                                            "count",
                                                            "min",
                                                            "max",
                                                            "group_concat",
                                                            "string_agg",
                                                            "array_agg",
                                                            "listagg",
                                                            "json_agg",
                                                            "jsonb_agg",
                                                            "json_group_array",
                                                            "stddev",
                                                            "stddev_pop",
                                                            "stddev_samp",
                                                            "variance",
                                                            "var_pop",
                                                            "var_samp",
                                                            "count_big",
                                                            "median",
                                                            "mode",
                                                            "percentile_cont",
                                                            "percentile_disc",
                                                            "bool_and",
                                                            "bool_or",
                                                            "every",
                                                            "bit_and",
                                                            "bit_or"};
    return functions;
}

bool is_call(const SelectText& text, std::size_t i) {
    return text.is_symbol(i + 1, "(") && !(i > 0 && text.is_symbol(i - 1, ".")) &&
           text.is_among(i, aggregate_functions());
}

/// SQLite's MIN(a, b) is no aggregate.
bool is_scalar_call(const SelectText& text, std::size_t i) {
    const TokenRange inside{i + 2, text.other(i + 1)};
    return (text.is(i, "min") || text.is(i, "max")) && text.split(inside).size() > 1;
}

/// Behind the call at `i`, also behind its FILTER and WITHIN GROUP.
std::size_t behind_call(const SelectText& text, std::size_t i) {
    std::size_t behind = text.other(i + 1) + 1;
    while (true) {
        if (text.is(behind, "filter") && text.is_symbol(behind + 1, "(")) {
            behind = text.other(behind + 1) + 1;
        } else if (text.is(behind, "within") && text.is(behind + 1, "group") &&
                   text.is_symbol(behind + 2, "(")) {
            behind = text.other(behind + 2) + 1;
        } else {
            return behind;
        }
    }
}

/// The argument of an aggregate without its conditions: the results of CASE and IF.
class ValueParts {
  public:
    ValueParts(const SelectText& text, TokenRange range) : text_(text) { take(range); }

    std::vector<NameRef> names = {};
    bool compares = false;  ///< What is left is a condition itself.

  private:
    void take(TokenRange range) {
        std::size_t begin = range.begin;
        for (std::size_t i = range.begin; i < range.end;) {
            if (text_.is(i, "case")) {
                take_plain({begin, i});
                begin = i = take_case(i, range.end);
            } else if (text_.is_among(i, {"iif", "if"}) && text_.is_symbol(i + 1, "(")) {
                take_plain({begin, i});
                const std::size_t close = text_.other(i + 1);
                const std::vector<TokenRange> parts = text_.split({i + 2, close});
                for (std::size_t part = 1; part < parts.size(); ++part) take(parts[part]);
                begin = i = close + 1;
            } else {
                i = text_.opens_query(i) ? text_.other(i) + 1 : i + 1;
            }
        }
        take_plain({begin, range.end});
    }

    void take_plain(TokenRange range) {
        for (NameRef& name : names_in(text_, range)) names.push_back(std::move(name));
        for (std::size_t i = range.begin; i < range.end; ++i) {
            compares |= text_.is_symbol(i, "=") || text_.is_symbol(i, "<") ||
                        text_.is_symbol(i, ">") ||
                        text_.is_among(i, {"is", "in", "like", "ilike", "between"});
        }
    }

    /// From CASE to behind its END; only what stands behind THEN and ELSE is a value.
    std::size_t take_case(std::size_t begin, std::size_t end) {
        std::size_t depth = 0, value = npos;
        for (std::size_t i = begin; i < end; i = text_.behind(i)) {
            if (text_.is(i, "case")) ++depth;
            const bool is_end = text_.is(i, "end");
            if (depth == 1 && (is_end || text_.is_among(i, {"when", "else"})) && value != npos) {
                take({value, i});
                value = npos;
            }
            if (depth == 1 && text_.is_among(i, {"then", "else"})) value = i + 1;
            if (is_end && --depth == 0) return i + 1;
        }
        return end;
    }

    const SelectText& text_;
};

Aggregate aggregate_at(const SelectText& text, std::size_t i) {
    Aggregate call{.function = text.at(i).identifier()};
    TokenRange inside{i + 2, text.other(i + 1)};
    call.text = text.text({i, inside.end + 1});
    call.distinct = text.is(inside.begin, "distinct");
    if (call.distinct || text.is(inside.begin, "all")) ++inside.begin;
    inside.end = text.find(inside, "order");
    inside.end = text.find(inside, "separator");
    const bool joins_texts = call.function.ends_with("agg") || call.function == "group_concat";
    if (const auto parts = text.split(inside); joins_texts && parts.size() > 1) inside = parts[0];
    ValueParts value(text, inside);
    call.counts_rows = !call.distinct && (value.names.empty() || value.compares);
    if (!call.counts_rows) call.refs = std::move(value.names);
    return call;
}

}

std::vector<Aggregate> aggregates_in(const SelectText& text, TokenRange range) {
    std::vector<Aggregate> calls;
    for (std::size_t i = range.begin; i < range.end;) {
        if (text.opens_query(i)) {
            i = text.other(i) + 1;
        } else if (is_call(text, i) && !is_scalar_call(text, i)) {
            const std::size_t behind = behind_call(text, i);
            const bool is_window = text.is(behind, "over");
            if (!is_window) {
                calls.push_back(aggregate_at(text, i));
                calls.back().is_filtered = text.is(text.other(i + 1) + 1, "filter");
            }
            i = is_window ? i + 2 : behind;  // SUM(SUM(x)) OVER ()
        } else {
            ++i;
        }
    }
    return calls;
}

}
