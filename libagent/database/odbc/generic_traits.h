#pragma once

#include "libagent/database/described_dialect.h"
#include "libagent/database/odbc/odbc_session.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace askdb::database {

/// What SQLGetInfo and SQLGetTypeInfo say of a server; a driver that says nothing, or fails, leaves
/// it empty. Throws only what OdbcSession::call() throws.
ServerTraits claimed_traits(OdbcSession& session);

/// Runs one constant SELECT, which reads no table, and gives the first column of its rows, NULL as
/// an empty text; nothing when the server does not take it.
using TryStatement = std::function<std::optional<std::vector<std::string>>(const std::string& sql)>;

/// Adds to `traits` what the server does, whatever its driver claims: of each way to say a thing
/// the first that gives what it should. Throws what `try_statement` throws.
void add_tried_traits(ServerTraits& traits, const TryStatement& try_statement);

/// The schema in which the session finds names without one; empty when the server does not say.
std::string current_schema(const TryStatement& try_statement);

}
