#include "libagent/database/odbc/generic_traits.h"

#include "libagent/base/text.h"
#include "libagent/database/odbc/own_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>

namespace askdb::database {
namespace {

constexpr std::size_t most_types = 100;

std::optional<SQLUSMALLINT> info_number(OdbcSession& session, SQLUSMALLINT what) {
    // Some drivers write more bytes than the value has.
    std::array<SQLUSMALLINT, sizeof(std::uint64_t)> value{};
    SQLSMALLINT length = 0;
    const SQLRETURN result =
        odbc_api().get_info(session.raw(), what, value.data(), sizeof value, &length);
    if (!SQL_SUCCEEDED(result)) return std::nullopt;
    return value.front();
}

char claimed_quote(OdbcSession& session) {
    const std::string quote = session.info(SQL_IDENTIFIER_QUOTE_CHAR);
    constexpr std::string_view known = "\"`[";
    return quote.size() == 1 && known.find(quote[0]) != std::string_view::npos ? quote[0] : '"';
}

NameCase claimed_case(OdbcSession& session) {
    switch (info_number(session, SQL_IDENTIFIER_CASE).value_or(SQL_IC_MIXED)) {
        case SQL_IC_LOWER: return NameCase::lower;
        case SQL_IC_UPPER: return NameCase::upper;
        default: return NameCase::as_written;
    }
}

std::vector<std::string> claimed_types(OdbcSession& session) {
    std::vector<std::string> types;
    const OdbcStatementHandle statement = session.new_statement();
    const auto why = session.call(
        statement.get(), [&] { return odbc_api().get_type_info(statement.get(), SQL_ALL_TYPES); });
    if (why) return types;
    const Result<Rows> rows = rows_of_statement(session, statement.get(), most_types);
    for (std::size_t row = 0; rows && row < rows.value().row_count(); ++row) {
        std::string type(rows.value().cell(row, 0).text);
        const bool is_new = std::find(types.begin(), types.end(), type) == types.end();
        if (!type.empty() && is_new) types.push_back(std::move(type));
    }
    return types;
}

/// A call by ODBC's escape, and what it must give.
struct EscapedCall {
    std::string_view call;
    std::string_view gives;
    std::string_view shown;
};

constexpr EscapedCall escaped_calls[] = {
    {"{fn LCASE('A')}", "a", "{fn LCASE(x)}"},
    {"{fn UCASE('a')}", "A", "{fn UCASE(x)}"},
    {"{fn SUBSTRING('abc', 2, 1)}", "b", "{fn SUBSTRING(x, from, count)}"},
    {"{fn LEFT('abc', 2)}", "ab", "{fn LEFT(x, n)}"},
    {"{fn LOCATE('b', 'abc')}", "2", "{fn LOCATE(what, x)}"},
    {"{fn REPLACE('abc', 'b', 'x')}", "axc", "{fn REPLACE(x, old, new)}"},
    {"{fn CONCAT('a', 'b')}", "ab", "{fn CONCAT(a, b)}"},
    {"{fn ABS(-2)}", "2", "{fn ABS(x)}"},
    {"{fn MOD(7, 4)}", "3", "{fn MOD(a, b)}"},
    {"{fn IFNULL(NULL, 'a')}", "a", "{fn IFNULL(x, y)}"},
    {"{fn YEAR({d '2024-05-31'})}", "2024", "{fn YEAR(x)}"},
    {"{fn QUARTER({d '2024-05-31'})}", "2", "{fn QUARTER(x)}"},
    {"{fn MONTH({d '2024-05-31'})}", "5", "{fn MONTH(x)}"},
    {"{fn TIMESTAMPDIFF(SQL_TSI_DAY, {d '2024-05-01'}, {d '2024-05-31'})}", "30",
     "{fn TIMESTAMPDIFF(SQL_TSI_DAY, from, to)}"},
    {"CASE WHEN {fn CURDATE()} > {d '2000-01-01'} THEN 1 END", "1", "{fn CURDATE()}"},
    {"CASE WHEN {ts '2024-05-31 17:00:00'} > {d '2024-05-31'} THEN 1 END", "1",
     "{ts '2024-05-31 17:00:00'}"},
};

/// Tries one thing after the other on a server.
class TraitFinder {
  public:
    TraitFinder(ServerTraits& traits, const TryStatement& try_statement)
        : traits_(traits), try_(try_statement) {}

    void find() {
        if (!find_one_row()) return;
        find_first_rows();
        find_dates();
        find_numbers();
        find_texts();
        find_null_order();
        for (const EscapedCall& call : escaped_calls) {
            if (gives(call.call, call.gives)) traits_.functions.emplace_back(call.shown);
        }
    }

  private:
    std::optional<std::vector<std::string>> rows(const std::string& sql) const { return try_(sql); }

    /// The first cell of `SELECT expressions`; nothing when the server does not take it.
    std::optional<std::string> value(std::string_view expression) const {
        const auto found = rows(fmt::format("SELECT {}{}", expression, traits_.one_row));
        if (!found || found->size() != 1) return std::nullopt;
        return std::string(trim(found->front()));
    }
    bool gives(std::string_view expression, std::string_view wanted) const {
        return value(expression) == std::string(wanted);
    }
    /// `SELECT a AS x UNION ALL SELECT b …` as a table.
    std::string table_of(std::initializer_list<std::string_view> values) const {
        std::string out;
        for (const std::string_view one : values) {
            out += out.empty() ? fmt::format("SELECT {} AS x{}", one, traits_.one_row)
                               : fmt::format(" UNION ALL SELECT {}{}", one, traits_.one_row);
        }
        return fmt::format("({}) t", out);
    }

    bool find_one_row() {
        constexpr std::string_view endings[] = {"", " FROM DUAL", " FROM SYSIBM.SYSDUMMY1",
                                                " FROM RDB$DATABASE"};
        for (const std::string_view ending : endings) {
            traits_.one_row = ending;
            if (gives("1", "1")) return true;
        }
        traits_.one_row.clear();
        return false;
    }

    void find_first_rows() {
        const std::string two = table_of({"1", "2"});
        for (const std::string_view ending : first_rows_endings()) {
            const auto first =
                rows("SELECT x FROM " + two + " ORDER BY x" + fmt::format(fmt::runtime(ending), 1));
            if (first != std::vector<std::string>{"1"}) continue;
            traits_.first_rows = ending;
            return;
        }
        const auto top = rows("SELECT TOP 1 x FROM " + two + " ORDER BY x");
        traits_.has_top = top == std::vector<std::string>{"1"};
    }

    void find_dates() {
        for (const WriteTerm literal : date_literal_writers()) {
            const auto day = value(literal("2024-05-31"));
            if (!day || !day->starts_with("2024-05-31")) continue;
            traits_.date_literal = literal;
            break;
        }
        if (traits_.date_literal == nullptr) return;
        for (const DateWriters& writers : date_writers()) {
            if (!are_right(writers)) continue;
            traits_.dates = writers;
            return;
        }
    }

    /// On days with one digit and two, on a moment, and on none.
    bool are_right(const DateWriters& writers) const {
        const std::string early = traits_.date_literal("2024-05-07");
        const std::string late = traits_.date_literal("2023-12-31");
        const std::string none = fmt::format("CASE WHEN 1 = 0 THEN {} END", early);
        return gives(writers.year(early), "2024") && gives(writers.month(early), "2024-05") &&
               gives(writers.month(late), "2023-12") && gives(writers.day(early), "2024-05-07") &&
               gives(writers.day(late), "2023-12-31") &&
               gives(fmt::format("CASE WHEN {} IS NULL THEN 1 END", writers.month(none)), "1");
    }

    void find_numbers() {
        const auto quotient = value("7 / 2");
        if (quotient) traits_.quotient = *quotient == "3" ? "3" : quotient->substr(0, 3);
        if (traits_.quotient != "3" && traits_.quotient != "3.5") traits_.quotient.clear();
        constexpr std::string_view exact = "1.6666666666";
        const std::string numbers = table_of({"1", "2", "2"});
        for (const WriteTerm writer : average_writers()) {
            const auto average =
                rows(fmt::format("SELECT {} FROM {}", writer ? writer("x") : "AVG(x)", numbers));
            if (!average || average->size() != 1 || !average->front().starts_with(exact)) continue;
            traits_.average = writer;
            return;
        }
    }

    void find_texts() {
        traits_.backslash_escapes = gives(R"('a\\b')", R"(a\b)");
        for (const std::string_view length : length_functions()) {
            if (!gives(fmt::format("{}('\xC3\xA9')", length), "1")) continue;
            traits_.length = length;
            break;
        }
        for (const std::string_view both : {"'a' || 'b'", "CONCAT('a', 'b')", "'a' + 'b'"}) {
            if (!gives(both, "ab")) continue;
            traits_.joined = both;
            std::erase(traits_.joined, '\'');
            break;
        }
        for (const WriteTerm writer : text_writers()) {
            if (!gives(fmt::format("LOWER({})", writer ? writer("5") : "5"), "5")) continue;
            traits_.text = writer;
            break;
        }
        const std::string letters = table_of({"'a'", "'B'"});
        for (const WriteTypedTerm writer : byte_order_writers()) {
            const auto order =
                rows("SELECT x FROM " + letters + " ORDER BY " + writer("x", "text"));
            if (order != std::vector<std::string>{"B", "a"}) continue;
            traits_.byte_order = writer;
            break;
        }
        traits_.equality_ignores_case = is_true("'a' = 'A'");
        traits_.like_ignores_case = is_true("'a' LIKE 'A'");
    }

    std::optional<bool> is_true(std::string_view condition) const {
        const auto found = value(fmt::format("CASE WHEN {} THEN 1 ELSE 0 END", condition));
        if (found != "1" && found != "0") return std::nullopt;
        return found == "1";
    }

    void find_null_order() {
        const std::string numbers = table_of({"1", "NULL"});
        const auto order = rows("SELECT x FROM " + numbers + " ORDER BY x");
        if (!order) return;
        traits_.nulls_last = *order == std::vector<std::string>{"1", ""};
        traits_.takes_nulls_first = rows("SELECT x FROM " + numbers + " ORDER BY x NULLS FIRST") ==
                                    std::vector<std::string>{"", "1"};
    }

    ServerTraits& traits_;
    const TryStatement& try_;
};

}

ServerTraits claimed_traits(OdbcSession& session) {
    ServerTraits traits;
    traits.product = session.info(SQL_DBMS_NAME);
    const std::string version = session.info(SQL_DBMS_VER);
    if (!traits.product.empty() && !version.empty()) traits.product += " " + version;
    traits.identifier_quote = claimed_quote(session);
    traits.name_case = claimed_case(session);
    for (const std::string& word : split(session.info(SQL_KEYWORDS), ',')) {
        traits.keywords.push_back(lower_ascii(trim(word)));
    }
    traits.types = claimed_types(session);
    return traits;
}

void add_tried_traits(ServerTraits& traits, const TryStatement& try_statement) {
    TraitFinder(traits, try_statement).find();
}

std::string current_schema(const TryStatement& try_statement) {
    constexpr std::string_view ways[] = {
        "SELECT current_schema()", "SELECT CURRENT_SCHEMA", "SELECT SCHEMA_NAME()",
        "SELECT SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM DUAL",
        "SELECT CURRENT SCHEMA FROM SYSIBM.SYSDUMMY1"};
    for (const std::string_view way : ways) {
        const auto rows = try_statement(std::string(way));
        if (rows && rows->size() == 1 && !rows->front().empty()) {
            return std::string(trim(rows->front()));
        }
    }
    return {};
}

}
