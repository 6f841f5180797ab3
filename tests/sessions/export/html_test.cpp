#include "sessions/export/export_format.h"
#include "tests/support/kept_shop.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {
namespace {

std::string html_of(const session::Transcript& transcript, std::size_t rows = 3) {
    return find_export_format("html")->make(
        {.transcript = transcript, .artifacts = {}, .rows = [rows](std::string_view) {
             return std::optional(test::kept_shop_rows(rows));
         }});
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("export to HTML: a page that stands for itself and loads nothing", "[sessions][export]") {
    const std::string page = html_of(test::kept_shop());

    CHECK(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    CHECK(contains(page, "content=\"default-src 'none'; style-src 'unsafe-inline'"));
    CHECK_FALSE(contains(page, "<script"));
    CHECK_FALSE(contains(page, "src="));
    CHECK_FALSE(contains(page, "@import"));
    CHECK_FALSE(contains(page, "url("));
    CHECK(contains(page, "<title>Revenue by region?</title>"));
    CHECK(contains(page, "<p><strong>North</strong> leads with 1,200.</p>"));
    CHECK(contains(page, "<summary><b>SQL</b> r1 · shop · 3 rows · 4 ms</summary>"));
    CHECK(contains(page, "<span class=\"k\">SELECT</span> region"));
    CHECK(contains(page, "<td>&lt;b&gt;North&lt;/b&gt; &amp; co 0</td><td class=\"number\">1200"));
    CHECK(contains(page, "<td class=\"null number\">NULL</td>"));
    CHECK(contains(page, "<p class=\"none\">no answer: the model is away</p>"));
    CHECK(page.ends_with("</html>\n"));
}

TEST_CASE("export to HTML: whatever the texts hold, they stay texts", "[sessions][export]") {
    const std::string evil = "<img src=x onerror=alert(1)>\"'&\x1b[2J\u202e</title></style>";
    session::Transcript transcript = test::kept_shop();
    transcript.summary.title = transcript.summary.key.id = evil;
    transcript.summary.databases = {evil};
    session::KeptTurn& turn = transcript.turns[0];
    turn.turn.question = turn.turn.answer.response = turn.turn.answer.model = evil;
    turn.turn.answer.workflow[0].sql = turn.turn.answer.workflow[0].handle = evil;
    turn.turn.answer.warnings[0].message = evil;
    transcript.turns[1].why = evil;

    const std::string page = html_of(transcript);

    CHECK_FALSE(contains(page, "<img"));
    CHECK_FALSE(contains(page, "\x1b"));
    CHECK_FALSE(contains(page, "\u202e"));
    CHECK(page.find("</title>") == page.rfind("</title>"));
    CHECK(page.find("</style>") == page.rfind("</style>"));
}

TEST_CASE("export to HTML: of many rows the first are shown", "[sessions][export]") {
    const std::string page = html_of(test::kept_shop(), 500);

    CHECK(contains(page, "co 199<"));
    CHECK_FALSE(contains(page, "co 200<"));
    CHECK(contains(page, "The first 200 of 500 rows."));
    CHECK(contains(page, "<b>Result r1</b> 500 rows"));
}

TEST_CASE("export to HTML: what a person typed stands open, without an answer",
          "[sessions][export]") {
    session::Transcript transcript = test::kept_shop();
    transcript.turns = {test::typed_in_kept_shop("SELECT '<i>'")};

    const std::string page = html_of(transcript);

    CHECK(contains(page, "<span class=\"at\">1</span><span>SQL</span></h2>\n<pre><code>"));
    CHECK(contains(page, "&lt;i&gt;"));
    CHECK(contains(page, "<div class=\"facts\">r2 · shop · 3 rows · 5 ms</div>"));
    CHECK(contains(page, "<td class=\"number\">1200"));
    CHECK_FALSE(contains(page, "<details"));
    CHECK_FALSE(contains(page, "class=\"answer\""));
}

}
