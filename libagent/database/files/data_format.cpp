#include "libagent/database/files/data_format.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <array>
#include <set>

namespace askdb::database {
namespace {

struct KnownEnding {
    std::string_view ending;
    DataFormat format;
};

constexpr std::array<KnownEnding, 6> known_endings = {{
    {".csv", DataFormat::csv},
    {".tsv", DataFormat::tsv},
    {".tab", DataFormat::tsv},
    {".jsonl", DataFormat::json},
    {".ndjson", DataFormat::json},
    {".json", DataFormat::json},
}};

struct UnreadableEnding {
    std::string_view ending;
    std::string_view what;
    std::string_view hint;  ///< `{}` stands for the file.
};

constexpr std::string_view unpack_gzip = "zcat '{}' | askdb \"QUESTION\"";
constexpr std::string_view save_sheet = "save the sheet as CSV, then: -d FILE.csv";

constexpr std::array<UnreadableEnding, 11> unreadable_endings = {{
    {".parquet", "Parquet files", "duckdb -csv -c \"FROM '{}'\" | askdb \"QUESTION\""},
    {".feather", "Arrow files", "write it as CSV, then: -d FILE.csv"},
    {".arrow", "Arrow files", "write it as CSV, then: -d FILE.csv"},
    {".xlsx", "spreadsheets", save_sheet},
    {".xls", "spreadsheets", save_sheet},
    {".ods", "spreadsheets", save_sheet},
    {".gz", "compressed files", unpack_gzip},
    {".zst", "compressed files", "zstdcat '{}' | askdb \"QUESTION\""},
    {".xz", "compressed files", "xzcat '{}' | askdb \"QUESTION\""},
    {".bz2", "compressed files", "bzcat '{}' | askdb \"QUESTION\""},
    {".zip", "compressed files", "unzip -p '{}' | askdb \"QUESTION\""},
}};

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view stem_of(std::string_view path) {
    path = path.substr(path.rfind('/') + 1);  // npos + 1 is 0.
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? path : path.substr(0, dot);
}

}

std::optional<DataFormat> data_format_of_name(std::string_view path) {
    const std::string name = lower_ascii(path.substr(path.rfind('/') + 1));
    for (const KnownEnding& known : known_endings) {
        if (name.ends_with(known.ending)) return known.format;
    }
    return std::nullopt;
}

std::optional<Error> unreadable_data_file(const std::string& path) {
    const std::string name = lower_ascii(path);
    for (const UnreadableEnding& known : unreadable_endings) {
        if (!name.ends_with(known.ending)) continue;
        std::string hint(known.hint);
        if (const std::size_t at = hint.find("{}"); at != std::string::npos)
            hint.replace(at, 2, visible(path));
        return Error{Errc::usage,
                     fmt::format("cannot read '{}': askdb reads no {}", visible(path), known.what),
                     std::move(hint)};
    }
    return std::nullopt;
}

std::string table_name_of_file(std::string_view path) {
    constexpr std::size_t longest_name = 60;
    const std::string_view stem = stem_of(path);
    std::string plain = folded(stem);
    if (plain == lower_ascii(stem)) plain = stem;  // The case says something to people.
    std::string name;
    for (const char c : plain) {
        if (is_word_character(c)) {
            name += c;
        } else if (!name.empty() && name.back() != '_') {
            name += '_';
        }
    }
    while (name.ends_with('_')) name.pop_back();
    if (name.size() > longest_name) name.resize(longest_name);
    if (name.empty()) return "data";
    const bool is_reserved = lower_ascii(name).starts_with("sqlite_");
    return is_reserved || (name[0] >= '0' && name[0] <= '9') ? "t_" + name : name;
}

void make_distinct(std::vector<std::string>& names) {
    std::set<std::string> taken;
    for (std::string& name : names) {
        const std::string stem = name;
        for (int number = 2; !taken.insert(lower_ascii(name)).second; ++number)
            name = fmt::format("{}_{}", stem, number);
    }
}

}
