#include "cli/repl/references.h"

#include "libagent/base/ascii.h"

#include <algorithm>

namespace askdb::cli::repl {
namespace {

bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           is_ascii_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool is_path_byte(char c) {
    return is_name_byte(c) || c == '-' || c == '.' || c == '/' || c == '~';
}

/// The beginning, a blank, or a sign that opens something; typographic quotes are quotes.
bool may_stand_behind(std::string_view before) {
    if (before.empty()) return true;
    if (std::string_view(" \t\r\n([{<,;:=+*!?|&>").find(before.back()) != std::string_view::npos)
        return true;
    if (before.size() < 3) return false;
    const std::string_view last = before.substr(before.size() - 3);
    constexpr std::string_view dashes[] = {"\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\xA6"};
    // CJK punctuation but for its quotes, and full-width signs.
    const bool is_cjk = last.starts_with("\xE3\x80") && last[2] <= '\x8B';
    return is_cjk || last.starts_with("\xEF\xBC") ||
           std::find(std::begin(dashes), std::end(dashes), last) != std::end(dashes);
}

struct Extent {
    std::size_t end = 0;  ///< Signs that may only end the sentence included.
    bool is_quoted = false;
    bool is_open = false;  ///< A quote has no end.
};

/// From behind the `@`: parts with dots between them.
Extent extent_of(std::string_view text, std::size_t begin) {
    Extent extent{begin};
    while (extent.end < text.size()) {
        if (text[extent.end] == '"' && (extent.end == begin || text[extent.end - 1] == '.')) {
            extent.is_quoted = true;
            std::size_t close = text.find('"', extent.end + 1);
            while (close != std::string_view::npos && close + 1 < text.size() &&
                   text[close + 1] == '"')
                close = text.find('"', close + 2);
            extent.is_open = close == std::string_view::npos;
            extent.end = extent.is_open ? text.size() : close + 1;
            // Only a dot goes on behind a quoted part.
            if (extent.end == text.size() || text[extent.end] != '.') return extent;
        }
        if (!is_path_byte(text[extent.end])) return extent;
        ++extent.end;
    }
    return extent;
}

/// Calls `take` for each place where an `@` may begin a reference, with its extent.
template <class Take>
void each_reference(std::string_view text, const Take& take) {
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at)) {
        const bool is_doubled = text.substr(at).starts_with("@@");
        const Extent extent = extent_of(text, at + 1);
        if (!is_doubled && may_stand_behind(text.substr(0, at))) take(at, extent);
        at = is_doubled ? at + 2 : std::max(extent.end, at + 1);
    }
}

std::string in_quotes(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"') out += c;
        out += c;
    }
    return out + '"';
}

}

std::vector<std::string> reference_parts(std::string_view text) {
    std::vector<std::string> parts(1);
    bool is_inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_doubled = is_inside && text.substr(i).starts_with("\"\"");
        if (text[i] == '"' && !is_doubled) {
            is_inside = !is_inside;
        } else if (text[i] == '.' && !is_inside) {
            parts.emplace_back();
        } else {
            parts.back() += text[i];
            if (is_doubled) ++i;
        }
    }
    return parts;
}

std::vector<Reference> find_references(std::string_view question) {
    std::vector<Reference> references;
    each_reference(question, [&](std::size_t at, const Extent& extent) {
        if (extent.is_open) return;
        std::string_view text = question.substr(at + 1, extent.end - at - 1);
        while (!text.empty() &&
               std::string_view(".-/~").find(text.back()) != std::string_view::npos)
            text.remove_suffix(1);
        if (text.empty()) return;
        references.push_back({at, text.size() + 1, std::string(text), extent.is_quoted});
    });
    return references;
}

std::optional<std::size_t> open_reference(std::string_view text) {
    std::optional<std::size_t> open;
    each_reference(text, [&](std::size_t at, const Extent& extent) {
        const bool is_closed = extent.is_quoted && !extent.is_open && text.ends_with('"');
        if (extent.end == text.size() && !is_closed) open = at + 1;
    });
    return open;
}

std::string reference_name(std::string_view name) {
    const bool is_plain = !name.empty() && std::all_of(name.begin(), name.end(), is_name_byte);
    return is_plain ? std::string(name) : in_quotes(name);
}

std::string reference_path(std::string_view path) {
    if (!path.empty() && std::all_of(path.begin(), path.end(), is_path_byte))
        return std::string(path);
    std::string quoted = in_quotes(path);
    // A folder goes on.
    if (path.ends_with('/')) quoted.pop_back();
    return quoted;
}

}
