#include "libagent/results/writers/separated_values.h"

#include "libagent/database/database.h"
#include "libagent/database/files/file_source.h"
#include "tests/libagent/results/sample_rows.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace askdb::results;
using askdb::test::TempFolder;

TEST_CASE("separated values: askdb reads back what it wrote, as CSV and as TSV", "[results]") {
    const askdb::database::Rows rows =
        sample_rows({"id", "text, \"one\""}, {integer_cell("1"),  text_cell("a\tb"),
                                              integer_cell("2"),  text_cell("two\nlines"),
                                              integer_cell("3"),  text_cell("say \"hi\""),
                                              integer_cell("4"),  text_cell("c:\\new\\N"),
                                              integer_cell("5"),  null_cell,
                                              integer_cell("6"),  text_cell(""),
                                              integer_cell("7"),  text_cell("x\r\ny"),
                                              integer_cell("8"),  text_cell("1,5;2|3"),
                                              integer_cell("9"),  text_cell("\\t"),
                                              integer_cell("10"), text_cell(" \t ")});

    for (const std::string format : {"csv", "tsv"}) {
        INFO(format);
        const TempFolder folder, temp;
        const std::string path = folder.file("x." + format);
        std::ofstream(path, std::ios::binary) << written(format, rows);
        askdb::database::Database database(
            "x",
            askdb::database::make_file_source(
                {.files = {{.path = path, .format = *askdb::database::data_format_of_name(path)}},
                 .temp_folder = temp.path()}));

        const auto back = database.query("SELECT * FROM x", {}, {}).value_or_throw();

        CHECK(written("json", back) == written("json", rows));
    }
}
