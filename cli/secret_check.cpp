#include "cli/secret_check.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <cerrno>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace askdb::cli {
namespace {

std::optional<Error> check_secret_file(const std::string& path) {
    const std::string shown = visible(path);
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0 || ::access(path.c_str(), R_OK) != 0)
        return Error{Errc::usage,
                     fmt::format("the secret file '{}' cannot be read: {}", shown,
                                 std::generic_category().message(errno)),
                     fmt::format("put the secret into it, then: chmod 600 '{}'", shown)};
    if (S_ISDIR(info.st_mode))
        return Error{Errc::usage, fmt::format("the secret file '{}' is a folder", shown)};
    if (info.st_size == 0 && S_ISREG(info.st_mode))
        return Error{Errc::usage, fmt::format("the secret file '{}' is empty", shown)};
    if (is_open_to_others(path))
        return Error{Errc::usage,
                     fmt::format("other users may read or write the secret file '{}'", shown),
                     fmt::format("chmod 600 '{}'", shown)};
    return std::nullopt;
}

}

bool is_open_to_others(const std::string& path) {
    struct stat info = {};
    return ::stat(path.c_str(), &info) == 0 && (info.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0;
}

std::optional<Error> check_secret_place(const SecretPlace& place, std::string_view whose,
                                        const SecretSources& sources, bool runs_command) {
    if (!place.file.empty()) return check_secret_file(place.file);
    if (!place.command.empty()) {
        if (!runs_command) return std::nullopt;
        const Result<std::string> secret = read_secret(place, whose, sources);
        if (!secret) return secret.error();
        if (!secret.value().empty()) return std::nullopt;
        return Error{Errc::usage, "the command printed nothing", "try it in a shell"};
    }
    if (place.variable.empty() || !sources.environment.get(place.variable).empty())
        return std::nullopt;
    return Error{Errc::usage, fmt::format("the variable {} is not set", visible(place.variable)),
                 fmt::format("export {}=…", visible(place.variable))};
}

}
