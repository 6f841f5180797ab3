#include "cli/doctor/doctor_checks.h"
#include "cli/session_wiring.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr const char* about_sessions = "sessions";

bool is_new_file(const DatabaseChoice& choice) {
    struct stat info = {};
    return choice.address.empty() && ::stat(choice.path.c_str(), &info) != 0;
}

/// Why the file cannot be made, with the folders that are still missing; 0: it can.
int why_not_made(const std::string& file) {
    std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
    while (::access(folder.c_str(), F_OK) != 0 && folder.has_relative_path())
        folder = folder.parent_path();
    return ::access(folder.c_str(), W_OK | X_OK) == 0 ? 0 : errno;
}

/// To open it would make it.
Finding new_store(const std::string& file) {
    if (const int why = why_not_made(file); why != 0)
        return broken(
            about_sessions,
            {Errc::usage, fmt::format("'{}' cannot be made: {}", visible(file), std::strerror(why)),
             "name another file: [sessions] store = \"FILE\""});
    return {.about = about_sessions,
            .message = fmt::format("no conversation is kept yet; the first will be in '{}'", file)};
}

Finding found_store(const CommandContext& context, const DatabaseChoice& choice) {
    const std::string where = choice.address.empty() ? choice.path : choice.name;
    if (is_new_file(choice)) return new_store(choice.path);
    const auto archive = wire_sessions_or_throw(context);
    const session::SessionPage page =
        archive->list({.user = session_user(context.environment), .limit = 1});
    return {
        .about = about_sessions,
        .message = page.sessions.empty()
                       ? fmt::format("'{}' can be read, and has none of your conversations", where)
                       : fmt::format("'{}' can be read; your newest conversation: {}", where,
                                     page.sessions.front().title)};
}

}

std::vector<Finding> check_sessions_store(const CommandContext& context) {
    if (const auto why = why_nothing_is_kept(context.config, context.environment))
        return {{.about = about_sessions, .message = why->message}};
    const Result<DatabaseChoice> choice =
        choose_sessions_store(context.config, {context.environment, context.stop});
    if (!choice) return {broken(about_sessions, choice.error())};
    try {
        return {found_store(context, choice.value())};
    } catch (const Failure& failure) {
        return {broken(about_sessions, failure.error())};
    } catch (const Stopped&) {
        return {broken(
            about_sessions,
            {Errc::unavailable, fmt::format("the store '{}' did not answer within {} s",
                                            choice.value().name, doctor_patience.count() / 1000)})};
    }
}

}
