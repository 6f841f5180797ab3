#include "libagent/database/cache/cache_file.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace askdb::database {
namespace {

constexpr int cache_application_id = 0x61736B64;  ///< "askd"
constexpr int busy_patience_ms = 200;             ///< While another process writes.
constexpr int primary_code = 0xFF;                ///< Of an extended result code.
constexpr mode_t private_folder = 0700;
constexpr mode_t private_file = 0600;

/// Makes the folder, and the one above it, where they are missing.
bool make_folder(const std::filesystem::path& folder) {
    if (folder.empty()) return false;
    if (::mkdir(folder.c_str(), private_folder) == 0 || errno == EEXIST) return true;
    if (errno != ENOENT) return false;
    const std::filesystem::path above = folder.parent_path();
    if (::mkdir(above.c_str(), private_folder) != 0) return false;
    return ::mkdir(folder.c_str(), private_folder) == 0;
}

/// What others could have put there, or could read, is not ours.
bool is_private_file(const std::string& path) {
    struct stat file = {}, folder = {};
    const std::string parent = std::filesystem::path(path).parent_path().string();
    if (::lstat(path.c_str(), &file) != 0 || ::stat(parent.c_str(), &folder) != 0) return false;
    constexpr mode_t for_others = S_IRWXG | S_IRWXO;
    constexpr mode_t writable_by_others = S_IWGRP | S_IWOTH;
    return S_ISREG(file.st_mode) && file.st_uid == ::geteuid() &&
           (file.st_mode & for_others) == 0 && folder.st_uid == ::geteuid() &&
           (folder.st_mode & writable_by_others) == 0;
}

bool make_file(const std::string& path) {
    if (!make_folder(std::filesystem::path(path).parent_path())) return false;
    const int file = ::open(path.c_str(), O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC, private_file);
    if (file < 0) return false;
    ::close(file);
    return is_private_file(path);
}

std::int64_t pragma_value(sqlite3* db, const char* sql) {
    CacheFile::Statement statement(db, sql);
    return statement.next() ? statement.integer(0) : -1;
}

bool is_damage(int code) {
    // Our own statements are sound: where one of them is an error, the tables are not ours.
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR;
}

}

CacheFile::Statement::Statement(sqlite3* db, std::string_view sql) {
    ok_ = sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr) ==
          SQLITE_OK;
}

CacheFile::Statement::~Statement() {
    sqlite3_finalize(statement_);
}

CacheFile::Statement& CacheFile::Statement::bind(int place, std::string_view bytes) {
    ok_ = ok_ && sqlite3_bind_text64(statement_, place, bytes.data(), bytes.size(), SQLITE_STATIC,
                                     SQLITE_UTF8) == SQLITE_OK;
    return *this;
}

CacheFile::Statement& CacheFile::Statement::bind(int place, std::int64_t number) {
    ok_ = ok_ && sqlite3_bind_int64(statement_, place, number) == SQLITE_OK;
    return *this;
}

bool CacheFile::Statement::next() {
    if (!ok_) return false;
    const int code = sqlite3_step(statement_);
    ok_ = code == SQLITE_ROW || code == SQLITE_DONE;
    return code == SQLITE_ROW;
}

bool CacheFile::Statement::run() {
    while (next()) {
    }
    if (ok_) reset();
    return ok_;
}

void CacheFile::Statement::reset() {
    sqlite3_reset(statement_);
}

std::string_view CacheFile::Statement::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return data == nullptr ? std::string_view()
                           : std::string_view(static_cast<const char*>(data), size);
}

std::int64_t CacheFile::Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

double CacheFile::Statement::real(int column) const {
    return sqlite3_column_double(statement_, column);
}

CacheFile::CacheFile(Options options) : options_(std::move(options)) {}

CacheFile::~CacheFile() {
    close();
}

void CacheFile::close() {
    sqlite3_close_v2(db_);
    db_ = nullptr;
}

void CacheFile::remove() {
    if (options_.path.empty()) return;
    for (const char* ending : {"-journal", "-wal", "-shm", ""})
        ::unlink((options_.path + ending).c_str());
}

bool CacheFile::run(const char* sql) {
    return sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool CacheFile::try_open(bool make) {
    const bool in_memory = options_.path.empty();
    if (!in_memory && !is_private_file(options_.path)) return false;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
    const char* const name = in_memory ? ":memory:" : options_.path.c_str();
    if (sqlite3_open_v2(name, &db_, flags, nullptr) != SQLITE_OK) return false;
    sqlite3_busy_timeout(db_, busy_patience_ms);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // What is lost with the power is made anew; what a kill interrupts is rolled back all the same.
    run("PRAGMA synchronous = OFF; PRAGMA cell_size_check = ON");
    const std::int64_t application = pragma_value(db_, "PRAGMA application_id");
    const std::int64_t format = pragma_value(db_, "PRAGMA user_version");
    if (application == cache_application_id && format == options_.format) return true;
    const bool is_new = application == 0 && format == 0 &&
                        pragma_value(db_, "SELECT count(*) FROM sqlite_schema") == 0;
    if (!make || !is_new) return false;
    return in_transaction("BEGIN IMMEDIATE", [this](sqlite3*) {
        // Another process may have been first.
        if (pragma_value(db_, "PRAGMA user_version") == options_.format) return true;
        const std::string sql = fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                                            cache_application_id, options_.format);
        return run(options_.tables.c_str()) && run(sql.c_str());
    });
}

/// A file that cannot be what we want is deleted when one is to be made; one that is only locked,
/// or cannot be read now, is left.
bool CacheFile::open(bool make) {
    if (db_ != nullptr) return true;
    const bool in_memory = options_.path.empty();
    if (make && !in_memory && !make_file(options_.path)) {
        remove();
        if (!make_file(options_.path)) return false;
    }
    if (try_open(make)) return true;
    const int code = db_ == nullptr ? SQLITE_OK : sqlite3_errcode(db_) & primary_code;
    const bool is_another = is_damage(code) || code == SQLITE_OK || code == SQLITE_DONE;
    close();
    if (!make || in_memory || !is_another) return false;
    remove();
    if (make_file(options_.path) && try_open(make)) return true;
    close();
    return false;
}

bool CacheFile::in_transaction(const char* begin, const std::function<bool(sqlite3*)>& work) {
    if (!run(begin)) return false;
    if (work(db_) && run("COMMIT")) return true;
    is_damaged_ = is_damage(sqlite3_errcode(db_) & primary_code);
    run("ROLLBACK");
    return false;
}

/// What is damaged goes, so that the next writing makes it anew.
bool CacheFile::settle(bool is_done) {
    if (is_done || !is_damaged_) return is_done;
    is_damaged_ = false;
    close();
    remove();
    return false;
}

bool CacheFile::read(const std::function<bool(sqlite3*)>& work) {
    return open(false) && settle(in_transaction("BEGIN", work));
}

bool CacheFile::write(const std::function<bool(sqlite3*)>& work) {
    return open(true) && settle(in_transaction("BEGIN IMMEDIATE", work));
}

}
