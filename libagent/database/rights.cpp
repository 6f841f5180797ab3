#include "libagent/database/rights.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <array>
#include <set>

namespace askdb::database {
namespace {

/// One row, a column for each right; "true" or a text that names what the right is on.
constexpr std::string_view postgres_rights = R"(
SELECT current_user AS role, r.rolsuper AS superuser, r.rolcreaterole AS create_role,
  r.rolcreatedb AS create_database, r.rolreplication AS replication,
  EXISTS (SELECT 1 FROM pg_roles p WHERE p.rolname = 'pg_read_server_files'
          AND pg_has_role(p.oid, 'USAGE')) AS read_files,
  EXISTS (SELECT 1 FROM pg_roles p WHERE p.rolname = 'pg_write_server_files'
          AND pg_has_role(p.oid, 'USAGE')) AS write_files,
  EXISTS (SELECT 1 FROM pg_roles p WHERE p.rolname = 'pg_execute_server_program'
          AND pg_has_role(p.oid, 'USAGE')) AS run_programs,
  (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname <> 'information_schema'
     AND n.nspname NOT LIKE 'pg\_%'
     AND (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE')
          OR has_table_privilege(c.oid, 'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE'))
  ) AS writable_tables,
  (SELECT min(n.nspname) FROM pg_namespace n WHERE n.nspname <> 'information_schema'
     AND n.nspname NOT LIKE 'pg\_%' AND has_schema_privilege(n.oid, 'CREATE')) AS create_in_schema,
  has_database_privilege(current_database(), 'CREATE') AS create_schema
FROM pg_roles r WHERE r.rolname = current_user)";

constexpr std::string_view sqlserver_rights = R"(
SELECT USER_NAME() AS role, IS_SRVROLEMEMBER('sysadmin') AS superuser,
  IS_ROLEMEMBER('db_owner') AS owner, IS_ROLEMEMBER('db_datawriter') AS writer,
  HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE TABLE') AS create_table)";

/// The cell of the first row under that name; empty when there is none.
std::string rights_cell(const Rows& rows, std::string_view name) {
    if (rows.row_count() == 0) return {};
    for (std::size_t i = 0; i < rows.column_count(); ++i) {
        const Cell cell = rows.cell(0, i);
        if (equal_ignoring_case(rows.columns[i].name, name) && !cell.is_null())
            return std::string(cell.text);
    }
    return {};
}

bool is_set(const Rows& rows, std::string_view name) {
    const std::string value = lower_ascii(rights_cell(rows, name));
    return value == "true" || value == "t" || value == "1";
}

/// A right that is there or not, and what takes it away, up to the role and behind it.
struct PostgresLook {
    std::string_view column;
    std::string_view what;
    std::string_view fix;
    std::string_view fix_end = ";";
    bool is_serious = true;
};

constexpr PostgresLook postgres_looks[] = {
    {"read_files", "the role may read files of the server", "REVOKE pg_read_server_files FROM "},
    {"write_files", "the role may write files of the server", "REVOKE pg_write_server_files FROM "},
    {"run_programs", "the role may run programs on the server",
     "REVOKE pg_execute_server_program FROM "},
    {"create_role", "the role may create roles", "ALTER ROLE ", " NOCREATEROLE;"},
    {"replication", "the role may replicate the server", "ALTER ROLE ", " NOREPLICATION;"},
    {"create_database", "the role may create databases", "ALTER ROLE ", " NOCREATEDB;", false},
    {"create_schema", "the role may create schemas", "REVOKE CREATE ON DATABASE … FROM ",
     ", PUBLIC;", false},
};

std::vector<WideRight> judge_postgres(const Rows& rows) {
    const Dialect& dialect = *find_dialect("postgres");
    const std::string role = quoted(dialect, rights_cell(rows, "role"));
    // A superuser has every other right too: one line says it all.
    if (is_set(rows, "superuser")) {
        return {{"the role " + role + " is a superuser",
                 "CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader;  and use that role",
                 true}};
    }
    std::vector<WideRight> wide;
    for (const PostgresLook& look : postgres_looks) {
        if (!is_set(rows, look.column)) continue;
        wide.push_back({.what = std::string(look.what),
                        .fix = std::string(look.fix) + role + std::string(look.fix_end),
                        .is_serious = look.is_serious});
    }
    const std::string tables = rights_cell(rows, "writable_tables");
    if (!tables.empty() && tables != "0") {
        wide.push_back(
            {"the role may change the rows of " + tables + (tables == "1" ? " table" : " tables"),
             "GRANT SELECT only: REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES "
             "IN SCHEMA public FROM " +
                 role + ";"});
    }
    if (const std::string schema = rights_cell(rows, "create_in_schema"); !schema.empty()) {
        wide.push_back(
            {"the role may create tables in the schema '" + schema + "'",
             "REVOKE CREATE ON SCHEMA " + quoted(dialect, schema) + " FROM " + role + ", PUBLIC;"});
    }
    return wide;
}

std::vector<WideRight> judge_sqlserver(const Rows& rows) {
    if (is_set(rows, "superuser"))
        return {{"the login is a member of sysadmin",
                 "use a login whose user is only in db_datareader", true}};
    std::vector<WideRight> wide;
    const std::string role = quoted(*find_dialect("sqlserver"), rights_cell(rows, "role"));
    if (is_set(rows, "owner"))
        wide.push_back({"the user is a member of db_owner",
                        "ALTER ROLE db_owner DROP MEMBER " + role + ";", true});
    if (is_set(rows, "writer"))
        wide.push_back({"the user may change rows (db_datawriter)",
                        "ALTER ROLE db_datawriter DROP MEMBER " + role + ";"});
    if (is_set(rows, "create_table"))
        wide.push_back({"the user may create tables", "REVOKE CREATE TABLE FROM " + role + ";"});
    return wide;
}

/// Global rights of MariaDB and MySQL that reach beyond the data.
constexpr std::array serious_grants = {
    std::string_view("ALL PRIVILEGES"), std::string_view("SUPER"),
    std::string_view("FILE"),           std::string_view("CREATE USER"),
    std::string_view("PROCESS"),        std::string_view("RELOAD"),
    std::string_view("SHUTDOWN"),       std::string_view("GRANT OPTION"),
    std::string_view("SET USER"),       std::string_view("FEDERATED ADMIN"),
    std::string_view("SYSTEM_USER"),
};
/// Rights that only read, or lead to none.
constexpr std::array harmless_grants = {
    std::string_view("SELECT"),      std::string_view("USAGE"),
    std::string_view("SHOW VIEW"),   std::string_view("SHOW DATABASES"),
    std::string_view("LOCK TABLES"), std::string_view("REFERENCES"),
    std::string_view("PROXY"),
};

/// The rights and the place of "GRANT a, b (x, y) ON place TO who …". What follows `TO` may be the
/// hash of a password, and is left alone.
struct Grant {
    std::vector<std::string> rights;
    std::string place;
};

Grant read_grant(std::string_view text) {
    constexpr std::string_view begin = "GRANT ";
    const std::size_t on = text.find(" ON "), to = text.find(" TO ", on);
    if (!text.starts_with(begin) || on == text.npos || to == text.npos) return {};
    Grant grant;
    grant.place = text.substr(on + 4, to - on - 4);
    int depth = 0;  // Columns stand in parentheses.
    std::string right;
    for (const char c : text.substr(begin.size(), on - begin.size())) {
        depth += c == '(' ? 1 : 0;
        if (depth == 0 && c == ',') {
            grant.rights.emplace_back(trim(right));
            right.clear();
        } else if (depth == 0) {
            right += c;
        }
        depth -= c == ')' ? 1 : 0;
    }
    grant.rights.emplace_back(trim(right));
    return grant;
}

/// What stands behind `WITH` at the end of a grant lets the account hand its rights on.
bool may_hand_on(std::string_view text) {
    return text.find(" WITH GRANT OPTION") != text.npos ||
           text.find(" WITH ADMIN OPTION") != text.npos;
}

std::vector<WideRight> judge_mysql(const Rows& rows) {
    std::set<std::string> serious, writing;
    std::string places;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        const std::string_view text = rows.cell(row, 0).text;
        const Grant grant = read_grant(text);
        const bool is_global = grant.place == "*.*";
        bool is_wide = false;
        for (const std::string& right : grant.rights) {
            if (among(harmless_grants, right)) continue;
            const bool is_serious = is_global && among(serious_grants, right);
            (is_serious ? serious : writing).insert(right);
            is_wide = true;
        }
        if (may_hand_on(text)) serious.insert("GRANT OPTION");
        if (is_wide && !is_global) places += (places.empty() ? "" : ", ") + grant.place;
    }
    const auto list = [](const std::set<std::string>& rights) {
        return join(std::vector<std::string>(rights.begin(), rights.end()), ", ");
    };
    const std::string fix =
        "CREATE USER …; GRANT SELECT, SHOW VIEW ON DATABASE.* TO …;  and use "
        "that account";
    std::vector<WideRight> wide;
    if (!serious.empty())
        wide.push_back({"the account has " + list(serious) + " on the whole server", fix, true});
    if (!writing.empty())
        wide.push_back({"the account may do more than read: " + list(writing) +
                            (places.empty() ? " on the whole server" : " on " + places),
                        fix, false});
    return wide;
}

// MySQL 8 has the second one only, older ones and MariaDB the first, some both.
constexpr std::string_view mysql_wall =
    "SHOW SESSION VARIABLES WHERE Variable_name IN ('tx_read_only', 'transaction_read_only')";

constexpr std::array probes = {
    RightsProbe{.dialect = "sqlite",
                .version_sql = "SELECT sqlite_version()",
                .wall_sql = "",
                .rights_sql = ""},
    RightsProbe{.dialect = "postgres",
                .version_sql = "SHOW server_version",
                .wall_sql = "SHOW transaction_read_only",
                .rights_sql = postgres_rights,
                .judge = judge_postgres},
    RightsProbe{.dialect = "mysql",
                .version_sql = "SELECT version()",
                .wall_sql = mysql_wall,
                .rights_sql = "SHOW GRANTS",
                .judge = judge_mysql},
    RightsProbe{.dialect = "sqlserver",
                .version_sql = "SELECT CAST(SERVERPROPERTY('ProductVersion') AS varchar(40))",
                .wall_sql = "",
                .rights_sql = sqlserver_rights,
                .judge = judge_sqlserver},
};

}

const RightsProbe* find_rights_probe(const Dialect& dialect) {
    const auto found = std::find_if(probes.begin(), probes.end(), [&](const RightsProbe& probe) {
        return probe.dialect == dialect.name;
    });
    return found == probes.end() ? nullptr : &*found;
}

std::optional<bool> says_read_only(const Rows& rows) {
    constexpr std::size_t name_and_value = 2;
    const std::size_t columns = rows.column_count();
    if (rows.row_count() == 0 || columns == 0 || columns > name_and_value) return std::nullopt;
    if (columns == 1 && rows.row_count() > 1) return std::nullopt;
    bool is_read_only = true;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        const bool is_of_setting =
            columns == 1 || lower_ascii(rows.cell(row, 0).text).ends_with("_read_only");
        if (!is_of_setting) return std::nullopt;
        const std::string value = lower_ascii(rows.cell(row, columns - 1).text);
        is_read_only = is_read_only && (value == "on" || value == "1" || value == "true");
    }
    return is_read_only;
}

}
