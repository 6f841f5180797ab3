#include "libagent/database/sqlite/sqlite_own_errors.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <system_error>

namespace askdb::database {
namespace {

constexpr int own_primary_code = 0xFF;

std::string system_words(int number) {
    return std::generic_category().message(number);
}

}

bool is_sqlite_busy(int code) {
    const int primary = code & own_primary_code;
    return primary == SQLITE_BUSY || primary == SQLITE_LOCKED || primary == SQLITE_PROTOCOL;
}

Error cannot_open_own_file(const std::string& name, int number) {
    // A folder that is there and ours may be on a disk that is full or read-only: not for ever.
    const bool is_wrong_path = number == ENOTDIR || number == ENAMETOOLONG || number == EISDIR;
    return {is_wrong_path ? Errc::usage : Errc::unavailable,
            fmt::format("cannot open '{}': {}", name, system_words(number))};
}

Error sqlite_own_error(sqlite3* db, int code, const std::string& name) {
    const std::string words = sqlite3_errmsg(db);
    const int number = sqlite3_system_errno(db);
    if (is_sqlite_busy(code)) {
        return {
            .code = Errc::unavailable,
            .message = fmt::format("'{}' has been in use by another program for too long", name),
            .retryable = true};
    }
    switch (code & own_primary_code) {
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {Errc::unavailable, fmt::format("cannot write to '{}': it is read-only", name)};
        case SQLITE_FULL:
            return {Errc::unavailable, fmt::format("cannot write to '{}': the disk is full", name)};
        case SQLITE_IOERR:
            return {Errc::unavailable, fmt::format("cannot read or write '{}': {}", name,
                                                   number != 0 ? system_words(number) : words)};
        case SQLITE_CANTOPEN:
            return {Errc::unavailable,
                    fmt::format("cannot open '{}', or the files beside it: {}", name,
                                number != 0 ? system_words(number) : words)};
        case SQLITE_CORRUPT:
            return {Errc::unavailable, fmt::format("'{}' is damaged: {}", name, words)};
        case SQLITE_NOTADB:
            return {Errc::usage, fmt::format("'{}' is not an SQLite database", name)};
        case SQLITE_NOMEM:
            return {Errc::unavailable, fmt::format("no memory left to use '{}'", name)};
        default: return {Errc::bad_input, fmt::format("'{}': {}", name, words)};
    }
}

}
