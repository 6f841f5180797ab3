#include "cli/repl/resolved_question.h"

#include "cli/database_choice.h"
#include "cli/repl/references.h"
#include "cli/repl/text_files.h"
#include "libagent/base/ascii.h"
#include "libagent/base/text.h"
#include "libagent/database/files/data_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace askdb::cli::repl {
namespace {

/// What an `@` of the question has turned out to be.
struct Resolved {
    std::size_t length = 0;  ///< Of Reference::text that it takes.
    std::string words;       ///< In its place.
};

bool is_ascii_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_ascii_digit(c);
}

/// Plain, or in quotes where it would fall apart.
std::string worded(std::string_view name) {
    const bool is_plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return is_ascii_name_byte(c) || static_cast<unsigned char>(c) >= 0x80;
    });
    return is_plain ? std::string(name) : reference_name(name);
}

std::string worded_table(const database::Table& table) {
    return table.schema.empty() ? worded(table.name)
                                : worded(table.schema) + '.' + worded(table.name);
}

bool is_path(std::string_view text) {
    return text.find('/') != std::string_view::npos || text.starts_with('~');
}

/// One question on its way.
class Resolver {
  public:
    explicit Resolver(const ReferenceSources& sources) : sources_(sources) {}

    /// Nothing: it stays as it is.
    Result<std::optional<Resolved>> resolve(const Reference& reference) {
        for (const std::size_t length : lengths(reference)) {
            const std::string_view text = std::string_view(reference.text).substr(0, length);
            if (auto words = words_for(text)) return std::optional(Resolved{length, *words});
        }
        if (auto error = unknown(reference)) return *error;
        return std::optional<Resolved>();
    }

    std::vector<std::string> files() && { return std::move(files_); }
    std::vector<std::string> texts() && { return std::move(texts_); }

  private:
    /// All of it, then less: up to a hyphen, or to a letter that is not ASCII.
    static std::vector<std::size_t> lengths(const Reference& reference) {
        constexpr std::size_t most = 8;
        const std::string_view text = reference.text;
        std::vector<std::size_t> lengths{text.size()};
        if (reference.is_quoted) return lengths;
        for (std::size_t i = text.size(); i-- > 1 && lengths.size() < most;) {
            const bool is_cut = !is_ascii_name_byte(text[i]) && is_ascii_name_byte(text[i - 1]);
            // `@orders.csv` is not `@orders`, and `@data/x` not `@data`.
            if (is_cut && text[i] != '.' && text[i] != '/') lengths.push_back(i);
        }
        return lengths;
    }

    std::optional<std::string> words_for(std::string_view text) {
        const std::vector<std::string> parts = reference_parts(text);
        if (!is_path(text)) {
            if (auto words = words_for_table(parts)) return words;
            for (const std::string& handle : sources_.handles) {
                if (parts.size() == 1 && equal_ignoring_case(handle, parts.front())) return handle;
            }
        }
        const std::string name = join(parts, ".");
        if (auto words = words_for_file(name)) return words;
        return words_for_text(name);
    }

    std::optional<std::string> words_for_table(const std::vector<std::string>& parts) const {
        for (const NamedCatalog& database : sources_.databases) {
            const std::string prefix = database.is_default ? "" : worded(database.name) + '.';
            if (auto words = words_in(*database.catalog, parts)) return prefix + *words;
        }
        for (const NamedCatalog& database : sources_.databases) {
            if (!equal_ignoring_case(database.name, parts.front())) continue;
            if (parts.size() == 1) return worded(database.name);
            const std::string prefix = database.is_default ? "" : worded(database.name) + '.';
            if (auto words = words_in(*database.catalog, {parts.begin() + 1, parts.end()}))
                return prefix + *words;
        }
        return std::nullopt;
    }

    /// `table`, `schema.table`, `table.column`, `schema.table.column`.
    static std::optional<std::string> words_in(const database::Catalog& catalog,
                                               const std::vector<std::string>& parts) {
        const std::size_t count = parts.size();
        if (count > 3) return std::nullopt;
        if (count < 3) {
            const std::string schema = count == 2 ? parts[0] : std::string();
            const database::Table* const table = catalog.find_table(schema, parts.back());
            if (table != nullptr) return worded_table(*table);
        }
        if (count == 1) return std::nullopt;
        const std::string schema = count == 3 ? parts[0] : std::string();
        const database::Table* const table = catalog.find_table(schema, parts[count - 2]);
        const database::Column* const column =
            table == nullptr ? nullptr : table->find_column(parts.back());
        if (column == nullptr) return std::nullopt;
        return worded_table(*table) + '.' + worded(column->name);
    }

    std::string expanded(std::string path) const {
        if (path.starts_with("~/") && !sources_.home.empty()) path.replace(0, 1, sources_.home);
        return path;
    }

    std::optional<FolderEntry> entry_of(const std::string& path) const {
        const std::size_t name = path.rfind('/') + 1;  // npos + 1 is 0.
        for (const FolderEntry& entry : sources_.folder(path.substr(0, name))) {
            if (entry.name == std::string_view(path).substr(name)) return entry;
        }
        return std::nullopt;
    }

    static bool is_same(const std::string& a, const std::string& b) {
        namespace fs = std::filesystem;
        return fs::path(a).lexically_normal() == fs::path(b).lexically_normal();
    }

    std::optional<std::string> words_for_file(const std::string& typed) {
        const std::string path = expanded(typed);
        if (path == input_file || !is_data_file(path)) return std::nullopt;
        const std::optional<FolderEntry> entry = entry_of(path);
        if (!entry || entry->is_folder) return std::nullopt;
        std::vector<std::string> all = sources_.open_files;
        all.insert(all.end(), files_.begin(), files_.end());
        const auto known = std::find_if(all.begin(), all.end(),
                                        [&](const auto& file) { return is_same(file, path); });
        const auto index = static_cast<std::size_t>(known - all.begin());
        if (known == all.end()) {
            files_.push_back(path);
            all.push_back(path);
        }
        // The tables of one run's files are told apart so.
        std::vector<std::string> tables;
        for (const std::string& file : all) tables.push_back(database::table_name_of_file(file));
        database::make_distinct(tables);
        const bool is_open = index < sources_.open_files.size();
        if (count_tables(tables[index]) <= (is_open ? 1U : 0U)) return tables[index];
        return fmt::format("{} (of the file {})", tables[index], typed);
    }

    /// Any other file goes along as it is.
    std::optional<std::string> words_for_text(const std::string& typed) {
        const std::string path = expanded(typed);
        if (is_data_file(path) || database::unreadable_data_file(path)) return std::nullopt;
        const std::optional<FolderEntry> entry = entry_of(path);
        if (!entry || entry->is_folder) return std::nullopt;
        const bool is_known = std::any_of(texts_.begin(), texts_.end(),
                                          [&](const auto& file) { return is_same(file, path); });
        if (!is_known) texts_.push_back(path);
        return reference_path(typed);
    }

    std::size_t count_tables(std::string_view name) const {
        std::size_t count = 0;
        for (const NamedCatalog& database : sources_.databases) {
            for (const database::Table& table : database.catalog->tables)
                count += equal_ignoring_case(table.name, name) ? 1 : 0;
        }
        return count;
    }

    std::optional<Error> unknown(const Reference& reference) const {
        const std::vector<std::string> parts = reference_parts(reference.text);
        const std::string name = join(parts, ".");
        if (is_path(name) || is_data_file(name)) return unknown_file(name);
        const bool has_ending = parts.size() > 1 && near_columns(parts).empty();
        if (has_ending && (is_text_file_name(name) || !near_files(name).empty()))
            return unknown_file(name);
        if (auto error = database::unreadable_data_file(name)) return *error;
        std::vector<std::string> known = sources_.handles;
        for (const NamedCatalog& database : sources_.databases) {
            for (std::string& table : database.catalog->table_names())
                known.push_back(std::move(table));
        }
        std::vector<std::string> near;
        if (parts.size() > 1) near = near_columns(parts);
        const bool is_column = !near.empty();
        if (near.empty()) near = nearest(name, known);
        if (near.empty()) return std::nullopt;
        for (std::string& one : near) one.insert(0, 1, '@');
        return Error{Errc::bad_input,
                     fmt::format("no {} named '{}'", is_column ? "column" : "table", visible(name)),
                     fmt::format("{} A text goes in quotes: '@{}'", did_you_mean(near),
                                 visible(reference.text))};
    }

    /// `@sites.nmae`
    std::vector<std::string> near_columns(const std::vector<std::string>& parts) const {
        for (const NamedCatalog& database : sources_.databases) {
            const std::string schema = parts.size() > 2 ? parts[parts.size() - 3] : std::string();
            const database::Table* const table =
                database.catalog->find_table(schema, parts[parts.size() - 2]);
            if (table == nullptr) continue;
            std::vector<std::string> columns;
            for (const database::Column& column : table->columns) columns.push_back(column.name);
            std::vector<std::string> near = nearest(parts.back(), columns);
            for (std::string& column : near) column = table->qualified_name() + '.' + column;
            if (near.empty()) near.push_back(table->qualified_name());
            return near;
        }
        return {};
    }

    /// Of the same folder, as they stand behind an `@`.
    std::vector<std::string> near_files(const std::string& path) const {
        const std::size_t name_begin = path.rfind('/') + 1;  // npos + 1 is 0.
        const std::string folder = path.substr(0, name_begin);
        std::vector<std::string> beside;
        for (const FolderEntry& other : sources_.folder(folder)) {
            if (!other.is_folder) beside.push_back(other.name);
        }
        std::vector<std::string> near = nearest(path.substr(name_begin), beside);
        for (std::string& one : near) one = '@' + visible(reference_path(folder + one));
        return near;
    }

    Error unknown_file(const std::string& name) const {
        const std::string path = expanded(name);
        const std::optional<FolderEntry> entry = entry_of(path);
        if (entry && !entry->is_folder) {
            if (auto error = database::unreadable_data_file(path)) return *error;
        }
        if (entry)
            return {Errc::bad_input, fmt::format("'{}' is a folder", visible(name)),
                    fmt::format("name a file in it: @{}/FILE", visible(name))};
        return {Errc::bad_input, fmt::format("cannot open '{}': no such file", visible(name)),
                did_you_mean(near_files(path))};
    }

    const ReferenceSources& sources_;
    std::vector<std::string> files_;
    std::vector<std::string> texts_;
};

/// `@@mary` and `\@mary` are for people.
std::string without_escapes(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (rest.starts_with("@@") || rest.starts_with("\\@")) ++i;
        out += text[i];
    }
    return out;
}

}

Result<ResolvedQuestion> resolve_references(std::string_view question,
                                            const ReferenceSources& sources) {
    Resolver resolver(sources);
    ResolvedQuestion resolved;
    std::size_t done = 0;
    for (const Reference& reference : find_references(question)) {
        const Result<std::optional<Resolved>> known = resolver.resolve(reference);
        if (!known) return known.error();
        if (!known.value()) continue;
        resolved.text += without_escapes(question.substr(done, reference.begin - done));
        resolved.text += known.value()->words;
        done = reference.begin + 1 + known.value()->length;
    }
    resolved.text += without_escapes(question.substr(done));
    resolved.files = std::move(resolver).files();
    resolved.texts = std::move(resolver).texts();
    return resolved;
}

}
