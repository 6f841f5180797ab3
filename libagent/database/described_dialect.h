#pragma once

#include "libagent/database/dialect.h"
#include "libagent/database/term_writers.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

enum class NameCase { as_written, lower, upper };

/// A server that nobody knows: what its driver says of it, and what was tried on it. What nobody
/// could find out stays empty.
struct ServerTraits {
    std::string product = {};  ///< "PostgreSQL 15.0.20"
    char identifier_quote = '"';
    NameCase name_case = NameCase::as_written;  ///< What becomes of a name without quotes.
    std::vector<std::string> keywords = {};     ///< Its own reserved words, in lower case.
    std::vector<std::string> types = {};
    std::vector<std::string> functions =
        {};  ///< Calls that gave what they should: "{fn LEFT(x, n)}".

    std::optional<DateWriters> dates = {};
    WriteTerm date_literal = nullptr;
    WriteTerm average = nullptr;
    WriteTypedTerm byte_order = nullptr;
    WriteTerm text = nullptr;
    std::string_view length = {};
    std::string_view first_rows = {};
    bool has_top = false;  ///< SELECT TOP 10 …
    bool backslash_escapes = false;

    std::string one_row = {};   ///< What a SELECT without a table needs: "", " FROM DUAL".
    std::string quotient = {};  ///< Of 7 / 2.
    std::string joined = {};    ///< How two texts become one: "a || b"; empty: nobody knows.
    bool nulls_last = false;    ///< In ascending order.
    bool takes_nulls_first = false;
    std::optional<bool> equality_ignores_case = {};
    std::optional<bool> like_ignores_case = {};
};

/// The generic dialect in the words of this server: card, quotes, and SQL that is known to work.
/// What judges a statement (how it is cut, what is denied) stays the generic dialect's own,
/// whatever a driver says. The result owns all that it refers to. Pure.
std::shared_ptr<const Dialect> describe_dialect(ServerTraits traits);

}
