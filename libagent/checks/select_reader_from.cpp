#include "libagent/checks/select_reader_from.h"

#include "libagent/checks/select_reader_terms.h"

#include <utility>

namespace askdb::checks {
namespace {

const std::vector<std::string_view>& join_words() {
    static const std::vector<std::string_view> words = {
        "join", "left", "right", "full", "inner", "cross", "outer", "natural", "straight_join"};
    return words;
}

class FromReader {
  public:
    FromReader(const FromContext& context, SelectShape& shape)
        : context_(context), text_(context.text), shape_(shape) {}

    void read(TokenRange range) {
        std::size_t i = range.begin;
        while (i < range.end && shape_.is_read) {
            if (text_.is_symbol(i, ",") || text_.is_among(i, {"lateral", "only"})) {
                ++i;
            } else if (begins_join(i)) {
                i = read_join_words(i);
            } else if (text_.is(i, "on")) {
                i = read_on({i + 1, range.end});
            } else if (text_.is(i, "using") && text_.is_symbol(i + 1, "(")) {
                i = read_using(i + 1);
            } else {
                i = read_member({i, range.end});
            }
        }
    }

  private:
    bool begins_join(std::size_t i) const {
        const bool is_function =
            text_.is_symbol(i + 1, "(") && text_.is_among(i, {"left", "right"});
        return text_.is_among(i, join_words()) && !is_function && !text_.is_symbol(i + 1, ".");
    }

    std::size_t read_join_words(std::size_t i) {
        while (begins_join(i)) {
            if (text_.is(i, "natural")) shape_.is_read = false;
            ++i;
        }
        // CROSS APPLY (…)
        return text_.is_among(i, {"apply", "lateral"}) ? i + 1 : i;
    }

    std::size_t read_on(TokenRange range) {
        std::size_t end = range.begin;
        while (end < range.end && !text_.is_symbol(end, ",") && !text_.is(end, "on") &&
               !text_.is(end, "using") && !begins_join(end))
            end = text_.behind(end);
        for (Condition& condition : conditions_in(text_, {range.begin, end}, true))
            shape_.conditions.push_back(std::move(condition));
        return end;
    }

    std::size_t read_using(std::size_t open) {
        if (shape_.from.empty()) {
            shape_.is_read = false;
            return text_.other(open) + 1;
        }
        for (const TokenRange part : text_.split({open + 1, text_.other(open)})) {
            if (!text_.is_name(part.begin)) shape_.is_read = false;
            if (shape_.is_read)
                shape_.using_columns.push_back(
                    {shape_.from.size() - 1, text_.at(part.begin).identifier()});
        }
        return text_.other(open) + 1;
    }

    std::size_t read_member(TokenRange range) {
        std::size_t i = range.begin;
        FromItem item;
        if (text_.opens_query(i)) {
            item.unit = context_.read_query({i + 1, text_.other(i)});
            i = text_.other(i) + 1;
        } else if (text_.is_symbol(i, "(") && !text_.is(i + 1, "values")) {
            read({i + 1, text_.other(i)});
            i = text_.other(i) + 1;
            // Its columns have other names than the reader thinks.
            if (i < range.end && (text_.is(i, "as") || is_alias(i))) shape_.is_read = false;
            return i;
        } else if (text_.is_symbol(i, "(")) {
            i = text_.other(i) + 1;
        } else if (!text_.is_name(i) || text_.is(i, "as")) {
            shape_.is_read = false;  // USING (…) AS x, too.
            return range.end;
        } else {
            i = read_name(i, item);
        }
        i = read_alias(i, range.end, item);
        shape_.from.push_back(std::move(item));
        return i;
    }

    std::size_t read_name(std::size_t i, FromItem& item) {
        const std::size_t begin = i;
        item.table = text_.at(i++).identifier();
        while (text_.is_symbol(i, ".") && text_.is_name(i + 1)) {
            item.schema = std::move(item.table);
            item.table = text_.at(i + 1).identifier();
            i += 2;
        }
        item.alias = item.table;
        item.written_table = text_.text({begin, i});
        item.written_alias = std::string(text_.at(i - 1).text);
        if (item.schema.empty()) item.unit = context_.find_unit(item.table);
        const bool is_function = text_.is_symbol(i, "(");
        if (is_function || item.unit != npos) item.table.clear();
        return is_function ? text_.other(i) + 1 : i;
    }

    bool is_alias(std::size_t i) const {
        const bool is_clause =
            begins_join(i) || text_.is_among(i, {"on", "using", "where", "tablesample", "with",
                                                 "for", "use", "force", "ignore", "partition",
                                                 "indexed", "not", "pivot", "unpivot", "lateral"});
        return text_.is_name(i) && !is_clause;
    }

    std::size_t read_alias(std::size_t i, std::size_t end, FromItem& item) {
        if (text_.is(i, "as")) ++i;
        if (i < end && is_alias(i)) {
            item.written_alias = std::string(text_.at(i).text);
            item.is_renamed = true;
            item.alias = text_.at(i++).identifier();
            if (i < end && text_.is_symbol(i, "(")) {
                // Its columns have other names than the reader thinks.
                item.unit = npos;
                item.table.clear();
                i = text_.other(i) + 1;
            }
        }
        if (text_.is_among(i, {"tablesample", "pivot", "unpivot", "for"})) shape_.is_read = false;
        if (text_.is(i, "with") && text_.is_symbol(i + 1, "(")) return text_.other(i + 1) + 1;
        while (i < end && text_.is_among(i, {"use", "force", "ignore", "indexed", "not", "by",
                                             "index", "key", "partition"})) {
            i = text_.is_symbol(i + 1, "(") ? text_.other(i + 1) + 1 : i + 1;
        }
        return i;
    }

    const FromContext& context_;
    const SelectText& text_;
    SelectShape& shape_;
};

}

void read_from(const FromContext& context, TokenRange range, SelectShape& shape) {
    FromReader(context, shape).read(range);
}

}
