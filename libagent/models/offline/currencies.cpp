#include "libagent/models/offline/currencies.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/nouns.h"
#include "libagent/models/offline/sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

namespace askdb::models::offline {
namespace {

using database::Column;
using database::Table;

constexpr std::string_view codes[] = {"aud", "brl", "cad", "chf", "cny", "czk", "dkk", "eur",
                                      "gbp", "hkd", "huf", "inr", "jpy", "krw", "mxn", "nok",
                                      "nzd", "pln", "ron", "sek", "sgd", "try", "usd", "zar"};

constexpr std::string_view money_words[] = {
    "amount",  "balance", "charge", "cost",     "debt", "expense", "fare",  "fee",
    "income",  "payment", "price",  "profit",   "rent", "revenue", "sales", "salary",
    "savings", "spent",   "total",  "turnover", "wage", "worth"};

bool is_money_of_some_currency(const Column& column) {
    const std::vector<std::string> words = identifier_words(column.name);
    const bool number = column.kind != database::Kind::text && column.kind != database::Kind::date;
    return number && !words.empty() && !is_currency_code(words.back()) &&
           std::any_of(words.begin(), words.end(), [](const std::string& word) {
               return among(money_words, word) || among(money_words, singular(word));
           });
}

/// A column that says in which currency amounts are, and the table that holds it.
struct CurrencyColumn {
    const Table* table = nullptr;
    const Column* column = nullptr;
};

std::optional<CurrencyColumn> currency_in(const Table& table, const Knowledge& knowledge) {
    for (const Column& column : table.columns) {
        const std::vector<std::string> words = identifier_words(column.name);
        const bool named = std::find(words.begin(), words.end(), "currency") != words.end();
        if (named && knowledge.values.profile(column).several)
            return CurrencyColumn{&table, &column};
    }
    return std::nullopt;
}

std::optional<CurrencyColumn> currency_of(const Table& table, const Knowledge& knowledge) {
    if (auto own = currency_in(table, knowledge)) return own;
    for (const database::ForeignKey& key : table.foreign_keys) {
        const Table* other = knowledge.catalog.find_table(key.table);
        if (!other) continue;
        if (auto found = currency_in(*other, knowledge)) return found;
    }
    return std::nullopt;
}

bool is_settled(const Query& query, const CurrencyColumn& currency) {
    const auto settles = [&](const ColumnRef& column) {
        // One row of the other table has one currency; a table's own currency is of each row.
        const bool of_row = query.sources[column.source] == currency.table &&
                            (column.column == key_column(*currency.table) ||
                             column.column == display_column(*currency.table));
        return column.column == currency.column || of_row;
    };
    const bool chosen =
        std::any_of(query.where.begin(), query.where.end(), [&](const Condition& condition) {
            const auto* one = std::get_if<OneOf>(&condition);
            return one && !one->negated && one->values.size() == 1 && settles(one->column);
        });
    const bool ranked = query.limit.has_value();
    const bool grouped =
        !ranked && std::any_of(query.group_by.begin(), query.group_by.end(), [&](const Term& term) {
            return term.column && settles(*term.column);
        });
    return chosen || grouped;
}

}

bool is_currency_code(std::string_view word) {
    return among(codes, word);
}

std::string mixed_currencies(const Query& query, const Knowledge& knowledge) {
    std::vector<Term> compared;
    for (const Term& term : query.outputs) {
        if (term.aggregate != Aggregate::none) compared.push_back(term);
    }
    if (query.limit) {
        for (const OrderBy& order : query.order_by) compared.push_back(order.term);
    }
    if (query.having) compared.push_back(query.having->term);
    for (const Term& term : compared) {
        const bool counts =
            term.aggregate == Aggregate::count || term.aggregate == Aggregate::count_distinct;
        if (counts || !term.column || !is_money_of_some_currency(*term.column->column)) continue;
        const Table& table = *query.sources[term.column->source];
        const auto currency = currency_of(table, knowledge);
        if (!currency || is_settled(query, *currency)) continue;
        return fmt::format(
            "'{}' of {} is in several currencies: say which '{}' of {}, or \"by {}\"",
            term.column->column->name, table.name, currency->column->name, currency->table->name,
            currency->column->name);
    }
    return {};
}

}
