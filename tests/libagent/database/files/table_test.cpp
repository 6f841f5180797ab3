#include "libagent/base/error.h"
#include "libagent/database/files/table_loader.h"
#include "libagent/database/files/table_survey.h"
#include "libagent/database/sqlite/sqlite_table_writer.h"
#include "tests/libagent/database/files/read_records.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;
using askdb::test::TempFolder;
using askdb::test::TextInput;

namespace {

struct QuietReport : LoadReport {
    void note(std::string_view) override {}
    void warning(std::string_view) override {}
    void progress(std::string_view doing, std::uint64_t rows) override {
        last = std::string(doing) + " " + std::to_string(rows);
    }
    void done() override {}

    std::string last;
};

const std::stop_token never;

TableSurvey survey_of(std::string text, bool hides_rows = false) {
    const TextInput input(std::move(text));
    QuietReport report;
    const FileLayout layout = find_layout(input, DataFormat::csv, "x.csv", {});
    const std::string name = "x.csv";
    return survey_table(
        *make_record_reader(input, layout, name),
        {.layout = layout, .name = name, .report = report, .hides_rows = hides_rows}, {});
}

/// Its text is another one when it is read for the second time, as when a program writes to it.
class ChangingInput : public ByteInput {
  public:
    void read(std::uint64_t offset, std::size_t most, std::string& into) const override {
        if (offset == 0 && most > 1'000) ++readings_;
        TextInput(readings_ > reading_before_the_last_ ? "a\nword\n" : "a\n1\n")
            .read(offset, most, into);
    }

  private:
    static constexpr int reading_before_the_last_ = 3;  // Encoding, separator, types.
    mutable int readings_ = 0;
};

}

TEST_CASE("table: a survey tells rows, names, types and the key", "[files]") {
    const TableSurvey survey = survey_of("order_id,total\n1,5\n2,6.25\n\n9,\n");

    CHECK(survey.has_header);
    CHECK(survey.rows == 3);
    CHECK(survey.names == std::vector<std::string>{"order_id", "total"});
    CHECK(survey.types[1].declared() == "DECIMAL(3,2)");
    CHECK(survey.first_is_key);
    CHECK_FALSE(survey_of("order_id\n2\n1\n").first_is_key);
    CHECK_FALSE(survey_of("year,x\n2001,1\n2002,2\n").first_is_key);
    CHECK(survey_of("1,a\n2,b\n").rows == 2);
}

TEST_CASE("table: where rows are hidden, no row is taken for names", "[files][share]") {
    for (const char* text :
         {"Carmen Ibanez,mechanic\nJonas Weber,pilot\n", "Carmen Ibanez,mechanic\n",
          "ann\nbob\nann\n", "ann,pilot\nbob,clerk\n"}) {
        INFO(text);
        const TableSurvey open = survey_of(text), hidden = survey_of(text, true);
        CHECK(open.has_header);
        CHECK_FALSE(hidden.has_header);
        CHECK(hidden.is_header_doubtful);
        CHECK(hidden.names.front() == "column1");
        CHECK(hidden.rows == open.rows + 1);
    }
    for (const char* text :
         {"Name,Job\nAna,pilot\n", "who,job\nAna,pilot\n", "Who,Hours\nAna,7\n", "id,name\n"}) {
        INFO(text);
        const TableSurvey hidden = survey_of(text, true);
        CHECK(hidden.has_header);
        CHECK_FALSE(hidden.is_header_doubtful);
    }
}

TEST_CASE("table: a decimal comma in one column makes points elsewhere no decimal ones",
          "[files]") {
    const TableSurvey survey = survey_of("a;b\n1,5;1.234\n2,5;5.678\n");

    CHECK(survey.types[0].has_decimal_comma);
    CHECK(survey.types[1].note == ColumnNote::both_marks);
}

TEST_CASE("table: a file that changes while it is read is an error", "[files]") {
    const TempFolder folder;
    SqliteTableWriter writer(folder.file("t.db"));
    QuietReport report;

    try {
        load_table({.name = "x.csv", .table = "x"}, ChangingInput(), {writer, report, never});
        FAIL("it was loaded");
    } catch (const Failure& failure) {
        CHECK(failure.error().message == "cannot read 'x.csv': it was changed meanwhile");
    }
}

TEST_CASE("table: progress is told while rows come", "[files]") {
    const TempFolder folder;
    SqliteTableWriter writer(folder.file("t.db"));
    QuietReport report;
    std::string text = "a\n";
    for (int i = 0; i < 40'000; ++i) text += "1\n";

    load_table({.name = "x.csv", .table = "x"}, TextInput(text), {writer, report, never});

    CHECK(report.last == "loading x.csv 32768");
}
