#include "cli/doctor/doctor_checks.h"
#include "cli/session_wiring.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <sys/stat.h>

namespace askdb::cli {
namespace {

constexpr const char* about_sessions = "sessions";

bool is_new_file(const DatabaseChoice& choice) {
    struct stat info = {};
    return choice.address.empty() && ::stat(choice.path.c_str(), &info) != 0;
}

Finding found_store(const CommandContext& context, const DatabaseChoice& choice) {
    const std::string where = choice.address.empty() ? choice.path : choice.name;
    if (is_new_file(choice))  // To open it would make it.
        return {.about = about_sessions,
                .message =
                    fmt::format("no conversation is kept yet; the first will be in '{}'", where)};
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
