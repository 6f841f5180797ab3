#include "libagent/database/sqlite/sqlite_scratch.h"

#include "libagent/base/text.h"
#include "libagent/database/sqlite/sqlite_handle.h"
#include "libagent/database/sqlite/sqlite_lane.h"
#include "libagent/database/sqlite/sqlite_rows.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace askdb::database {
namespace {

using std::chrono::milliseconds;

std::string scratch_quoted(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '\0') continue;  // SQLite's statements end there.
        if (c == '"') out += c;
        out += c;
    }
    return out + '"';
}

/// The columns' names, made distinct as SQLite compares them: ignoring ASCII case.
std::vector<std::string> scratch_column_names(const Rows& rows) {
    std::unordered_set<std::string> taken;
    std::unordered_map<std::string, int> repeats;
    std::vector<std::string> names;
    for (const ResultColumn& column : rows.columns) {
        const std::string base = column.name.empty() ? "column" : column.name;
        int& n = repeats.try_emplace(lower_ascii(base), 1).first->second;
        std::string name = base;
        while (!taken.insert(lower_ascii(name)).second) name = fmt::format("{}_{}", base, ++n);
        names.push_back(std::move(name));
    }
    return names;
}

/// A double keeps 15 decimal digits whatever they are.
bool fits_a_double(std::string_view decimal) {
    constexpr std::ptrdiff_t exact_digits = 15;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return std::count_if(decimal.begin(), decimal.end(), is_digit) <= exact_digits &&
           decimal.find_first_of("eEnN") == std::string_view::npos;
}

/// Nothing when it is more than 64 bits hold: other databases have unsigned integers.
std::optional<std::int64_t> scratch_integer(std::string_view text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, value);
    if (fault != std::errc() || stop != end) return std::nullopt;
    return value;
}

/// Infinity or NaN, which databases also have among their decimals.
bool is_not_finite(const Cell& cell) {
    return cell.kind == Kind::real && (cell.text == "NaN" || cell.text.ends_with("Infinity"));
}

/// Asks the watch every few thousand rows; throws Stopped.
std::optional<Error> scratch_time_up(SqliteHandle& handle, std::size_t row) {
    constexpr std::size_t rows_between_looks = 2'048;  // A millisecond or two of work.
    if (row % rows_between_looks != 0) return std::nullopt;
    if (handle.watch().verdict() == SqliteWatch::Verdict::go_on) return std::nullopt;
    return handle.error(SQLITE_INTERRUPT);
}

/// The declared type of a column, chosen so that its affinity changes no value: comparing and
/// sorting then do what they did in the database that the rows come from.
class ScratchType {
  public:
    std::optional<Error> look(const Rows& rows, std::size_t column, SqliteHandle& handle) {
        for (std::size_t row = 0; row < rows.row_count() && !mixed_; ++row) {
            if (auto error = scratch_time_up(handle, row)) return error;
            const Cell cell = rows.cell(row, column);
            if (cell.is_null()) continue;
            if (is_not_finite(cell)) {
                has_not_finite_ = true;
                continue;
            }
            mixed_ = only_ != Kind::null && cell.kind != only_;
            only_ = cell.kind;
            if (only_ == Kind::decimal) exact_ = exact_ && fits_a_double(cell.text);
            if (only_ == Kind::integer) exact_ = exact_ && scratch_integer(cell.text);
        }
        return std::nullopt;
    }

    std::string_view name() const {
        // A column of decimals may hold NaN and Infinity, which are no decimals.
        const bool only_numbers = only_ == Kind::null || is_number(only_);
        if (mixed_ || (has_not_finite_ && !only_numbers)) return "";
        const std::string_view long_decimals = has_not_finite_ ? "" : "TEXT";
        switch (only_) {
            case Kind::null: return has_not_finite_ ? "REAL" : "";
            case Kind::integer: return exact_ ? "INTEGER" : "";
            case Kind::real: return "REAL";
            case Kind::decimal: return exact_ ? "NUMERIC" : long_decimals;
            case Kind::text: return "TEXT";
            case Kind::boolean: return "BOOLEAN";
            case Kind::date: return "DATE";
            case Kind::time: return "TIME";
            case Kind::timestamp: return "TIMESTAMP";
            default: return "";
        }
    }

  private:
    Kind only_ = Kind::null;
    bool mixed_ = false;
    bool exact_ = true;
    bool has_not_finite_ = false;
};

double scratch_double(std::string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

int bind_scratch_text(sqlite3_stmt* statement, int place, std::string_view text) {
    return sqlite3_bind_text64(statement, place, text.empty() ? "" : text.data(), text.size(),
                               SQLITE_STATIC, SQLITE_UTF8);
}

int bind_scratch_cell(sqlite3_stmt* statement, int place, const Cell& cell) {
    switch (cell.kind) {
        case Kind::null: return sqlite3_bind_null(statement, place);
        case Kind::real:
            // SQLite would make NULL of it.
            if (cell.text == "NaN") return bind_scratch_text(statement, place, cell.text);
            return sqlite3_bind_double(statement, place, scratch_double(cell.text));
        case Kind::bytes:
            return sqlite3_bind_blob64(statement, place, cell.text.empty() ? "" : cell.text.data(),
                                       cell.text.size(), SQLITE_STATIC);
        case Kind::integer:
            if (const auto value = scratch_integer(cell.text)) {
                return sqlite3_bind_int64(statement, place, *value);
            }
            break;
        default: break;
    }
    return bind_scratch_text(statement, place, cell.text);
}

/// Makes one table with our own statements, or leaves nothing behind. Within a turn of the handle's
/// watch, which it asks between rows; throws Stopped.
class ScratchWriter {
  public:
    explicit ScratchWriter(SqliteHandle& handle) : handle_(handle), trusted_(handle) {}
    ~ScratchWriter() {
        if (open_) sqlite3_exec(handle_.raw(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    ScratchWriter(const ScratchWriter&) = delete;
    ScratchWriter& operator=(const ScratchWriter&) = delete;

    std::optional<Error> create(std::string_view name, const Rows& rows) {
        const std::string table = scratch_quoted(name);
        const std::vector<std::string> names = scratch_column_names(rows);
        std::string sql = "CREATE TABLE " + table + " (";
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (i > 0) sql += ", ";
            sql += scratch_quoted(names[i]);
            sql += ' ';
            ScratchType type;
            if (auto error = type.look(rows, i, handle_)) return error;
            sql += type.name();
        }
        if (auto error = run("BEGIN")) return error;
        open_ = true;
        if (auto error = run(sql + ")")) return error;
        if (auto error = insert(table, rows)) return error;
        if (auto error = run("COMMIT")) return error;
        open_ = false;
        return std::nullopt;
    }

  private:
    std::optional<Error> run(const std::string& sql) {
        const int code = sqlite3_exec(handle_.raw(), sql.c_str(), nullptr, nullptr, nullptr);
        if (code == SQLITE_OK) return std::nullopt;
        return handle_.error(code);
    }

    std::optional<Error> insert(const std::string& table, const Rows& rows) {
        std::string sql = "INSERT INTO " + table + " VALUES (?";
        for (std::size_t i = 1; i < rows.column_count(); ++i) sql += ",?";
        const Result<SqliteStatement> compiled = handle_.compile(sql + ")");
        if (!compiled) return compiled.error();
        sqlite3_stmt* const statement = compiled.value().get();
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            if (auto error = scratch_time_up(handle_, row)) return error;
            for (std::size_t column = 0; column < rows.column_count(); ++column) {
                const int place = static_cast<int>(column) + 1;
                const int code = bind_scratch_cell(statement, place, rows.cell(row, column));
                if (code != SQLITE_OK) return handle_.error(code);
            }
            if (const int code = sqlite3_step(statement); code != SQLITE_DONE)
                return handle_.error(code);
            sqlite3_reset(statement);
        }
        return std::nullopt;
    }

    SqliteHandle& handle_;
    SqliteHandle::Trusted trusted_;
    bool open_ = false;
};

std::unique_ptr<SqliteHandle> open_scratch() {
    return std::make_unique<SqliteHandle>(SqliteOpening{
        .name = "results", .uri = ":memory:", .flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE});
}

}

class SqliteScratch::Impl {
  public:
    SqliteLane lane{open_scratch};
};

SqliteScratch::SqliteScratch() : impl_(std::make_unique<Impl>()) {}
SqliteScratch::~SqliteScratch() = default;

std::optional<Error> SqliteScratch::add_table(std::string_view name, const Rows& rows,
                                              milliseconds timeout, std::stop_token stop) {
    const auto cannot = [name](std::string_view why) {
        return fmt::format("cannot load '{}' to query it: {}", name, why);
    };
    constexpr std::chrono::seconds patience{5};
    if (!impl_->lane.wait_until_free(std::min<milliseconds>(patience, timeout), stop)) {
        return Error{.code = Errc::unavailable,
                     .message = cannot("the scratch database is busy with a statement that could "
                                       "not be ended"),
                     .retryable = true};
    }
    // The turn is within the work, and the lane has no limit of its own: `rows` is borrowed, so
    // this waits until the work, which looks at the turn between rows, has really ended.
    const auto work = [&](SqliteHandle& handle) {
        const SqliteWatch::Turn turn(handle.watch(), timeout, stop);
        return ScratchWriter(handle).create(name, rows);
    };
    std::optional<Error> error = impl_->lane.run(work, SqliteLane::endless(), {}).value();
    if (error) error->message = cannot(error->message);
    return error;
}

Result<Rows> SqliteScratch::query(std::string_view sql, const Limits& limits,
                                  std::stop_token stop) {
    return query_sqlite(impl_->lane, sql, limits, stop);
}

}
