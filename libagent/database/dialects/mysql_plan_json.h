#pragma once

#include <optional>
#include <string_view>

namespace askdb::database {

/// Reads what EXPLAIN FORMAT=JSON says, of MariaDB
/// (https://mariadb.com/kb/en/explain-format-json/) and MySQL: the most rows that a step of the
/// plan is expected to read, those of a joined table for each row that the tables before it are
/// expected to pass on. 0 where no table is read. These engines count what LIMIT leaves unread, but
/// for rows in the order of an index. Nothing when it is no plan. Pure.
std::optional<double> mysql_plan_rows(std::string_view plan);

}
