#include "cli/repl/text_files.h"

#include "cli/input.h"
#include "cli/piped_input.h"
#include "libagent/base/text.h"
#include "libagent/database/files/text_encoding.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli::repl {
namespace {

constexpr std::string_view text_endings[] = {
    ".txt", ".text", ".md",   ".markdown", ".rst",  ".adoc", ".log",  ".sql", ".xml",
    ".yml", ".yaml", ".toml", ".ini",      ".conf", ".cfg",  ".html", ".htm", ".tex",
    ".py",  ".js",   ".ts",   ".c",        ".h",    ".cpp",  ".java", ".go",  ".rs",
    ".rb",  ".php",  ".sh",   ".r",        ".diff", ".eml"};

constexpr std::size_t utf16_mark_bytes = 2;

Result<std::string> text_of(std::string_view bytes, const std::string& path) {
    const database::ByteOrderMark mark = database::byte_order_mark(bytes);
    if (bytes.starts_with("SQLite format 3"))
        return Error{Errc::usage, fmt::format("'{}' is an SQLite database, no text", visible(path)),
                     fmt::format("/use {}", visible(path))};
    if (bytes.find('\0') != std::string_view::npos && mark.bytes != utf16_mark_bytes)
        return Error{Errc::usage, fmt::format("'{}' is neither a table nor a text", visible(path)),
                     "data files are .csv, .tsv, .jsonl and .json"};
    const bool is_plain = mark.bytes == 0 && !is_valid_utf8(bytes);
    database::TextDecoder decoder(is_plain ? database::TextEncoding::windows_1252 : mark.encoding);
    std::string text;
    decoder.append(bytes.substr(mark.bytes), text);
    decoder.finish(text);
    return text;
}

}

bool is_text_file_name(std::string_view name) {
    const std::string lower = lower_ascii(name);
    return std::any_of(std::begin(text_endings), std::end(text_endings), [&](auto ending) {
        return lower.size() > ending.size() && lower.ends_with(ending);
    });
}

Result<std::string> read_text_files(const std::vector<std::string>& paths,
                                    const std::stop_token& stop) {
    std::string all;
    std::size_t room = max_piped_text_bytes;
    for (const std::string& path : paths) {
        const Result<std::string> bytes = read_file(path, room, stop);
        if (!bytes) return bytes.error();
        room -= bytes.value().size();
        const Result<std::string> text = text_of(bytes.value(), path);
        if (!text) return text.error();
        if (!all.empty()) all += "\n\n";
        all += fmt::format("The file {}:\n{}", path, trim(text.value()));
    }
    return all;
}

}
