#include "libagent/database/sqlite/sqlite_handle.h"
#include "libagent/database/sqlite/sqlite_walls.h"
#include "libagent/database/statement_timeout.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace askdb::database {
namespace {

constexpr int primary_code_mask = 0xff;

/// Why a file that exists cannot be used; empty when the code says nothing about that.
std::string unusable_file(int code, const std::string& name) {
    switch (code) {
        case SQLITE_READONLY_ROLLBACK:
            return fmt::format(
                "'{}' was left in the middle of a write: its journal must be rolled "
                "back by a program that may write",
                name);
        case SQLITE_READONLY_RECOVERY:
        case SQLITE_READONLY_CANTINIT:
        case SQLITE_READONLY_CANTLOCK:
        case SQLITE_READONLY_DIRECTORY:
            return fmt::format(
                "cannot read '{}': it is in WAL mode, and its -shm file can be "
                "neither read nor made in that folder",
                name);
        default: break;
    }
    const int primary = code & primary_code_mask;
    if (primary != SQLITE_CANTOPEN && primary != SQLITE_READONLY) return {};
    return fmt::format(
        "cannot read '{}': it, its -wal or -journal file, or its folder is not "
        "accessible (a database in WAL mode needs a folder that may be written)",
        name);
}

}

Error SqliteHandle::interrupted() const {
    if (watch_->verdict() == SqliteWatch::Verdict::stopped) throw Stopped();
    return statement_timeout(watch_->timeout());
}

Error SqliteHandle::error(int code) {
    // Who asked for a stop gets one, whatever it looks like here.
    if (watch_->verdict() == SqliteWatch::Verdict::stopped) throw Stopped();
    const std::string words = sqlite3_errmsg(raw());
    // SQLite's own table functions call it SQLITE_ERROR when they are interrupted while they
    // compile.
    if (words == sqlite3_errstr(SQLITE_INTERRUPT)) return interrupted();
    if (access_ == SqliteAccess::writing && (code & primary_code_mask) == SQLITE_READONLY) {
        return {Errc::unavailable, fmt::format("cannot write to '{}': {}", name_, words)};
    }
    if (const std::string why = unusable_file(code, name_); !why.empty()) {
        return {Errc::unavailable, why};
    }
    switch (code & primary_code_mask) {
        case SQLITE_INTERRUPT: return interrupted();
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            if (watch_->verdict() != SqliteWatch::Verdict::go_on) {
                Error error = interrupted();
                error.message +=
                    fmt::format(", waiting for '{}', which is locked by another program", name_);
                return error;
            }
            return {.code = Errc::unavailable,
                    .message = fmt::format("'{}' is locked by another program", name_),
                    .retryable = true};
        case SQLITE_NOTADB:
            return {Errc::usage, fmt::format("'{}' is not an SQLite database", name_)};
        case SQLITE_CORRUPT:
            return {Errc::unavailable, fmt::format("'{}' is corrupt: {}", name_, words)};
        case SQLITE_IOERR:
            throw Failure({Errc::unavailable, fmt::format("cannot read '{}': {}", name_, words)});
        case SQLITE_NOMEM:
            return {Errc::limit, "the statement needs more memory than it is allowed"};
        case SQLITE_FULL:
            return {Errc::limit, "the statement needs more temporary space than it is allowed"};
        case SQLITE_TOOBIG:
            return {Errc::limit,
                    fmt::format("a value or the statement is too long ({}; a value may "
                                "have {} MiB)",
                                words, sqlite_max_value_bytes >> 20)};
        default: break;
    }
    if (!unlisted_.empty()) return {Errc::refused, unlisted_};
    if (!denied_.empty()) {
        const bool reads = access_ == SqliteAccess::reading;
        return {Errc::refused,
                fmt::format("{} is not allowed{}", denied_, reads ? ": askdb only reads" : "")};
    }
    return {Errc::bad_input, words};
}

}
