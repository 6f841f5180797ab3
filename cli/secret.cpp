#include "cli/secret.h"

#include "cli/command_output.h"
#include "cli/input.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

constexpr std::size_t max_secret_bytes = 16u << 10;

/// The first line: what `pass` and others print below it is about the secret. A password may begin
/// or end with a blank; only the line's end is nobody's.
std::string first_line(std::string text) {
    text.resize(std::min(text.find('\n'), text.size()));
    if (text.ends_with('\r')) text.pop_back();
    return text;
}

/// `aws` and `vault` print an object unless one field is asked for.
bool is_object(const std::string& text) {
    const std::string_view inside = trim(text);
    return inside.starts_with('{') && inside.ends_with('}') &&
           inside.find("\":") != std::string_view::npos;
}

Result<std::string> read_secret_file(const std::string& path, std::string_view whose,
                                     const std::stop_token& stop) {
    Result<std::string> text = read_file(path, max_secret_bytes, stop);
    if (!text) return text;
    if (is_object(text.value()))
        return Error{Errc::usage,
                     fmt::format("the file '{}' with the secret of {} holds a JSON object",
                                 visible(path), whose),
                     "keep the secret alone in it"};
    return first_line(std::move(text).value());
}

Result<std::string> run_secret_command(const SecretPlace& place, std::string_view whose,
                                       const std::stop_token& stop) {
    Result<std::string> text = command_output(place.command, {.max_bytes = max_secret_bytes}, stop);
    if (!text)
        return Error{
            text.error().code,
            fmt::format("the command for the secret of {} {}", whose, text.error().message),
            "try it in a shell"};
    if (is_object(text.value()))
        return Error{
            Errc::usage,
            fmt::format("the command for the secret of {} printed a JSON object", whose),
            "let it print one field: vault kv get -field=NAME …, aws … --query SecretString "
            "--output text, … | jq -r .NAME"};
    return first_line(std::move(text).value());
}

}

Result<std::string> read_secret(const SecretPlace& place, std::string_view whose,
                                const SecretSources& sources) {
    if (!place.file.empty()) return read_secret_file(place.file, whose, sources.stop);
    if (!place.command.empty()) return run_secret_command(place, whose, sources.stop);
    return place.variable.empty() ? std::string() : sources.environment.get(place.variable);
}

}
