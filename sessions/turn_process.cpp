#include "sessions/turn_process.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>
#include <vector>

namespace askdb::sessions {
namespace {

std::string proc_text(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Where process numbers count: "BOOT/NAMESPACE".
std::string numbering() {
    const std::string boot = proc_text("/proc/sys/kernel/random/boot_id");
    std::error_code unreadable;
    const std::string space = std::filesystem::read_symlink("/proc/self/ns/pid", unreadable);
    return fmt::format("{}/{}", trim(boot), space);
}

/// In ticks since the system started, see proc(5); empty when there is no such process, or when it
/// has ended and its parent has not asked how.
std::string start_of(std::string_view number) {
    const std::string stat = proc_text(fmt::format("/proc/{}/stat", number));
    // The program's name, in parentheses, may hold spaces and parentheses itself.
    const std::size_t name_end = stat.rfind(')');
    if (name_end == std::string::npos) return {};
    constexpr std::size_t start_after_name = 20;
    const std::vector<std::string> fields = split(std::string_view(stat).substr(name_end + 1), ' ');
    const bool is_over = fields.size() > 1 && (fields[1] == "Z" || fields[1] == "X");
    if (is_over || fields.size() <= start_after_name) return {};
    return fields[start_after_name];
}

}

std::string this_process() {
    const std::string number = std::to_string(::getpid()), start = start_of(number);
    return start.empty() ? std::string() : fmt::format("{} {} {}", numbering(), number, start);
}

bool is_running_here(std::string_view process) {
    const std::vector<std::string> parts = split(process, ' ');
    if (parts.size() != 3 || parts[0] != numbering()) return false;
    const std::string start = start_of(parts[1]);
    return !start.empty() && start == parts[2];
}

}
