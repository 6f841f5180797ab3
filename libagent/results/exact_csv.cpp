#include "libagent/results/exact_csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>

namespace askdb::results {
namespace {

using database::Kind;

struct KindName {
    Kind kind;
    char letter;
    std::string_view name;
};
constexpr std::array kind_names = {
    KindName{Kind::null, 'n', "null"},       KindName{Kind::boolean, 'b', "boolean"},
    KindName{Kind::integer, 'i', "integer"}, KindName{Kind::decimal, 'd', "decimal"},
    KindName{Kind::real, 'r', "real"},       KindName{Kind::text, 't', "text"},
    KindName{Kind::bytes, 'x', "bytes"},     KindName{Kind::date, 'D', "date"},
    KindName{Kind::time, 'T', "time"},       KindName{Kind::timestamp, 'S', "timestamp"}};

Error damaged_csv(std::string_view why) {
    return {Errc::bad_input, "the kept rows are damaged: " + std::string(why)};
}

std::string runs_of(const database::Rows& rows, std::size_t column) {
    struct Run {
        std::size_t count;
        Kind kind;
    };
    std::vector<Run> runs;
    bool is_mixed = false;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        const Kind kind = rows.cell(row, column).kind;
        is_mixed |= kind != Kind::null && kind != rows.columns[column].kind;
        const bool goes_on = !runs.empty() && (kind == Kind::null || kind == runs.back().kind);
        if (goes_on) {
            ++runs.back().count;
        } else {
            runs.push_back({1, kind});
        }
    }
    std::string text;
    if (!is_mixed) return text;
    for (const Run& run : runs) {
        text += std::to_string(run.count);
        text += kind_names[static_cast<std::size_t>(run.kind)].letter;
    }
    return text;
}

/// The kinds of one column's cells, one after the other.
class KindRuns {
  public:
    explicit KindRuns(const CsvColumn& column) : runs_(column.cells), kind_(column.kind) {
        is_mixed_ = !runs_.empty();
    }

    /// Nothing when the runs are damaged, or at their end.
    std::optional<Kind> next() {
        if (!is_mixed_) return kind_;
        if (left_ == 0 && !read_run()) return std::nullopt;
        --left_;
        return kind_;
    }

  private:
    bool read_run() {
        const char* const end = runs_.data() + runs_.size();
        const auto [letter, error] = std::from_chars(runs_.data(), end, left_);
        if (error != std::errc() || letter == end || left_ == 0) return false;
        const auto found =
            std::find_if(kind_names.begin(), kind_names.end(),
                         [&](const KindName& name) { return name.letter == *letter; });
        if (found == kind_names.end()) return false;
        kind_ = found->kind;
        runs_.remove_prefix(static_cast<std::size_t>(letter - runs_.data()) + 1);
        return true;
    }

    std::string_view runs_;
    Kind kind_;
    bool is_mixed_ = false;
    std::size_t left_ = 0;
};

/// Reads what the writer of CSV wrote: commas, \n behind each line, quotes where they must be.
class CsvFields {
  public:
    explicit CsvFields(std::string_view csv) : rest_(csv) {}

    bool is_at_end() const { return rest_.empty(); }

    /// The next field and what ends it. False when the text is cut off or no such text.
    bool next() {
        is_quoted_ = rest_.starts_with('"');
        if (is_quoted_ ? !take_quoted() : !take_plain()) return false;
        if (rest_.empty()) return false;
        is_last_ = rest_.front() == '\n';
        if (!is_last_ && rest_.front() != ',') return false;
        rest_.remove_prefix(1);
        return true;
    }

    std::string_view text() const { return text_; }
    bool is_null() const { return !is_quoted_ && text_.empty(); }
    bool is_last() const { return is_last_; }  ///< Of its line.

  private:
    bool take_plain() {
        const std::size_t end = rest_.find_first_of(",\n");
        if (end == std::string_view::npos) return false;
        text_ = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return true;
    }

    bool take_quoted() {
        rest_.remove_prefix(1);
        unquoted_.clear();
        for (;;) {
            const std::size_t quote = rest_.find('"');
            if (quote == std::string_view::npos) return false;
            const bool is_doubled = rest_.substr(quote).starts_with("\"\"");
            unquoted_.append(rest_.substr(0, quote + (is_doubled ? 1 : 0)));
            rest_.remove_prefix(quote + (is_doubled ? 2 : 1));
            if (is_doubled) continue;
            text_ = unquoted_;
            return true;
        }
    }

    std::string_view rest_;
    std::string unquoted_;
    std::string_view text_;
    bool is_quoted_ = false;
    bool is_last_ = false;
};

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

std::optional<std::string> bytes_of_hex(std::string_view text) {
    constexpr std::string_view mark = "\\x";
    if (!text.starts_with(mark) || text.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = mark.size(); i < text.size(); i += 2) {
        const int high = hex_value(text[i]), low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

bool append_field(database::Rows& rows, const CsvFields& field, Kind kind) {
    if (field.is_null()) {
        rows.append(Kind::null, {});
        return true;
    }
    if (kind == Kind::null) return false;
    if (kind != Kind::bytes) {
        rows.append(kind, field.text());
        return true;
    }
    const std::optional<std::string> bytes = bytes_of_hex(field.text());
    if (bytes) rows.append(kind, *bytes);
    return bytes.has_value();
}

std::optional<Error> read_header(CsvFields& fields, database::Rows& rows) {
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        if (!fields.next()) return damaged_csv("their header is cut off");
        const bool is_last = i + 1 == rows.columns.size();
        if (fields.is_last() != is_last) return damaged_csv("they have other columns");
        rows.columns[i].name = fields.text();
    }
    return std::nullopt;
}

}

std::string_view name_of(Kind kind) {
    return kind_names[static_cast<std::size_t>(kind)].name;
}

std::optional<Kind> find_kind(std::string_view name) {
    const auto found = std::find_if(kind_names.begin(), kind_names.end(),
                                    [&](const KindName& known) { return known.name == name; });
    return found == kind_names.end() ? std::nullopt : std::optional(found->kind);
}

std::vector<CsvColumn> csv_columns(const database::Rows& rows) {
    std::vector<CsvColumn> columns;
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        columns.push_back({.declared_type = rows.columns[i].declared_type,
                           .kind = rows.columns[i].kind,
                           .cells = runs_of(rows, i)});
    }
    return columns;
}

Result<database::Rows> rows_of_csv(std::string_view csv, const std::vector<CsvColumn>& columns) {
    database::Rows rows;
    std::vector<KindRuns> kinds;
    for (const CsvColumn& column : columns) {
        rows.columns.push_back({.declared_type = column.declared_type, .kind = column.kind});
        kinds.emplace_back(column);
    }
    CsvFields fields(csv);
    if (auto error = read_header(fields, rows)) return std::move(*error);
    while (!fields.is_at_end()) {
        if (columns.empty()) return damaged_csv("they have other columns");
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const bool is_last = i + 1 == columns.size();
            if (!fields.next()) return damaged_csv("they are cut off");
            if (fields.is_last() != is_last) return damaged_csv("a row has too many or few cells");
            const std::optional<Kind> kind = kinds[i].next();
            if (!kind || !append_field(rows, fields, *kind))
                return damaged_csv("a cell is not of its kind");
        }
    }
    return rows;
}

}
