#include "cli/output_file.h"

#include "libagent/base/error.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <poll.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace askdb::cli {
namespace {

namespace fs = std::filesystem;

/// The descriptor that a path stands for.
std::optional<int> descriptor_named(std::string_view path) {
    if (path == "-" || path == "/dev/stdout") return STDOUT_FILENO;
    if (path == "/dev/stderr") return STDERR_FILENO;
    for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
        if (!path.starts_with(folder)) continue;
        const std::string_view digits = path.substr(folder.size());
        const char* const end = digits.data() + digits.size();
        int number = -1;
        const auto [read, error] = std::from_chars(digits.data(), end, number);
        if (error == std::errc() && read == end && number >= 0) return number;
    }
    return std::nullopt;
}

/// Where links lead, also one to a file that is not there yet.
std::string behind_links(std::string path) {
    constexpr int most_links = 40;  // As Linux.
    for (int links = 0; links < most_links; ++links) {
        std::error_code error;
        const fs::path link = fs::read_symlink(path, error);
        if (error) break;
        path = (fs::path(path).parent_path() / link).string();
    }
    return path;
}

std::string folder_of(const std::string& path) {
    const std::string folder = fs::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

Failure unusable(const std::string& path, std::string_view why, std::string hint = {}) {
    return Failure({Errc::usage, fmt::format("cannot write to '{}': {}", visible(path), why),
                    std::move(hint)});
}

Failure missing_folder(const std::string& path, const std::string& folder) {
    const std::string above = folder_of(folder);
    std::vector<std::string> folders;
    std::error_code error;
    for (fs::directory_iterator at(above, error), end; !error && at != end; at.increment(error)) {
        std::error_code unknown;
        if (at->is_directory(unknown)) folders.push_back(at->path().filename().string());
    }
    std::vector<std::string> near = nearest(fs::path(folder).filename().string(), folders, 1);
    for (std::string& name : near) {
        if (folder.find('/') != std::string::npos) name = (fs::path(above) / name).string();
    }
    return unusable(path, fmt::format("no folder named '{}'", visible(folder)),
                    did_you_mean(near, fmt::format("mkdir -p '{}'", visible(folder))));
}

/// Somebody mistook -o for -d; a result is never worth a database.
bool is_sqlite_database(const std::string& path) {
    constexpr std::string_view mark("SQLite format 3\0", 16);
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    std::array<char, mark.size()> head = {};
    const ssize_t got = file < 0 ? 0 : ::read(file, head.data(), head.size());
    if (file >= 0) ::close(file);
    return got == static_cast<ssize_t>(head.size()) &&
           std::string_view(head.data(), head.size()) == mark;
}

}

OutputFile::OutputFile(std::string path, const std::stop_token& stop) : path_(std::move(path)) {
    if (const std::optional<int> own = descriptor_named(path_)) {
        descriptor_ = ::fcntl(*own, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        if (descriptor_ < 0) fail(errno);
        return;
    }
    target_ = behind_links(path_);
    struct stat found = {};
    const bool exists = ::stat(target_.c_str(), &found) == 0;
    if (!exists && errno != ENOENT) fail(errno);
    if (exists) {
        open_existing(found, stop);
    } else {
        open_temporary();
    }
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::open_existing(const struct stat& found, const std::stop_token& stop) {
    if (S_ISDIR(found.st_mode)) {
        throw unusable(path_, "it is a folder", fmt::format("-o '{}/FILE'", visible(path_)));
    }
    if (S_ISFIFO(found.st_mode)) return open_fifo(stop);
    if (S_ISCHR(found.st_mode)) {
        descriptor_ = ::open(target_.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
        if (descriptor_ < 0) fail(errno);
        return;
    }
    if (!S_ISREG(found.st_mode)) throw unusable(path_, "it is neither a file nor a pipe");
    // The folder's rights would let us replace a file that is protected.
    if (::faccessat(AT_FDCWD, target_.c_str(), W_OK, AT_EACCESS) != 0) fail(errno);
    if (is_sqlite_database(target_)) {
        throw unusable(path_, "it is an SQLite database",
                       fmt::format("to ask it: -d '{}'", visible(path_)));
    }
    open_temporary();
}

void OutputFile::open_fifo(const std::stop_token& stop) {
    constexpr int look_again_ms = 20;
    while (true) {
        descriptor_ = ::open(target_.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        if (descriptor_ >= 0) break;
        if (errno != ENXIO && errno != EINTR) fail(errno);
        throw_if_stopped(stop);
        ::poll(nullptr, 0, look_again_ms);
    }
    const int flags = ::fcntl(descriptor_, F_GETFL);
    ::fcntl(descriptor_, F_SETFL, flags & ~O_NONBLOCK);
}

void OutputFile::open_temporary() {
    constexpr std::size_t most_name_bytes = 200;  // With what is added, a name has up to 255.
    const std::string folder = folder_of(target_);
    std::error_code error;
    if (!fs::exists(folder, error) && !error) throw missing_folder(path_, folder);
    const std::string name = fs::path(target_).filename().string();
    std::string temporary =
        fmt::format("{}/.{}.askdb-tmp-XXXXXX", folder, utf8_prefix(name, most_name_bytes));
    descriptor_ = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor_ >= 0) {
        temporary_ = std::move(temporary);
    } else if (errno == EACCES || errno == EPERM || errno == EROFS) {
        throw unusable(path_, fmt::format("no file can be made in the folder '{}': {}",
                                          visible(folder), std::strerror(errno)));
    } else {
        fail(errno);
    }
}

/// What cannot be kept of the old file's owner and group takes the group's rights with it.
void OutputFile::keep_rights() const {
    constexpr mode_t rights = 0777, of_group = 070;
    struct stat old = {}, made = {};
    if (::stat(target_.c_str(), &old) != 0 || ::fstat(descriptor_, &made) != 0) return;
    mode_t mode = old.st_mode & rights;
    const bool has_group = old.st_gid == made.st_gid || ::fchown(descriptor_, -1, old.st_gid) == 0;
    if (!has_group) mode &= ~of_group;
    if (old.st_uid != made.st_uid) {
        [[maybe_unused]] const int owned = ::fchown(descriptor_, old.st_uid, -1);
    }
    ::fchmod(descriptor_, mode);
}

void OutputFile::commit() {
    if (!temporary_.empty()) {
        keep_rights();
        // Some file systems cannot wait; their close() tells.
        if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) fail(errno);
    }
    const int descriptor = std::exchange(descriptor_, -1);
    if (::close(descriptor) != 0 && errno != EINTR) fail(errno);
    if (temporary_.empty()) return;
    if (std::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
    temporary_.clear();
}

void OutputFile::fail(int reason) const {
    const bool is_full = reason == ENOSPC || reason == EDQUOT;
    const bool was_open = !temporary_.empty();  // The path as such was right.
    throw Failure({is_full || was_open ? Errc::no_answer : Errc::usage,
                   fmt::format("cannot write to '{}': {}", visible(path_), std::strerror(reason))});
}

}
