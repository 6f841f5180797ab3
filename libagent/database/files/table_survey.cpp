#include "libagent/database/files/table_survey.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"
#include "libagent/database/files/column_guess.h"
#include "libagent/database/files/content_guess.h"
#include "libagent/database/files/csv_reader.h"
#include "libagent/database/files/header.h"
#include "libagent/database/files/header_words.h"
#include "libagent/database/files/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace askdb::database {
namespace {

constexpr std::size_t sample_bytes = 64u << 10;

[[noreturn]] void fail_in_file(const std::string& name, std::string_view what) {
    throw Failure({Errc::bad_input, fmt::format("cannot read '{}': {}", visible(name), what)});
}

/// Collects what the records show.
class Surveyor {
  public:
    explicit Surveyor(const SurveyedFile& file)
        : layout_(file.layout),
          name_(file.name),
          is_csv_(layout_.format != DataFormat::json),
          hides_rows_(file.hides_rows) {}

    void see(const Record& record) {
        if (is_csv_ && !first_) {
            demand_few_columns(record.cells.size());
            first_.emplace(record);
            columns_.assign(record.cells.size(), fresh_guess());
            for (const RawCell& cell : record.cells)
                may_differ_.push_back(is_program_name(cell.text));
            return;
        }
        ++survey.rows;
        if (is_csv_) {
            look_at_width(record);
            const bool is_blank = columns_.size() == 1 && record.cells.size() == 1 &&
                                  record.cells[0].written == Written::missing;
            survey.blank_end = is_blank ? survey.blank_end + 1 : 0;
        } else if (record.cells.size() > columns_.size()) {
            // Rows before it have no value there.
            ColumnGuess later = fresh_guess();
            if (survey.rows > 1) later.see({});
            columns_.resize(record.cells.size(), later);
        }
        const std::size_t count = std::min(columns_.size(), record.cells.size());
        for (std::size_t i = 0; i < count; ++i) columns_[i].see(record.cells[i]);
        if (!is_csv_) return;
        if (!survey.first_recurs) look_for_first(record, count);
        for (std::size_t i = 0; i < count; ++i)
            may_differ_[i] = may_differ_[i] && !is_program_name(record.cells[i].text);
    }

    TableSurvey finish(const std::vector<std::string>& json_names) {
        if (is_csv_ && !first_) fail_in_file(name_, "it is empty");
        if (!is_csv_ && survey.rows == 0)
            fail_in_file(name_, "there are no objects in it, and so no columns");
        survey.names = json_names;
        if (is_csv_) settle_header();
        survey.names = column_names(std::move(survey.names));
        if (survey.names.empty()) fail_in_file(name_, "its objects have no keys");
        const bool file_has_commas =
            std::any_of(columns_.begin(), columns_.end(),
                        [](const ColumnGuess& column) { return column.needs_commas(); });
        for (const ColumnGuess& column : columns_)
            survey.types.push_back(column.settle(file_has_commas));
        survey.first_is_key = survey.types[0].type == FileType::integer &&
                              columns_[0].is_rising_key() &&
                              lower_ascii(survey.names[0]).ends_with("id");
        return std::move(survey);
    }

    TableSurvey survey;

  private:
    ColumnGuess fresh_guess() const { return ColumnGuess(layout_.separator == ';'); }

    void demand_few_columns(std::size_t count) const {
        if (count <= max_file_columns) return;
        fail_in_file(
            name_, fmt::format("it has {} columns, and {} are the most", count, max_file_columns));
    }

    void look_at_width(const Record& record) {
        const std::size_t width = columns_.size();
        if (record.cells.size() < width) {
            if (survey.short_rows++ == 0) survey.first_short_line = record.line;
            for (std::size_t i = record.cells.size(); i < width; ++i) columns_[i].see({});
            return;
        }
        const auto surplus = record.cells.begin() + static_cast<std::ptrdiff_t>(width);
        if (std::all_of(surplus, record.cells.end(),
                        [](const RawCell& cell) { return without_blanks(cell.text).empty(); }))
            return;
        const std::string separator =
            layout_.separator == '\t' ? "a tab" : fmt::format("'{}'", layout_.separator);
        fail_in_file(name_, fmt::format("line {} has {} fields, but the first line has {} (the "
                                        "separator is {})",
                                        record.line, record.cells.size(), width, separator));
    }

    /// A name of a column is hardly one of its values.
    void look_for_first(const Record& record, std::size_t count) {
        const std::vector<RawCell>& first = first_->cells();
        for (std::size_t i = 0; i < count && !survey.first_recurs; ++i)
            survey.first_recurs = !first[i].text.empty() && first[i].text == record.cells[i].text;
    }

    /// Whether words above words are names all the same: one of them is a usual name, or they look
    /// as programs write names, and in some column nothing below does.
    bool reads_like_names(const std::vector<RawCell>& first) const {
        if (survey.first_recurs) return false;
        bool all_names = true, any_differs = false;
        for (std::size_t i = 0; i < first.size(); ++i) {
            if (is_usual_column_name(first[i].text)) return true;
            all_names &= is_program_name(first[i].text);
            any_differs |= may_differ_[i] && columns_[i].has_values();
        }
        return all_names && any_differs;
    }

    void settle_header() {
        const std::vector<RawCell>& first = first_->cells();
        const FirstRecord judged = judge_first_record(first, columns_);
        const bool any_below =
            std::any_of(columns_.begin(), columns_.end(),
                        [](const ColumnGuess& column) { return column.has_values(); });
        const bool is_guessed = judged == FirstRecord::guessed_header ||
                                (hides_rows_ && judged == FirstRecord::header && !any_below);
        survey.is_header_doubtful = is_guessed && !reads_like_names(first);
        survey.has_header =
            judged != FirstRecord::row && !(hides_rows_ && survey.is_header_doubtful);
        if (survey.has_header) {
            for (const RawCell& cell : first) survey.names.emplace_back(cell.text);
            return;
        }
        ++survey.rows;
        survey.names.resize(first.size());
        for (std::size_t i = 0; i < first.size(); ++i) columns_[i].see(first[i]);
    }

    const FileLayout& layout_;
    const std::string& name_;
    const bool is_csv_;
    std::optional<KeptRecord> first_;
    const bool hides_rows_;
    std::vector<bool> may_differ_;  // By column: the first looks like a name, and no other does.
    std::vector<ColumnGuess> columns_;
};

}

FileLayout find_layout(const ByteInput& input, DataFormat format, const std::string& name,
                       const std::stop_token& stop) {
    FileLayout layout{.format = format, .encoding = find_encoding(input, name, stop)};
    if (format == DataFormat::tsv) layout.separator = '\t';
    if (format == DataFormat::json) {
        if (layout.encoding == TextEncoding::broken_utf8)
            fail_in_file(name, "some bytes of it are not UTF-8, as those of JSON must be");
        return layout;
    }
    TextWindow window(input, layout.encoding);
    while (window.text().size() < sample_bytes && window.more()) {
    }
    const std::string_view sample = utf8_prefix(window.text(), sample_bytes);
    if (const std::optional<char> declared = declared_separator(sample)) {
        layout.separator = *declared;
    } else if (format == DataFormat::csv) {
        const bool is_whole = window.at_end() && sample.size() == window.text().size();
        layout.separator = guess_separator(sample, is_whole).separator;
    }
    return layout;
}

std::unique_ptr<RecordReader> make_record_reader(const ByteInput& input, const FileLayout& layout,
                                                 const std::string& name) {
    if (layout.format == DataFormat::json)
        return std::make_unique<JsonReader>(input, layout.encoding, name);
    return std::make_unique<CsvReader>(input, layout.encoding, layout.separator, name);
}

TableSurvey survey_table(RecordReader& reader, const SurveyedFile& file,
                         const std::stop_token& stop) {
    const std::string doing = "reading " + file.name;
    Surveyor surveyor(file);
    Record record;
    while (reader.next(record, stop)) {
        surveyor.see(record);
        if (surveyor.survey.rows % rows_between_reports == 0)
            file.report.progress(doing, surveyor.survey.rows);
    }
    return surveyor.finish(reader.names());
}

}
