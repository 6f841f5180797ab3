#include "sessions/export/export_format.h"
#include "tests/support/kept_shop.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {
namespace {

std::string markdown_of(const session::Transcript& transcript, std::size_t rows = 3) {
    return find_export_format("markdown")
        ->make({.transcript = transcript, .artifacts = {}, .rows = [rows](std::string_view) {
                    return std::optional(test::kept_shop_rows(rows));
                }});
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("export to Markdown: question, answer, folded SQL, rows", "[sessions][export]") {
    const std::string text = markdown_of(test::kept_shop());

    CHECK(text.starts_with("# Revenue by region?\n\n2026-11-30 00:00 UTC · shop · 2 questions"));
    CHECK(contains(text, "\n## 1. Revenue by region?\n\n**North** leads with 1,200.\n"));
    CHECK(contains(text, "> ⚠ another model answered\n"));
    CHECK(contains(text, "<summary>SQL: r1 · shop · 3 rows · 4 ms</summary>\n\n```sql\nSELECT"));
    CHECK(contains(text, "| &lt;b>North&lt;/b> &amp; co 0 | 1200 |\n"));
    CHECK(contains(text, "*no answer: the model is away*\n"));
    CHECK_FALSE(contains(text, "Never mind"));
}

TEST_CASE("export to Markdown: no text becomes markup or ends a code block", "[sessions][export]") {
    session::Transcript transcript = test::kept_shop();
    transcript.turns.resize(1);
    transcript.turns[0].turn.question = "a *b* <script>\n# c";
    transcript.turns[0].turn.answer.workflow[0].sql = "SELECT '\n```\n' \x1b[2J";

    const std::string text = markdown_of(transcript);

    CHECK(
        contains(text, "## 1. a \\*b\\* &lt;script> \\# c…\n\n> a \\*b\\* &lt;script>\n> \\# c\n"));
    CHECK(contains(text, "````sql\nSELECT '\n```\n' \\x1b[2J\n````\n"));
}

TEST_CASE("export to Markdown: of many rows the first are in it", "[sessions][export]") {
    const std::string text = markdown_of(test::kept_shop(), 500);

    CHECK(contains(text, "co 199 |"));
    CHECK_FALSE(contains(text, "co 200 |"));
    CHECK(contains(text, "(the first 200 of 500 rows)"));
}

TEST_CASE("export to Markdown: what a person typed stands open, without an answer",
          "[sessions][export]") {
    session::Transcript transcript = test::kept_shop();
    transcript.turns = {test::typed_in_kept_shop()};

    const std::string text = markdown_of(transcript);

    CHECK(contains(text, "\n## 1. SQL\n\n```sql\nSELECT region\nFROM orders;\n```\n\n| region"));
    CHECK(text.ends_with("\n*r2 · shop · 3 rows · 5 ms*\n"));
    CHECK_FALSE(contains(text, "<details>"));
}

}
