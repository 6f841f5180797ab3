#include "cli/secret.h"

#include "cli/command_output.h"
#include "cli/input.h"

#include <fmt/format.h>

namespace askdb::cli {
namespace {

constexpr std::size_t max_secret_bytes = 16u << 10;

/// A password may begin or end with a blank; only the line's end is nobody's.
std::string without_line_end(std::string text) {
    if (text.ends_with('\n')) text.pop_back();
    if (text.ends_with('\r')) text.pop_back();
    return text;
}

Result<std::string> read_secret_file(const std::string& path, const std::stop_token& stop) {
    Result<std::string> text = read_file(path, max_secret_bytes, stop);
    if (!text) return text;
    return without_line_end(std::move(text).value());
}

}

Result<std::string> read_secret(const SecretPlace& place, std::string_view whose,
                                const SecretSources& sources) {
    if (!place.file.empty()) return read_secret_file(place.file, sources.stop);
    if (!place.command.empty()) {
        Result<std::string> text =
            command_output(place.command, {.max_bytes = max_secret_bytes}, sources.stop);
        if (text) return without_line_end(std::move(text).value());
        return Error{
            text.error().code,
            fmt::format("the command for the secret of {} {}", whose, text.error().message),
            "try it in a shell"};
    }
    return place.variable.empty() ? std::string() : sources.environment.get(place.variable);
}

}
