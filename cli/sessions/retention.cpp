#include "cli/sessions/retention.h"

#include "cli/environment.h"
#include "cli/kept_folder.h"
#include "cli/render/messages.h"
#include "cli/sessions/age_text.h"
#include "libagent/base/new_file.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr std::chrono::hours between_prunings{24};

/// When the file was last written, so that the day is over for one process only. False where that
/// was less than a day ago, or cannot be noted: then it would happen every time.
bool begins_a_day(const std::string& stamp) {
    struct stat info = {};
    if (::stat(stamp.c_str(), &info) == 0) {
        const auto age = std::chrono::system_clock::now() -
                         std::chrono::system_clock::from_time_t(info.st_mtime);
        if (age >= std::chrono::seconds(0) && age < between_prunings) return false;
    }
    constexpr mode_t for_owner = 0600;
    const int file = ::open(stamp.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, for_owner);
    if (file < 0) return false;
    const bool is_noted = ::futimens(file, nullptr) == 0;
    ::close(file);
    return is_noted;
}

/// The path of the stamp in the state folder, which is made; empty where there can be none.
std::string stamp_path(const Environment& environment) {
    const std::string folder = folder_path(state_folder, environment);
    if (folder.empty()) return folder;
    return try_make_private_folder(folder) == 0 ? folder + "/pruned" : std::string();
}

}

session::Retention configured_retention(const SessionsConfig& settings) {
    constexpr double bytes_of_megabyte = 1e6;
    session::Retention retention;
    if (settings.retention_days)
        retention.longest = std::chrono::days(std::llround(*settings.retention_days));
    if (settings.retention_megabytes)
        retention.most_bytes = static_cast<std::uint64_t>(
            std::llround(*settings.retention_megabytes * bytes_of_megabyte));
    return retention;
}

void apply_retention(const CommandContext& context, session::SessionArchive& archive,
                     const session::SessionKey& spared) {
    const session::Retention retention = configured_retention(context.config.sessions);
    if (!retention.longest && !retention.most_bytes) return;
    const std::string stamp = stamp_path(context.environment);
    if (stamp.empty() || !begins_a_day(stamp)) return;
    try {
        archive.prune(retention, moment_now(), &spared);
    } catch (const Failure& failure) {
        context.messages.say(
            fmt::format("⚠ old conversations could not be deleted: {}", failure.error().message),
            Tone::warning);
    }
}

}
