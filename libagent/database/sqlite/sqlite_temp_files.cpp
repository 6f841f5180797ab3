#include "libagent/database/sqlite/sqlite_temp_files.h"

#include <sqlite3.h>

#include <atomic>
#include <new>

namespace askdb::database {
namespace {

constexpr sqlite3_int64 most_temp_bytes = sqlite3_int64{1} << 30;
constexpr const char* small_temp_name = "askdb";

/// Of all temporary files that are open. One for the process, as the VFS itself is: a statement has
/// as many files as it has sorters, and each connection runs statements of its own.
std::atomic<sqlite3_int64> temp_bytes_in_use{0};

/// A temporary file of ours; the default VFS's own follows it in memory.
struct SmallTempFile {
    sqlite3_file base;
    sqlite3_int64 counted;  ///< Its part of temp_bytes_in_use.

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

// Its size keeps the file that follows aligned.
static_assert(sizeof(SmallTempFile) % alignof(sqlite3_int64) == 0);

sqlite3_file* real_file(sqlite3_file* file) {
    return reinterpret_cast<SmallTempFile*>(file)->real();
}

template <auto Method, class... Args>
int forward_to_real(sqlite3_file* file, Args... args) {
    return (real_file(file)->pMethods->*Method)(real_file(file), args...);
}

/// Counts the file as `size` bytes long; false, and as before, when that is more than is left.
bool count_small_temp(sqlite3_file* file, sqlite3_int64 size) {
    auto* const small = reinterpret_cast<SmallTempFile*>(file);
    const sqlite3_int64 change = size - small->counted;
    if (temp_bytes_in_use.fetch_add(change) + change > most_temp_bytes && change > 0) {
        temp_bytes_in_use.fetch_sub(change);
        return false;
    }
    small->counted = size;
    return true;
}

int close_small_temp(sqlite3_file* file) {
    count_small_temp(file, 0);
    return real_file(file)->pMethods->xClose(real_file(file));
}

int truncate_small_temp(sqlite3_file* file, sqlite3_int64 size) {
    const int code = real_file(file)->pMethods->xTruncate(real_file(file), size);
    const bool shorter = size < reinterpret_cast<SmallTempFile*>(file)->counted;
    if (code == SQLITE_OK && shorter) count_small_temp(file, size);
    return code;
}

int write_small_temp(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    const sqlite3_int64 end = offset + count;
    const bool longer = end > reinterpret_cast<SmallTempFile*>(file)->counted;
    if (longer && !count_small_temp(file, end)) return SQLITE_FULL;
    return real_file(file)->pMethods->xWrite(real_file(file), bytes, count, offset);
}

// Version 1: memory mapping would go around xWrite.
constexpr sqlite3_io_methods small_temp_methods = {
    .iVersion = 1,
    .xClose = close_small_temp,
    .xRead = forward_to_real<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = write_small_temp,
    .xTruncate = truncate_small_temp,
    .xSync = forward_to_real<&sqlite3_io_methods::xSync, int>,
    .xFileSize = forward_to_real<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = forward_to_real<&sqlite3_io_methods::xLock, int>,
    .xUnlock = forward_to_real<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = forward_to_real<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = forward_to_real<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = forward_to_real<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = forward_to_real<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_with_small_temp(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                         int* given_flags) {
    auto* const real_vfs = static_cast<sqlite3_vfs*>(vfs->pAppData);
    constexpr int temporary = SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_TEMP_JOURNAL |
                              SQLITE_OPEN_TRANSIENT_DB | SQLITE_OPEN_SUBJOURNAL;
    if ((flags & temporary) == 0) return real_vfs->xOpen(real_vfs, name, file, flags, given_flags);
    auto* const small = new (file) SmallTempFile{};
    const int code = real_vfs->xOpen(real_vfs, name, small->real(), flags, given_flags);
    // SQLite closes a file that has methods, even one whose opening failed.
    if (small->real()->pMethods) small->base.pMethods = &small_temp_methods;
    return code;
}

const char* register_small_temp_vfs() {
    sqlite3_vfs* const real_vfs = sqlite3_vfs_find(nullptr);
    if (!real_vfs) return nullptr;
    static sqlite3_vfs vfs = *real_vfs;  // SQLite keeps its address, and links it into its list.
    vfs.pNext = nullptr;
    vfs.zName = small_temp_name;
    vfs.pAppData = real_vfs;
    vfs.szOsFile += static_cast<int>(sizeof(SmallTempFile));
    vfs.xOpen = open_with_small_temp;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? small_temp_name : nullptr;
}

}

const char* sqlite_vfs_with_small_temp_files() {
    static const char* const name = register_small_temp_vfs();
    return name;
}

}
