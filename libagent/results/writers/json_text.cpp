#include "libagent/results/writers/json_text.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"
#include "libagent/results/writers/hex.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace askdb::results {
namespace {

/// Takes the digits at the front; false when there is none.
bool skip_json_digits(std::string_view& text) {
    const std::size_t before = text.size();
    while (!text.empty() && is_ascii_digit(text.front())) text.remove_prefix(1);
    return text.size() < before;
}

bool skip_one_of(std::string_view& text, std::string_view characters) {
    if (text.empty() || characters.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

/// What must not stand in a JSON string as it is, or should not reach a terminal.
JsonEscape string_escape(std::string_view text) {
    constexpr unsigned char first_printable = 0x20;
    const auto first = static_cast<unsigned char>(text.front());
    switch (first) {
        case '"': return {1, "\\\""};
        case '\\': return {1, "\\\\"};
        case '\n': return {1, "\\n"};
        case '\r': return {1, "\\r"};
        case '\t': return {1, "\\t"};
        default: break;
    }
    if (first >= first_printable) return json_escape(text);
    constexpr std::string_view digits = "0123456789abcdef";
    return {1, std::string("\\u00") + digits[first >> 4] + digits[first & 0xF]};
}

/// Most texts: nothing to escape, nothing to check.
bool is_plain_json_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
}

void append_valid_json_string(OutputBuffer& out, std::string_view text) {
    out.append('"');
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size();) {
        const JsonEscape escape = string_escape(text.substr(at));
        if (escape.bytes == 0) {
            ++at;
            continue;
        }
        out.append(text.substr(copied, at - copied));
        out.append(escape.text);
        at += escape.bytes;
        copied = at;
    }
    out.append(text.substr(copied));
    out.append('"');
}

}

bool is_json_number(std::string_view text) {
    skip_one_of(text, "-");
    if (!skip_one_of(text, "0") && !skip_json_digits(text)) return false;
    if (skip_one_of(text, ".") && !skip_json_digits(text)) return false;
    if (skip_one_of(text, "eE")) {
        skip_one_of(text, "+-");
        if (!skip_json_digits(text)) return false;
    }
    return text.empty();
}

void append_json_string(OutputBuffer& out, std::string_view text) {
    if (is_plain_json_text(text)) {
        out.append('"');
        out.append(text);
        return out.append('"');
    }
    if (is_valid_utf8(text)) return append_valid_json_string(out, text);
    append_valid_json_string(out, valid_utf8(text));
}

void append_json_value(OutputBuffer& out, const database::Cell& cell) {
    using database::Kind;
    if (cell.is_null()) return out.append("null");
    if (database::is_number(cell.kind)) {
        if (is_json_number(cell.text)) return out.append(cell.text);
    }
    const bool truth = cell.kind == Kind::boolean && (cell.text == "true" || cell.text == "false");
    if (truth) return out.append(cell.text);
    if (cell.kind != Kind::bytes) return append_json_string(out, cell.text);
    out.append("\"\\");
    append_hex(out, cell.text);
    out.append('"');
}

std::vector<std::string> json_keys(const std::vector<database::ResultColumn>& columns) {
    std::vector<std::string> keys;
    std::unordered_set<std::string> taken;
    for (const database::ResultColumn& column : columns) {
        keys.push_back(valid_utf8(column.name));
        taken.insert(keys.back());
    }
    std::unordered_map<std::string, std::size_t> uses;
    for (std::string& key : keys) {
        std::size_t& use = uses[key];
        if (++use == 1) continue;
        std::string numbered;
        do {
            numbered = key + "_" + std::to_string(use++);
        } while (!taken.insert(numbered).second);
        --use;  // The next of this name starts right after.
        key = numbered;
    }
    return keys;
}

void append_json_row(OutputBuffer& out, const std::vector<std::string>& keys,
                     const database::Rows& rows, std::size_t row) {
    out.append('{');
    for (std::size_t column = 0; column < keys.size(); ++column) {
        if (column > 0) out.append(',');
        append_json_string(out, keys[column]);
        out.append(':');
        append_json_value(out, rows.cell(row, column));
    }
    out.append('}');
}

}
