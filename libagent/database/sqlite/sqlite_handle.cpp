#include "libagent/database/sqlite/sqlite_handle.h"

#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sql_tokens.h"
#include "libagent/database/sqlite/sqlite_temp_files.h"
#include "libagent/database/sqlite/sqlite_walls.h"

#include <sqlite3.h>

#include <set>
#include <utility>
#include <vector>

namespace askdb::database {
namespace {

int on_sqlite_authorize(void* handle, int action, const char* first, const char* second,
                        const char* database, const char* context) {
    try {
        return static_cast<SqliteHandle*>(handle)->authorize(
            {action, first, second, database, context});
    } catch (...) {
        return SQLITE_DENY;  // Out of memory; no exception may cross SQLite.
    }
}

/// Whether nothing but blanks, comments and semicolons is there.
bool is_blank_sql(std::string_view sql) {
    for (const SqlToken& token : sql_tokens(sql, *find_dialect("sqlite"))) {
        if (token.kind != TokenKind::comment && token.text != ";") return false;
    }
    return true;
}

}

void SqliteFinalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

void SqliteHandle::Close::operator()(sqlite3* db) const {
    sqlite3_close_v2(db);
}

SqliteHandle::SqliteHandle(SqliteOpening opening)
    : name_(std::move(opening.name)), access_(opening.access), tables_(std::move(opening.tables)) {
    sqlite3* db = nullptr;
    const int code = sqlite3_open_v2(opening.uri.c_str(), &db, opening.flags,
                                     sqlite_vfs_with_small_temp_files());
    db_.reset(db);
    if (!db) throw Failure({Errc::unavailable, "cannot open '" + name_ + "': out of memory"});
    if (code != SQLITE_OK) {
        throw Failure({Errc::usage, "cannot open '" + name_ + "': " + sqlite3_errmsg(db)});
    }
    sqlite3_extended_result_codes(db, 1);
    if (access_ == SqliteAccess::writing) {
        build_sqlite_writing_walls(db);
    } else {
        build_sqlite_walls(db);
    }
    sqlite3_set_authorizer(db, on_sqlite_authorize, this);
    watch_ = std::make_unique<SqliteWatch>(db);
}

int SqliteHandle::authorize(const SqliteAction& action) {
    std::string forbidden = access_ == SqliteAccess::writing
                                ? forbidden_sqlite_write(action.code, action.first, action.second)
                                : forbidden_sqlite_action(action.code, action.first, action.second);
    if (!forbidden.empty()) {
        if (denied_.empty()) denied_ = std::move(forbidden);
        return SQLITE_DENY;
    }
    if (!tables_.is_active() || is_untold_) return SQLITE_OK;
    std::string unlisted = tables_.forbidden(action);
    if (unlisted.empty()) return SQLITE_OK;
    if (unlisted_.empty()) unlisted_ = std::move(unlisted);
    return SQLITE_DENY;
}

/// What the table lists are asked about: the tables and views as they are now. SQLite, too, reads
/// its schema again only when the version has changed. A writer always looks: when a change of its
/// own is rolled back, the version goes back as well.
std::optional<Error> SqliteHandle::learn_schema() {
    const Untold untold(*this);
    if (access_ == SqliteAccess::writing) return read_names();
    const Result<std::int64_t> version = schema_version();
    if (!version) return version.error();
    if (learned_version_ == version.value()) return std::nullopt;
    learned_version_.reset();
    if (auto error = read_names()) return error;
    learned_version_ = version.value();
    return std::nullopt;
}

Result<std::int64_t> SqliteHandle::schema_version() {
    SqliteStatement asked;
    const char* rest = nullptr;
    int code = prepare("PRAGMA main.schema_version", asked, rest);
    if (code == SQLITE_OK) code = sqlite3_step(asked.get());
    if (code != SQLITE_ROW) return error(code);
    return sqlite3_column_int64(asked.get(), 0);
}

/// All of them or an error: a view that is not known could not be found to be hidden.
std::optional<Error> SqliteHandle::read_names() {
    std::set<std::string> names;
    std::vector<SqliteEntry> entries;
    SqliteStatement list;
    const char* rest = nullptr;
    const std::string sql =
        "SELECT name, coalesce(sql, '') FROM main.sqlite_master WHERE type IN ('table', 'view')";
    int code = prepare(sql, list, rest);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(list.get());
        if (code != SQLITE_ROW) break;
        const auto* name = reinterpret_cast<const char*>(sqlite3_column_text(list.get(), 0));
        const auto* made = reinterpret_cast<const char*>(sqlite3_column_text(list.get(), 1));
        if (name == nullptr || made == nullptr) return error(SQLITE_NOMEM);
        names.insert(lower_ascii(name));
        entries.push_back({name, made});
    }
    if (code != SQLITE_DONE) return error(code);
    tables_.learn(std::move(names), sqlite_shadows(entries));
    return std::nullopt;
}

int SqliteHandle::prepare(const std::string& text, SqliteStatement& statement, const char*& rest) {
    denied_.clear();
    unlisted_.clear();
    sqlite3_stmt* compiled = nullptr;
    // With its terminating zero, SQLite reads the text without another copy.
    const int size = static_cast<int>(text.size() + 1);
    const int code = sqlite3_prepare_v2(raw(), text.c_str(), size, &compiled, &rest);
    statement.reset(compiled);
    return code;
}

Result<SqliteStatement> SqliteHandle::compile(std::string_view sql) {
    if (sql.find('\0') != std::string_view::npos) {
        return Error{Errc::bad_input, "the statement holds a NUL byte"};
    }
    const std::string text(sql);
    if (tables_.is_active() && !is_untold_) {
        if (auto error = learn_schema()) return std::move(*error);
        tables_.expect(text);
    }
    SqliteStatement statement;
    const char* rest = nullptr;
    int code = prepare(text, statement, rest);
    if (code != SQLITE_OK && !denied_.empty()) {
        connect_virtual_tables();
        code = prepare(text, statement, rest);
    }
    if (code != SQLITE_OK) return error(code);
    if (!is_blank_sql(rest)) {
        return Error{Errc::refused, "more than one statement is not allowed"};
    }
    return statement;
}

void SqliteHandle::connect_virtual_tables() {
    const Trusted trusted(*this);
    SqliteStatement tables, table;
    const char* rest = nullptr;
    const std::string list =
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql LIKE 'create virtual%'";
    if (prepare(list, tables, rest) != SQLITE_OK) return;
    while (sqlite3_step(tables.get()) == SQLITE_ROW) {
        const auto* name = reinterpret_cast<const char*>(sqlite3_column_text(tables.get(), 0));
        if (!name) continue;
        // Compiling connects it; nothing is run, and a table that fails is its readers' matter.
        prepare("SELECT 1 FROM main." + quoted(*find_dialect("sqlite"), name), table, rest);
    }
}

SqliteHandle::Trusted::Trusted(SqliteHandle& handle) : handle_(handle) {
    sqlite3_set_authorizer(handle_.raw(), nullptr, nullptr);
}

SqliteHandle::Trusted::~Trusted() {
    sqlite3_set_authorizer(handle_.raw(), on_sqlite_authorize, &handle_);
}

}
