#pragma once

#include "libagent/base/error.h"
#include "libagent/database/catalog.h"

#include <string>
#include <string_view>

namespace askdb::database {

/// Whether a statement failed over an unknown table, column or function. Pure.
bool is_unknown_name(const Error& error);

/// The name of the table, without its schema, that the database does not know; empty: that was not
/// the fault. Pure.
std::string unknown_table(const Error& error);

/// For a statement that failed over an unknown table, column or function: "did you mean
/// 'work_orders.due_date', 'work_orders.done_date'?", from the real names, those of the tables that
/// the statement mentions first; empty when nothing is near or that was not the fault. Pure.
std::string nearest_names(const Error& error, std::string_view sql, const Catalog& catalog);

}
