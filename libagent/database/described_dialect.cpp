#include "libagent/database/described_dialect.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <utility>

namespace askdb::database {
namespace {

/// What the views of its dialect look at.
struct DescribedDialect {
    explicit DescribedDialect(ServerTraits said) : traits(std::move(said)) {}

    ServerTraits traits;
    std::vector<std::string_view> keywords;
    std::string card;
    Dialect dialect;
};

std::string names_line(const ServerTraits& traits) {
    std::string_view folding;
    if (traits.name_case == NameCase::lower) folding = "; without them they become lower case";
    if (traits.name_case == NameCase::upper) folding = "; without them they become upper case";
    const char close = traits.identifier_quote == '[' ? ']' : traits.identifier_quote;
    return fmt::format(
        "Names with other characters than letters, digits and _ go in {}these quotes{}{}; texts in "
        "'single quotes'{}.\n",
        traits.identifier_quote, close, folding,
        traits.backslash_escapes ? ", where a backslash escapes" : "");
}

std::string first_rows_line(const ServerTraits& traits) {
    std::string way = "is not known: fetch all";
    if (!traits.first_rows.empty()) {
        constexpr int example = 10;
        way = "ORDER BY …" + fmt::format(fmt::runtime(traits.first_rows), example);
    } else if (traits.has_top) {
        way = "SELECT TOP 10 … ORDER BY …";
    }
    return fmt::format("First rows: {}. NULLs sort {}{}.\n", way,
                       traits.nulls_last ? "last" : "first",
                       traits.takes_nulls_first ? "; NULLS FIRST, NULLS LAST" : "");
}

std::string dates_line(const ServerTraits& traits) {
    std::vector<std::string> parts;
    if (traits.date_literal != nullptr) parts.push_back(traits.date_literal("2024-05-31"));
    if (traits.dates) {
        parts.push_back("the year of x: " + traits.dates->year("x"));
        parts.push_back("'2024-05': " + traits.dates->month("x"));
    }
    if (parts.empty()) return {};
    return fmt::format("Dates: {}.\n", join(parts, "; "));
}

std::string_view yes_or_no(const std::optional<bool>& ignores) {
    if (!ignores) return "may ignore case";
    return *ignores ? "ignores case" : "is case-sensitive";
}

std::string values_line(const ServerTraits& traits) {
    std::string out;
    if (!traits.quotient.empty()) {
        const bool drops = traits.quotient == "3";
        out +=
            fmt::format("7 / 2 is {}{}. ", drops ? "3" : "3.5", drops ? ": write 7 * 1.0 / 2" : "");
    } else {
        out += "A division of whole numbers may drop the rest: write x * 1.0 / y. ";
    }
    if (!traits.joined.empty()) out += fmt::format("Text is joined with {}. ", traits.joined);
    out += fmt::format("= {}, LIKE {}. ", yes_or_no(traits.equality_ignores_case),
                       yes_or_no(traits.like_ignores_case));
    if (!traits.length.empty()) out += fmt::format("{}(x) counts characters. ", traits.length);
    out +=
        "A condition is no value: SUM(CASE WHEN x > 5 THEN 1 ELSE 0 END). COALESCE, CASE, CAST, "
        "joins, subqueries, GROUP BY (every selected column stands there or in an aggregate) and "
        "HAVING are everywhere.\n";
    return out;
}

std::string lists_lines(const ServerTraits& traits) {
    constexpr std::size_t most_listed_bytes = 400;
    std::string out;
    if (!traits.functions.empty()) {
        out += fmt::format("Functions that were tried: {}.\n", join(traits.functions, ", "));
    }
    if (!traits.one_row.empty()) {
        out += fmt::format("Every SELECT needs a table:{} for one row.\n", traits.one_row);
    }
    if (!traits.types.empty()) {
        out += fmt::format("Types: {}.",
                           utf8_prefix(visible(join(traits.types, ", ")), most_listed_bytes));
    }
    return out;
}

}

std::shared_ptr<const Dialect> describe_dialect(ServerTraits traits) {
    const auto out = std::make_shared<DescribedDialect>(std::move(traits));
    const ServerTraits& known = out->traits;
    constexpr std::size_t longest_product = 80;
    out->card = fmt::format(
        "{}, through an ODBC driver that askdb does not know; write plain standard SQL. What "
        "follows was tried on this server.\n",
        clipped(visible(known.product.empty() ? std::string("An SQL database") : known.product),
                longest_product));
    out->card += names_line(known) + first_rows_line(known) + dates_line(known);
    out->card += values_line(known) + lists_lines(known);
    for (const std::string& word : known.keywords) out->keywords.push_back(word);

    Dialect& dialect = out->dialect;
    dialect = *find_dialect("generic");
    dialect.identifier_quote = known.identifier_quote;
    dialect.backslash_escapes = known.backslash_escapes;
    dialect.lower_case_names = known.name_case == NameCase::lower;
    dialect.upper_case_names = known.name_case == NameCase::upper;
    dialect.reserved_words = out->keywords;
    dialect.card = out->card;
    dialect.year_of = known.dates ? known.dates->year : nullptr;
    dialect.month_of = known.dates ? known.dates->month : nullptr;
    dialect.day_of = known.dates ? known.dates->day : nullptr;
    dialect.date_literal = known.date_literal;
    dialect.average_of = known.average;
    dialect.byte_order_of = known.byte_order;
    dialect.text_of = known.text;
    if (!known.length.empty()) dialect.length_function = known.length;
    dialect.first_rows = known.first_rows;
    dialect.nulls_come_last = known.nulls_last && known.takes_nulls_first;
    return {out, &dialect};  // Shares the owner of what it refers to.
}

}
