#include "libagent/checks/select_reader.h"

#include "libagent/base/text.h"
#include "libagent/checks/select_reader_from.h"
#include "libagent/checks/select_reader_terms.h"
#include "libagent/checks/select_reader_text.h"

#include <algorithm>
#include <utility>

namespace askdb::checks {
namespace {

constexpr std::size_t deepest = 32;

const std::vector<std::string_view>& clause_words() {
    static const std::vector<std::string_view> words = {"from",   "where", "group",  "having",
                                                        "window", "order", "limit",  "offset",
                                                        "fetch",  "for",   "qualify"};
    return words;
}

/// One SELECT cut into its clauses, each without the word that begins it.
struct Clauses {
    TokenRange items = {}, from = {}, where = {}, group_by = {}, having = {}, order_by = {};
    std::size_t limit = npos;  ///< Where the word LIMIT stands.
};

class StatementReader {
  public:
    explicit StatementReader(const SelectText& text) : text_(text) {}

    std::optional<StatementShape> read() {
        if (!text_.is_sound()) return {};
        read_query({0, text_.size()}, npos);
        if (failed_ || shape_.selects.empty()) return {};
        return std::move(shape_);
    }

  private:
    /// A query with its WITH and its UNIONs; its first SELECT, or npos.
    std::size_t read_query(TokenRange range, std::size_t parent) {
        const std::size_t known_units = units_.size();
        const std::size_t self = shape_.selects.size();
        shape_.selects.emplace_back();  // CTEs come behind it.
        if (failed_ || ++depth_ > deepest) failed_ = true;
        if (!failed_ && text_.is(range.begin, "with")) range.begin = read_units(range, self);
        while (!failed_ && text_.is_symbol(range.begin, "(") &&
               text_.other(range.begin) + 1 == range.end)
            range = {range.begin + 1, range.end - 1};
        if (!failed_) read_branches(range, self, parent);
        units_.resize(known_units);
        --depth_;
        return self;
    }

    /// WITH a AS (…), b AS (…): where the query itself begins.
    std::size_t read_units(TokenRange range, std::size_t parent) {
        std::size_t i = range.begin + 1;
        if (text_.is(i, "recursive")) ++i;
        while (i < range.end && text_.is_name(i)) {
            const std::string name = text_.at(i++).identifier();
            const bool has_names = text_.is_symbol(i, "(");
            if (has_names) i = text_.other(i) + 1;
            while (text_.is_among(i, {"as", "not", "materialized"})) ++i;
            if (!text_.opens_query(i) && !text_.is_symbol(i, "(")) break;
            const std::size_t unit = read_query({i + 1, text_.other(i)}, parent);
            units_.emplace_back(name, unit);
            shape_.ctes.push_back(name);
            if (has_names && unit < shape_.selects.size()) shape_.selects[unit].is_read = false;
            i = text_.other(i) + 1;
            if (!text_.is_symbol(i, ",")) return i;
            ++i;
        }
        failed_ = true;
        return range.end;
    }

    void read_branches(TokenRange range, std::size_t self, std::size_t parent) {
        std::vector<TokenRange> branches;
        std::size_t begin = range.begin;
        for (std::size_t i = range.begin; i < range.end; i = text_.behind(i)) {
            if (!text_.is_among(i, {"union", "intersect", "except", "minus"})) continue;
            if (text_.is(i, "minus") && !text_.is(i + 1, "select")) continue;
            branches.push_back({begin, i});
            begin = text_.is_among(i + 1, {"all", "distinct"}) ? i + 2 : i + 1;
        }
        branches.push_back({begin, range.end});
        read_branch(branches.front(), self, parent);
        if (branches.size() == 1) return;
        shape_.selects[self].is_set = true;
        for (std::size_t branch = 1; branch < branches.size(); ++branch) {
            const std::size_t other = shape_.selects.size();
            shape_.selects.emplace_back();
            read_branch(branches[branch], other, parent);
        }
    }

    void read_branch(TokenRange range, std::size_t self, std::size_t parent) {
        if (text_.is_symbol(range.begin, "(")) {  // Its own ORDER BY may follow.
            range = {range.begin + 1, text_.other(range.begin)};
        }
        if (text_.is(range.begin, "select")) {
            read_one(range, self, parent);
        } else if (self == 0) {
            failed_ = true;
        } else {
            shape_.selects[self].is_read = false;  // VALUES, TABLE, or deeper nested.
        }
    }

    Clauses clauses_of(TokenRange range) const {
        Clauses clauses;
        std::size_t begin = range.begin + 1;
        TokenRange* open = &clauses.items;
        TokenRange other;
        for (std::size_t i = begin; i <= range.end; i = i == range.end ? i + 1 : text_.behind(i)) {
            const bool is_distinct_from =
                text_.is(i, "from") && i > 0 && text_.is(i - 1, "distinct");
            const bool is_end = i >= range.end;
            if (!is_end && (!text_.is_among(i, clause_words()) || is_distinct_from)) continue;
            if (!is_end && (text_.is_symbol(i - 1, ".") || text_.is(i - 1, "as"))) continue;
            *open = {begin, std::min(i, range.end)};
            if (is_end) break;
            const bool has_by = text_.is(i + 1, "by");
            begin = has_by ? i + 2 : i + 1;
            open = &other;
            if (text_.is(i, "from")) open = &clauses.from;
            if (text_.is(i, "where")) open = &clauses.where;
            if (text_.is(i, "group")) open = &clauses.group_by;
            if (text_.is(i, "having")) open = &clauses.having;
            if (text_.is(i, "order")) open = &clauses.order_by;
            if (text_.is(i, "limit")) clauses.limit = i;
        }
        return clauses;
    }

    void read_one(TokenRange range, std::size_t self, std::size_t parent) {
        const Clauses clauses = clauses_of(range);
        SelectShape shape{.parent = parent};
        const FromContext context{
            .text = text_,
            .read_query = [&](TokenRange inner) { return read_query(inner, self); },
            .find_unit = [&](const std::string& name) { return find_unit(name); }};
        read_from(context, clauses.from, shape);
        read_items(clauses.items, shape);
        for (Condition& condition : conditions_in(text_, clauses.where, false))
            shape.conditions.push_back(std::move(condition));
        read_groups(clauses.group_by, shape);
        for (const TokenRange part : {clauses.items, clauses.having, clauses.order_by}) {
            for (Aggregate& call : aggregates_in(text_, part))
                shape.aggregates.push_back(std::move(call));
        }
        const bool is_lone = clauses.limit != npos && clauses.limit + 1 < range.end &&
                             text_.at(clauses.limit + 1).text == "1" &&
                             !text_.is_symbol(clauses.limit + 2, ",");
        shape.is_one_row = is_lone;
        for (const TokenRange part : {clauses.items, clauses.from, clauses.where, clauses.having}) {
            for (LiteralUse& use : literals_in(text_, part))
                shape.literals.push_back(std::move(use));
        }
        shape_.selects[self] = std::move(shape);
        for (const TokenRange part :
             {clauses.items, clauses.where, clauses.having, clauses.group_by, clauses.order_by})
            read_subqueries(part, self);
        read_on_subqueries(clauses.from, self);
    }

    void read_subqueries(TokenRange range, std::size_t self) {
        for (std::size_t i = range.begin; i < range.end && !failed_; ++i) {
            if (!text_.opens_query(i)) continue;
            read_query({i + 1, text_.other(i)}, self);
            i = text_.other(i);
        }
    }

    /// Those of ON: what stands behind FROM, JOIN, a comma or another parenthesis is a member.
    void read_on_subqueries(TokenRange range, std::size_t self) {
        for (std::size_t i = range.begin; i < range.end && !failed_; ++i) {
            if (!text_.opens_query(i)) continue;
            const bool is_member =
                i == range.begin || text_.is_symbol(i - 1, ",") || text_.is_symbol(i - 1, "(") ||
                text_.is_among(i - 1, {"from", "join", "lateral", "apply", "straight_join"});
            if (!is_member) read_query({i + 1, text_.other(i)}, self);
            i = text_.other(i);
        }
    }

    void read_items(TokenRange range, SelectShape& shape) {
        if (text_.is(range.begin, "distinct")) {
            shape.is_distinct = !text_.is(range.begin + 1, "on");
            range.begin += shape.is_distinct ? 1 : 2;
            if (!shape.is_distinct) range.begin = text_.behind(range.begin);
        }
        if (text_.is(range.begin, "top")) range.begin = text_.behind(range.begin + 1);
        for (const TokenRange part : text_.split(range)) shape.items.push_back(item_of(part));
    }

    SelectItem item_of(TokenRange range) const {
        SelectItem item;
        const std::size_t last = range.end - 1;
        if (text_.is_symbol(last, "*") && (last == range.begin || text_.is_symbol(last - 1, "."))) {
            item.is_star = true;
            if (last > range.begin + 1) item.qualifier = text_.at(last - 2).identifier();
            return item;
        }
        const bool may_be_alias = last > range.begin && text_.is_name(last) &&
                                  !text_.is_symbol(last - 1, ".") &&
                                  !text_.is_symbol(last - 1, "::");
        const bool is_behind_value =
            may_be_alias && !text_.is_among(last, {"end", "null", "true", "false"}) &&
            (text_.is(last - 1, "as") || text_.is_name(last - 1) ||
             text_.is_symbol(last - 1, ")") ||
             text_.at(last - 1).kind == database::TokenKind::number || text_.is_string(last - 1));
        TokenRange value = range;
        if (is_behind_value) {
            item.name = text_.at(last).identifier();
            value.end = text_.is(last - 1, "as") ? last - 1 : last;
        }
        item.column = plain_column(text_, value);
        if (item.name.empty() && item.column) item.name = item.column->name;
        item.numbers_within = partition_of(value);
        item.is_aggregate = !aggregates_in(text_, value).empty();
        return item;
    }

    std::optional<std::vector<NameRef>> partition_of(TokenRange value) const {
        const std::size_t i = value.begin;
        const bool numbers = text_.is_among(i, {"row_number", "rank", "dense_rank"}) &&
                             text_.is_symbol(i + 1, "(") && text_.is(i + 3, "over") &&
                             text_.is_symbol(i + 4, "(") && text_.other(i + 4) + 1 == value.end;
        if (!numbers) return {};
        std::vector<NameRef> columns;
        if (!text_.is(i + 5, "partition")) return columns;
        const TokenRange inside{i + 7, text_.find({i + 7, text_.other(i + 4)}, "order")};
        for (const TokenRange part : text_.split(inside)) {
            auto column = plain_column(text_, part);
            if (!column) return {};
            columns.push_back(std::move(*column));
        }
        return columns;
    }

    /// GROUP BY: columns, positions, and names of the select list.
    void read_groups(TokenRange range, SelectShape& shape) const {
        shape.is_grouped = !range.empty();
        for (const TokenRange part : text_.split(range)) {
            std::optional<NameRef> column = plain_column(text_, part);
            if (!column && part.begin + 1 == part.end &&
                text_.at(part.begin).kind == database::TokenKind::number) {
                column = column_at(text_.at(part.begin).text, shape);
            } else if (column && column->qualifier.empty()) {
                for (const SelectItem& item : shape.items) {
                    const bool is_renamed = item.name == column->name && item.column != column;
                    if (!is_renamed) continue;
                    column = item.column;
                    break;
                }
            }
            shape.groups_by_more |= !column;
            if (column) shape.group_by.push_back(std::move(*column));
        }
    }

    static std::optional<NameRef> column_at(std::string_view position, const SelectShape& shape) {
        for (std::size_t i = 0; i < shape.items.size(); ++i) {
            if (std::to_string(i + 1) == position) return shape.items[i].column;
        }
        return {};
    }

    std::size_t find_unit(const std::string& name) const {
        const auto found = std::find_if(units_.rbegin(), units_.rend(),
                                        [&](const auto& unit) { return unit.first == name; });
        return found == units_.rend() ? npos : found->second;
    }

    const SelectText& text_;
    StatementShape shape_;
    std::vector<std::pair<std::string, std::size_t>> units_;  ///< CTEs in sight, newest last.
    std::size_t depth_ = 0;
    bool failed_ = false;
};

}

std::optional<StatementShape> read_select(std::string_view sql, const database::Dialect& dialect) {
    const SelectText text(sql, dialect);
    return StatementReader(text).read();
}

}
