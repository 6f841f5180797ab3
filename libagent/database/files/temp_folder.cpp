#include "libagent/database/files/temp_folder.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace askdb::database {
namespace {

constexpr std::string_view folder_prefix = "askdb-files.";
constexpr const char* lock_name = "lock";
constexpr int own_file_only = 0600;

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

/// A folder as it stands there, behind no link.
OpenFolder open_folder(int parent, const char* name) {
    const int descriptor = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) return nullptr;
    OpenFolder folder(::fdopendir(descriptor));
    if (!folder) ::close(descriptor);
    return folder;
}

bool is_dot(std::string_view name) {
    return name == "." || name == "..";
}

/// Files only: we make no folders in it.
void remove_files(DIR* folder) {
    ::rewinddir(folder);
    while (const dirent* entry = ::readdir(folder)) {
        if (!is_dot(entry->d_name)) ::unlinkat(::dirfd(folder), entry->d_name, 0);
    }
}

/// Nobody's: its lock is free. One that is being made has no lock yet, for a moment.
bool is_abandoned(DIR* folder, const struct stat& info) {
    constexpr std::time_t seconds_to_lock = 60;
    const int lock =
        ::openat(::dirfd(folder), lock_name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (lock < 0) return errno == ENOENT && ::time(nullptr) - info.st_mtime > seconds_to_lock;
    const bool is_free = ::flock(lock, LOCK_EX | LOCK_NB) == 0;
    if (is_free) remove_files(folder);  // While it is ours.
    ::close(lock);
    return is_free;
}

/// A full or failing disk, rather than a name that is wrong.
bool is_of_disk(int reason) {
    return reason == ENOSPC || reason == EDQUOT || reason == EIO;
}

void remove_abandoned(const std::string& parent) {
    const OpenFolder all = open_folder(AT_FDCWD, parent.c_str());
    if (!all) return;
    const int at = ::dirfd(all.get());
    while (const dirent* entry = ::readdir(all.get())) {
        if (!std::string_view(entry->d_name).starts_with(folder_prefix)) continue;
        const OpenFolder folder = open_folder(at, entry->d_name);
        struct stat info = {};
        if (!folder || ::fstat(::dirfd(folder.get()), &info) != 0) continue;
        if (info.st_uid != ::geteuid() || !is_abandoned(folder.get(), info)) continue;
        ::unlinkat(at, entry->d_name, AT_REMOVEDIR);
    }
}

}

TempDataFolder::TempDataFolder(const std::string& parent) {
    constexpr int most_tries = 5;
    remove_abandoned(parent);
    // Another process may take the new folder for an abandoned one before it is locked.
    for (int tries = 0; tries < most_tries; ++tries) {
        if (make(parent)) return;
    }
    const int reason = errno;
    throw Failure(
        {is_of_disk(reason) ? Errc::no_answer : Errc::usage,
         fmt::format("cannot make a folder in '{}': {}", visible(parent), std::strerror(reason)),
         "name another one: export TMPDIR=FOLDER"});
}

bool TempDataFolder::make(const std::string& parent) {
    std::string path = fmt::format("{}/{}XXXXXX", parent, folder_prefix);
    if (!::mkdtemp(path.data())) return false;
    const std::string lock_path = path + "/" + lock_name;
    lock_ = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                   own_file_only);
    struct stat info = {};
    if (lock_ >= 0 && ::flock(lock_, LOCK_EX | LOCK_NB) == 0 && ::fstat(lock_, &info) == 0 &&
        info.st_nlink > 0) {
        path_ = std::move(path);
        return true;
    }
    const int reason = errno;
    if (lock_ >= 0) ::close(lock_);
    lock_ = -1;
    ::unlink(lock_path.c_str());
    ::rmdir(path.c_str());
    errno = reason;
    return false;
}

TempDataFolder::~TempDataFolder() {
    if (const OpenFolder folder = open_folder(AT_FDCWD, path_.c_str())) remove_files(folder.get());
    ::rmdir(path_.c_str());
    if (lock_ >= 0) ::close(lock_);
}

}
