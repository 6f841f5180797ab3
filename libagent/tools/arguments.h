#pragma once

#include "libagent/tools/tool.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::tools {

/// Readers of one argument each. An error names the argument and says what it must be; an absent or
/// null argument is the same thing, and weak models send "" for it.

Result<std::string> required_text(const Json& arguments, std::string_view name);
Result<std::string> optional_text(const Json& arguments, std::string_view name);

/// An array of texts; one text alone counts as an array of one.
Result<std::vector<std::string>> required_texts(const Json& arguments, std::string_view name);

/// The database that argument `database` names, the default one when it names none.
Result<database::Database*> chosen_database(const ToolContext& context, const Json& arguments);

/// What to tell the model about an error: the database's own words, then the hint.
ToolOutput failed_output(const Error& error, std::string sql = {});

/// The same of an error of a database's, as far as the context shares it: where values are not
/// shared, or some are masked, without words that may quote one. `database`: nullptr for the one
/// that holds results.
ToolOutput failed_output(const ToolContext& context, database::Database* database,
                         const Error& error, std::string sql);

}
