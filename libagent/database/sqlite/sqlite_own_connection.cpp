#include "libagent/database/sqlite/sqlite_own_connection.h"

#include "libagent/base/error.h"
#include "libagent/base/new_file.h"
#include "libagent/database/sqlite/sqlite_own_errors.h"
#include "libagent/database/sqlite/sqlite_values.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <sys/stat.h>
#include <thread>
#include <type_traits>
#include <unistd.h>

namespace askdb::database {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr mode_t own_file_mode = 0600;
constexpr std::size_t most_statements = 64;
/// Of PRAGMA synchronous, https://sqlite.org/pragma.html#pragma_synchronous
constexpr int synchronous_normal = 1, synchronous_full = 2;

/// SQLite's own way would let others read it. A file that is there is not touched: closing it would
/// drop the locks that other connections of this process hold on it.
void make_own_file(const fs::path& path, const std::string& name) {
    struct stat there = {};
    if (::stat(path.c_str(), &there) == 0) {
        if (S_ISREG(there.st_mode)) return;
        throw Failure({Errc::usage, "cannot open '" + name + "': it is not a regular file"});
    }
    if (const int reason = try_make_private_folder(path.parent_path()); reason != 0)
        throw Failure(cannot_open_own_file(name, reason));
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, own_file_mode);
    if (file >= 0) {
        ::close(file);
    } else if (errno != EEXIST) {
        throw Failure(cannot_open_own_file(name, errno));
    }
}

/// A short while, another one for everybody, so that those who wait do not meet again.
void sleep_a_little(int tries) {
    thread_local std::minstd_rand dice(std::random_device{}());
    constexpr int shortest = 100, longest = 10'000, step = 300;  // Microseconds.
    const int most = std::clamp(step * (tries + 1), shortest + 1, longest);
    const int sleep = std::uniform_int_distribution<int>(shortest, most)(dice);
    std::this_thread::sleep_for(std::chrono::microseconds(sleep));
}

int bind_own_value(sqlite3_stmt* statement, int place, const OwnValue& value) {
    return std::visit(
        [&](const auto& held) {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, std::monostate>) {
                return sqlite3_bind_null(statement, place);
            } else if constexpr (std::is_same_v<Held, std::int64_t>) {
                return sqlite3_bind_int64(statement, place, held);
            } else if constexpr (std::is_same_v<Held, double>) {
                return sqlite3_bind_double(statement, place, held);
            } else {
                // A null pointer would be NULL.
                return sqlite3_bind_text64(statement, place, held.empty() ? "" : held.data(),
                                           held.size(), SQLITE_STATIC, SQLITE_UTF8);
            }
        },
        value);
}

/// Readies the statement for its next run, however this one ends.
class ResetLater {
  public:
    explicit ResetLater(sqlite3_stmt* statement) : statement_(statement) {}
    ~ResetLater() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    ResetLater(const ResetLater&) = delete;
    ResetLater& operator=(const ResetLater&) = delete;

  private:
    sqlite3_stmt* statement_;
};

}

/// The last one to close a database would move what is in its log into the file, and wait for the
/// disk twice: more than all else that a short run does. A log that is small is left to the next
/// one, which reads it in less than a millisecond; a longer one is not.
void SqliteOwnConnection::Close::operator()(sqlite3* db) const {
    constexpr off_t most_left_bytes = 1 << 20;
    const char* const file = sqlite3_db_filename(db, "main");
    const char* const log = file == nullptr ? nullptr : sqlite3_filename_wal(file);
    struct stat there = {};
    const bool is_small = log != nullptr && *log != '\0' && ::stat(log, &there) == 0 &&
                          there.st_size <= most_left_bytes;
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, is_small ? 1 : 0, nullptr);
    sqlite3_close_v2(db);
}

void SqliteOwnConnection::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

SqliteOwnConnection::SqliteOwnConnection(const std::string& path) : name_(path) {
    const fs::path absolute = fs::absolute(path);
    make_own_file(absolute, name_);
    sqlite3* db = nullptr;
    const int code = sqlite3_open_v2(absolute.c_str(), &db,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    db_.reset(db);
    if (db == nullptr) throw Failure({Errc::unavailable, "cannot open '" + path + "': no memory"});
    sqlite3_extended_result_codes(db, 1);
    check(code);
    sqlite3_busy_handler(db, wait_for_others, this);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    make_shrinkable();
    enter_wal_mode();
}

int SqliteOwnConnection::wait_for_others(void* self, int tries) {
    auto& me = *static_cast<SqliteOwnConnection*>(self);
    const auto now = steady_clock::now();
    if (tries == 0) me.waits_since_ = now;
    if (now - me.waits_since_ > patience) return 0;
    sleep_a_little(tries);
    return 1;
}

/// Of a new file: what is deleted may give its pages back, where somebody asks for it.
void SqliteOwnConnection::make_shrinkable() {
    const OwnResult pages = run("PRAGMA page_count");
    const bool is_new = pages.rows.row_count() == 1 && pages.rows.cell(0, 0).text == "0";
    if (is_new) execute("PRAGMA auto_vacuum = INCREMENTAL");
}

/// Not every file system can: there the old journal does, and every commit is synced.
void SqliteOwnConnection::enter_wal_mode() {
    const OwnResult mode = run("PRAGMA journal_mode = WAL");
    is_wal_ = mode.rows.row_count() == 1 && mode.rows.cell(0, 0).text == "wal";
    execute("PRAGMA synchronous = FULL");
    synchronous_ = synchronous_full;
}

void SqliteOwnConnection::check(int code) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    throw Failure(sqlite_own_error(db_.get(), code, name_));
}

int SqliteOwnConnection::execute_once(const char* sql) {
    return sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr);
}

/// SQLite does not ask the busy handler about every lock (a change of the journal, recovery).
void SqliteOwnConnection::execute(const char* sql) {
    const auto end = steady_clock::now() + patience;
    int code = execute_once(sql);
    for (int tries = 0; is_sqlite_busy(code) && steady_clock::now() < end; ++tries) {
        sleep_a_little(tries);
        code = execute_once(sql);
    }
    check(code);
}

void SqliteOwnConnection::begin(OwnTransaction kind) {
    if (kind == OwnTransaction::reading) return execute("BEGIN");
    const bool is_soon = kind == OwnTransaction::writing_soon && is_wal_;
    const int wanted = is_soon ? synchronous_normal : synchronous_full;
    if (synchronous_ != wanted) {
        execute(is_soon ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
        synchronous_ = wanted;
    }
    execute("BEGIN IMMEDIATE");
}

void SqliteOwnConnection::commit() {
    execute("COMMIT");
}

void SqliteOwnConnection::roll_back() noexcept {
    if (sqlite3_get_autocommit(db_.get()) == 0) execute_once("ROLLBACK");
}

sqlite3_stmt* SqliteOwnConnection::compiled(std::string_view sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return found->second.get();
    if (statements_.size() >= most_statements) statements_.clear();
    sqlite3_stmt* statement = nullptr;
    const auto end = steady_clock::now() + patience;
    int code = SQLITE_BUSY;
    for (int tries = 0; is_sqlite_busy(code) && steady_clock::now() < end; ++tries) {
        if (tries > 0) sleep_a_little(tries);
        code = sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                                  SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    }
    Statement owned(statement);
    check(code);
    return statements_.emplace(std::string(sql), std::move(owned)).first->second.get();
}

OwnResult SqliteOwnConnection::run(std::string_view sql, std::span<const OwnValue> values) {
    sqlite3_stmt* const statement = compiled(sql);
    const ResetLater reset(statement);
    int place = 0;
    for (const OwnValue& value : values) check(bind_own_value(statement, ++place, value));
    OwnResult result;
    const int columns = sqlite3_column_count(statement);
    result.rows.columns.resize(static_cast<std::size_t>(columns));
    const auto end = steady_clock::now() + patience;
    for (int tries = 0;;) {
        const int code = sqlite3_step(statement);
        if (code == SQLITE_DONE) break;
        const bool again = is_sqlite_busy(code) && result.rows.cell_count() == 0;
        if (again && steady_clock::now() < end) {
            sqlite3_reset(statement);
            sleep_a_little(++tries);
            continue;
        }
        check(code);
        for (int column = 0; column < columns; ++column) {
            if (!append_sqlite_value(result.rows, statement, column, Kind::text)) {
                check(SQLITE_NOMEM);
            }
        }
    }
    if (sqlite3_stmt_readonly(statement) == 0) {
        result.affected = static_cast<std::uint64_t>(sqlite3_changes64(db_.get()));
    }
    return result;
}

}
