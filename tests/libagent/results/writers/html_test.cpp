#include "tests/libagent/results/nasty_rows.h"

#include <catch2/catch.hpp>

#include <set>

using namespace askdb::results;
using askdb::database::Rows;

namespace {

std::size_t count_of(std::string_view part, std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; ++at) ++count;
    return count;
}

/// The names of all tags, in the way a browser finds them: whatever begins with `<`.
std::set<std::string> tags_of(std::string_view text) {
    std::set<std::string> names;
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string_view::npos; ++at) {
        const std::size_t begin = at + (text.substr(at).starts_with("</") ? 2 : 1);
        names.emplace(text.substr(begin, text.find_first_of(" >\n", begin) - begin));
    }
    return names;
}

}

TEST_CASE("html: a document that stands for itself, with a table that can be read aloud",
          "[results]") {
    const Rows rows = sample_rows({"site", "orders"}, {text_cell("Brno & Lyon"), integer_cell("12"),
                                                       text_cell(""), null_cell});

    const std::string text =
        written("html", rows, {.null_text = "NULL", .title = "Orders <by> \"site\""});

    CHECK_THAT(text, Catch::StartsWith("<!DOCTYPE html>\n<html lang=\"en\">\n"));
    CHECK_THAT(text, Catch::Contains("<meta charset=\"utf-8\">"));
    CHECK_THAT(text, Catch::Contains("<title>Orders &lt;by&gt; &quot;site&quot;</title>"));
    CHECK_THAT(text, Catch::Contains("color-scheme: light dark"));
    CHECK_THAT(text, Catch::Contains("<tr><th scope=\"col\">site</th>"
                                     "<th scope=\"col\" class=\"number\">orders</th></tr>"));
    CHECK_THAT(text,
               Catch::Contains("<tr><td>Brno &amp; Lyon</td><td class=\"number\">12</td></tr>"));
    CHECK_THAT(text, Catch::Contains("<tr><td></td><td class=\"null\">NULL</td></tr>"));
    CHECK_THAT(text, Catch::Contains("<p>2 rows</p>"));
    CHECK_THAT(text, Catch::EndsWith("</html>\n"));
}

TEST_CASE("html: no cell, name or title brings a tag of its own", "[results]") {
    Rows rows = nasty_rows();
    rows.truncated = true;

    const std::string text = written("html", rows, {.title = "</title><script>"});

    CHECK(tags_of(text) == std::set<std::string>{"!DOCTYPE", "html", "head", "meta", "title",
                                                 "style", "body", "table", "caption", "thead", "tr",
                                                 "th", "tbody", "td", "p"});
    CHECK(count_of("<td", text) == rows.cell_count());
    CHECK_THAT(text, Catch::Contains("<p>first 3 rows; more were there</p>"));
}

TEST_CASE("html: without rows there is the head, without columns no table", "[results]") {
    const std::string no_rows = written("html", sample_rows({"a"}, {}));
    const std::string no_columns = written("html", Rows());

    CHECK_THAT(no_rows, Catch::Contains("<th scope=\"col\">a</th>") && Catch::Contains("0 rows"));
    CHECK(count_of("<tbody>", no_rows) == count_of("</tbody>", no_rows));
    CHECK(count_of("<table>", no_columns) == 0);
    CHECK_THAT(no_columns, Catch::EndsWith("</html>\n"));
}
