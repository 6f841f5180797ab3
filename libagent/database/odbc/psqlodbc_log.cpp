#include "libagent/database/odbc/psqlodbc_log.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <array>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace askdb::database {
namespace {

// As psqlodbc's mylog.c names it, with the program's and the user's name before the number.
constexpr std::string_view log_prefix = "psqlodbc_";
constexpr std::string_view log_line = "PQfinish: ";

bool is_our_log(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    const std::string end = std::to_string(getpid()) + ".log";
    return name.starts_with(log_prefix) && name.ends_with(end) &&
           !is_ascii_digit(name[name.size() - end.size() - 1]);
}

bool tells_only_of_ends(std::string_view text) {
    const std::vector<std::string> lines = split(text, '\n');
    return text.starts_with(log_line) &&
           std::all_of(lines.begin(), lines.end(), [](std::string_view line) {
               return line.empty() || line.starts_with(log_line);
           });
}

/// Whether it is the file that `open` is, and a short one that has nothing to say.
bool is_worthless(const std::filesystem::path& path, const struct stat& open) {
    const int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return false;
    std::array<char, 4096> text{};  // A line has about thirty bytes.
    struct stat about {};
    const bool is_ours = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode) &&
                         about.st_dev == open.st_dev && about.st_ino == open.st_ino &&
                         about.st_nlink == 1 && about.st_uid == ::geteuid() &&
                         about.st_size < static_cast<off_t>(text.size());
    const ssize_t count = is_ours ? ::read(file, text.data(), text.size()) : -1;
    ::close(file);
    return count >= 0 && tells_only_of_ends({text.data(), static_cast<std::size_t>(count)});
}

}

void remove_psqlodbc_log() noexcept {
    try {
        // The driver keeps it open: that is how it is found, whatever folder it was given.
        for (const auto& open : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code gone;
            const std::filesystem::path path = std::filesystem::read_symlink(open.path(), gone);
            struct stat about {};
            if (gone || !is_our_log(path) || ::stat(open.path().c_str(), &about) != 0) continue;
            if (is_worthless(path, about)) ::unlink(path.c_str());
        }
    } catch (const std::exception&) {
        // A file more in /tmp is no reason to fail.
    }
}

}
