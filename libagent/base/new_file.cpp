#include "libagent/base/new_file.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace askdb {
namespace {

constexpr mode_t private_mode = 0700;

[[noreturn]] void cannot_write(const std::string& path, int reason) {
    throw Failure({Errc::usage, "cannot write to '" + visible(path) +
                                    "': " + std::generic_category().message(reason)});
}

std::string hidden_beside(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    return (folder / ".askdb-new-XXXXXX").string();
}

}

NewFile::NewFile(std::string path)
    : path_(std::move(path)),
      hidden_(hidden_beside(path_)),
      file_(::mkostemp(hidden_.data(), O_CLOEXEC)) {
    if (file_.value() < 0) cannot_write(path_, errno);
}

NewFile::~NewFile() {
    ::unlink(hidden_.c_str());
}

void NewFile::write(std::string_view bytes) {
    if (const int reason = write_all(file_.value(), bytes); reason != 0)
        cannot_write(path_, reason);
    // Some file systems cannot wait.
    if (::fsync(file_.value()) != 0 && errno != EINVAL && errno != EROFS)
        cannot_write(path_, errno);
}

bool NewFile::take_name(const std::string& path) {
    if (::link(hidden_.c_str(), path.c_str()) == 0) return true;
    // Not every file system knows hard links.
    const bool knows_links =
        errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK;
    if (!knows_links &&
        ::renameat2(AT_FDCWD, hidden_.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EEXIST) cannot_write(path, errno);
    return false;
}

int try_make_private_folder(const std::string& folder) {
    if (folder.empty() || ::mkdir(folder.c_str(), private_mode) == 0) return 0;
    const int reason = errno;
    struct stat info = {};
    if (reason == EEXIST && ::stat(folder.c_str(), &info) == 0)
        return S_ISDIR(info.st_mode) ? 0 : ENOTDIR;
    const std::string above = std::filesystem::path(folder).parent_path().string();
    if (reason != ENOENT || above.empty()) return reason;
    if (const int why = try_make_private_folder(above); why != 0) return why;
    return ::mkdir(folder.c_str(), private_mode) == 0 || errno == EEXIST ? 0 : errno;
}

void make_private_folder(const std::string& folder) {
    if (const int reason = try_make_private_folder(folder); reason != 0)
        cannot_write(folder, reason);
}

}
