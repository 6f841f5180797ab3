#include "libagent/database/sqlite/sqlite_table_writer.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sqlite/sqlite_handle.h"
#include "libagent/database/sqlite/sqlite_walls.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace askdb::database {

class SqliteTableWriter::Impl {
  public:
    explicit Impl(std::string path) : path_(std::move(path)) {
        constexpr int owner_only = 0600;
        const int made =
            ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, owner_only);
        if (made < 0) fail(std::strerror(errno));
        ::close(made);
        const int code = sqlite3_open_v2(path_.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr);
        if (code != SQLITE_OK) {
            const std::string why = db_ ? sqlite3_errmsg(db_) : "out of memory";
            sqlite3_close_v2(db_);
            fail(why);
        }
        sqlite3_limit(db_, SQLITE_LIMIT_LENGTH, sqlite_max_value_bytes);
        // What is half done is thrown away with the folder that it stands in.
        run("PRAGMA journal_mode = OFF");
        run("PRAGMA synchronous = OFF");
        run("PRAGMA locking_mode = EXCLUSIVE");
        run("BEGIN");
        run("ANALYZE sqlite_schema");  // Makes the table that row counts are kept in.
    }
    ~Impl() {
        insert_.reset();
        sqlite3_close_v2(db_);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void begin(const std::string& name, const std::vector<Column>& columns) {
        const Dialect& dialect = *find_dialect("sqlite");
        std::vector<std::string> declared, marks;
        for (const Column& column : columns) {
            declared.push_back(quoted(dialect, column.name) + " " + column.type +
                               (column.is_key ? " PRIMARY KEY" : ""));
            marks.emplace_back("?");
        }
        table_ = name;
        run(fmt::format("CREATE TABLE {} ({})", quoted(dialect, name), join(declared, ", ")));
        const std::string sql =
            fmt::format("INSERT INTO {} VALUES ({})", quoted(dialect, name), join(marks, ","));
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(db_, sql.c_str(), static_cast<int>(sql.size() + 1), &statement,
                                 nullptr));
        insert_.reset(statement);
    }

    sqlite3_stmt* statement() const { return insert_.get(); }

    void insert() {
        const int code = sqlite3_step(insert_.get());
        if (code != SQLITE_DONE) check(code);
        sqlite3_reset(insert_.get());
    }

    void end(std::uint64_t rows) {
        insert_.reset();
        run(fmt::format("INSERT INTO sqlite_stat1 VALUES ({}, NULL, '{}')", sql_literal(table_),
                        rows));
    }

    void finish() { run("COMMIT"); }

    void check(int code) const {
        if (code == SQLITE_OK) return;
        if (code == SQLITE_TOOBIG) {
            throw Failure({Errc::bad_input,
                           fmt::format("cannot load the table '{}': a row of it is larger than {} "
                                       "MiB",
                                       visible(table_), sqlite_max_value_bytes >> 20)});
        }
        const int system = sqlite3_system_errno(db_);
        const bool is_full = (code & 0xFF) == SQLITE_FULL;
        const bool is_disk = is_full || (code & 0xFF) == SQLITE_IOERR;
        if (is_disk && (system != 0 || is_full)) fail(std::strerror(system ? system : ENOSPC));
        fail(sqlite3_errmsg(db_));
    }

  private:
    void run(const std::string& sql) const {
        check(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr));
    }

    [[noreturn]] void fail(std::string_view why) const {
        throw Failure({Errc::no_answer,
                       fmt::format("cannot keep the tables in '{}': {}",
                                   visible(path_.substr(0, path_.rfind('/'))), why),
                       "name a folder with more room: export TMPDIR=FOLDER"});
    }

    std::string path_;
    sqlite3* db_ = nullptr;
    SqliteStatement insert_;
    std::string table_;
};

SqliteTableWriter::SqliteTableWriter(std::string path)
    : impl_(std::make_unique<Impl>(std::move(path))) {}

SqliteTableWriter::~SqliteTableWriter() = default;

void SqliteTableWriter::begin(const std::string& name, const std::vector<Column>& columns) {
    impl_->begin(name, columns);
}

void SqliteTableWriter::bind_null(std::size_t column) {
    impl_->check(sqlite3_bind_null(impl_->statement(), static_cast<int>(column + 1)));
}

void SqliteTableWriter::bind_integer(std::size_t column, std::int64_t value) {
    impl_->check(sqlite3_bind_int64(impl_->statement(), static_cast<int>(column + 1), value));
}

void SqliteTableWriter::bind_real(std::size_t column, double value) {
    impl_->check(sqlite3_bind_double(impl_->statement(), static_cast<int>(column + 1), value));
}

bool SqliteTableWriter::bind_text(std::size_t column, std::string_view text) {
    // A null pointer would be NULL.
    const char* const bytes = text.data() ? text.data() : "";
    const int code = sqlite3_bind_text64(impl_->statement(), static_cast<int>(column + 1), bytes,
                                         text.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (code == SQLITE_TOOBIG) return false;
    impl_->check(code);
    return true;
}

void SqliteTableWriter::insert() {
    impl_->insert();
}

void SqliteTableWriter::end(std::uint64_t rows) {
    impl_->end(rows);
}

void SqliteTableWriter::finish() {
    impl_->finish();
}

}
