#include "sessions/export/export_format.h"

#include "tests/support/kept_shop.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("export: formats are found by name and by the name of a file", "[sessions][export]") {
    CHECK(find_export_format("html")->name == "html");
    CHECK(find_export_format("HTML")->name == "html");
    CHECK(find_export_format("md")->name == "markdown");
    CHECK(find_export_format("pdf") == nullptr);
    CHECK(find_export_format_of_file("/x/Report.HTM")->name == "html");
    CHECK(find_export_format_of_file("a.b/notes") == nullptr);
    CHECK(find_export_format_of_file("x.md")->name == "markdown");
    CHECK(find_export_format_of_file("") == nullptr);
}

TEST_CASE("export: every format makes a whole document of any conversation", "[sessions][export]") {
    const session::Transcript nothing{};
    const session::Transcript shop = test::kept_shop();
    for (const ExportFormat* format : all_export_formats()) {
        INFO(format->name);
        CHECK(format->make({.transcript = nothing, .artifacts = {}}).ends_with('\n'));
        const std::string document =
            format->make({.transcript = shop, .artifacts = {}, .rows = [](std::string_view) {
                              return std::optional(test::kept_shop_rows());
                          }});
        CHECK(document.ends_with('\n'));
        CHECK(document.find("Revenue by region?") != std::string::npos);
        CHECK(document.find("the model is away") != std::string::npos);
    }
}

}
