#include "libagent/database/files/table_loader.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"
#include "libagent/database/files/file_value.h"
#include "libagent/database/files/table_survey.h"
#include "libagent/database/sqlite/sqlite_table_writer.h"

#include <fmt/format.h>

namespace askdb::database {
namespace {

/// Puts one record after the other into the table.
class RowInserter {
  public:
    RowInserter(const TableInput& table, const TableSurvey& survey, SqliteTableWriter& writer)
        : table_(table), survey_(survey), writer_(writer), scratch_(survey.types.size()) {}

    void insert(const Record& record) {
        for (std::size_t i = 0; i < survey_.types.size(); ++i) {
            const RawCell cell = i < record.cells.size() ? record.cells[i] : RawCell{};
            bind(i, file_value(cell, survey_.types[i], scratch_[i]), record.line);
        }
        writer_.insert();
    }

    [[noreturn]] void fail_for_change() const {
        throw Failure({Errc::bad_input, fmt::format("cannot read '{}': it was changed meanwhile",
                                                    visible(table_.name))});
    }

  private:
    void bind(std::size_t column, const FileValue& value, std::uint64_t line) {
        switch (value.kind) {
            case FileValue::Kind::null: writer_.bind_null(column); return;
            case FileValue::Kind::integer: writer_.bind_integer(column, value.integer); return;
            case FileValue::Kind::real: writer_.bind_real(column, value.real); return;
            case FileValue::Kind::misfit: fail_for_change();
            case FileValue::Kind::text: break;
        }
        if (!writer_.bind_text(column, value.text)) {
            throw Failure({Errc::bad_input,
                           fmt::format("cannot read '{}': line {}: a value of {} bytes is too long",
                                       visible(table_.name), line, value.text.size())});
        }
    }

    const TableInput& table_;
    const TableSurvey& survey_;
    SqliteTableWriter& writer_;
    std::vector<std::string> scratch_;  ///< One for each column: all live until the insert.
};

constexpr std::size_t longest_name_told = 60;

/// Rows or names: that it is one of them is not certain.
void tell_of_first_line(const TableInput& table, const TableSurvey& survey, LoadReport& report) {
    const std::string file = visible(table.name);
    if (!survey.has_header) {
        report.note(
            fmt::format("{}: line 1 may hold names or be a row: read as a row, for rows are "
                        "not shared with models and names are; if it holds names, write "
                        "them like first_name",
                        file));
        return;
    }
    const std::string line =
        fmt::format("line 1 ('{}'{})", visible(clipped(survey.names[0], longest_name_told)),
                    survey.names.size() > 1 ? ", …" : "");
    report.note(survey.first_recurs
                    ? fmt::format("{}: {} holds words that stand below it again, and is read as "
                                  "names all the same; if it is a row, write names above it",
                                  file, line)
                    : fmt::format("{}: {} may be a row, and is read as names; if it is one, write "
                                  "names above it",
                                  file, line));
}

void tell(const TableInput& table, const FileLayout& layout, const TableSurvey& survey,
          LoadReport& report) {
    if (layout.encoding == TextEncoding::windows_1252) {
        report.note(fmt::format("{}: this is not UTF-8: read as Windows-1252 (Latin-1)",
                                visible(table.name)));
    }
    if (survey.is_header_doubtful) tell_of_first_line(table, survey, report);
    if (layout.encoding == TextEncoding::broken_utf8) {
        report.note(fmt::format("{}: some bytes of it are not UTF-8, and stay as they are",
                                visible(table.name)));
    }
    for (const std::string& note : column_notes(table.name, survey.names, survey.types))
        report.note(note);
    if (survey.blank_end > 0) {
        report.note(
            fmt::format("{}: its last {} blank: below one column each is a row without a "
                        "value (NULL)",
                        visible(table.name),
                        survey.blank_end == 1 ? std::string("line is")
                                              : with_thousands(survey.blank_end) + " lines are"));
    }
    if (survey.short_rows == 0) return;
    report.warning(
        fmt::format("{}: {} {} fewer fields than the first (the first of them is line "
                    "{}); what is missing is NULL",
                    visible(table.name), with_thousands(survey.short_rows),
                    survey.short_rows == 1 ? "line has" : "lines have", survey.first_short_line));
}

std::vector<SqliteTableWriter::Column> declared_columns(const TableSurvey& survey) {
    std::vector<SqliteTableWriter::Column> columns;
    for (std::size_t i = 0; i < survey.names.size(); ++i)
        columns.push_back({survey.names[i], survey.types[i].declared()});
    columns[0].is_key = survey.first_is_key;
    return columns;
}

}

void load_table(const TableInput& table, const ByteInput& input, const TableLoad& load) {
    const FileLayout layout = find_layout(input, table.format, table.name, load.stop);
    const TableSurvey survey = survey_table(*make_record_reader(input, layout, table.name),
                                            {.layout = layout,
                                             .name = table.name,
                                             .report = load.report,
                                             .hides_rows = load.hides_rows},
                                            load.stop);
    tell(table, layout, survey, load.report);
    load.writer.begin(table.table, declared_columns(survey));
    RowInserter inserter(table, survey, load.writer);
    const std::string doing = "loading " + table.name;
    const auto reader = make_record_reader(input, layout, table.name);
    Record record;
    if (survey.has_header) reader->next(record, load.stop);
    std::uint64_t rows = 0;
    while (reader->next(record, load.stop)) {
        inserter.insert(record);
        if (++rows % rows_between_reports == 0) load.report.progress(doing, rows);
    }
    if (rows != survey.rows || reader->names().size() > survey.names.size())
        inserter.fail_for_change();
    load.writer.end(rows);
}

}
