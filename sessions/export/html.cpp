#include "libagent/base/text.h"
#include "libagent/chat/annotated_answer.h"
#include "libagent/results/writers/document_parts.h"
#include "sessions/export/export_format.h"
#include "sessions/export/html_markdown.h"
#include "sessions/export/html_style.h"
#include "sessions/export/html_text.h"
#include "sessions/export/turn_parts.h"
#include "sessions/title.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::sessions {
namespace {

/// Nothing is fetched and nothing runs, whatever the conversation holds.
constexpr std::string_view head_of_page = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="askdb">
)";

/// A short conversation is its own list.
constexpr std::size_t fewest_listed_turns = 3;

class HtmlPage {
  public:
    explicit HtmlPage(const ExportInput& input)
        : input_(input), turns_(shown_turns(input.transcript)) {}

    std::string make();

  private:
    void add_head();
    void add_list();
    void add_turn(const session::KeptTurn& turn, std::size_t number);
    void add_own_statement(const session::KeptTurn& turn, std::size_t number);
    void add_answer(const session::KeptTurn& turn);
    void add_step(const session::KeptTurn& turn, const chat::Step& step);
    void add_rows(const database::Rows& rows);
    void add_cell(const database::Cell& cell, bool is_number_column);

    const ExportInput& input_;
    std::vector<const session::KeptTurn*> turns_;
    std::string out_;
};

std::string HtmlPage::make() {
    add_head();
    add_list();
    out_ += "</header>\n";
    for (std::size_t i = 0; i < turns_.size(); ++i) add_turn(*turns_[i], i + 1);
    out_ += fmt::format("<footer>askdb conversation {}</footer>\n</main>\n</body>\n</html>\n",
                        html_text(input_.transcript.summary.key.id));
    return std::move(out_);
}

void HtmlPage::add_head() {
    const std::string title = html_text(title_or_usual(input_.transcript));
    out_ += head_of_page;
    out_ += fmt::format("<title>{}</title>\n<style>", title);
    out_ += html_style();
    out_ += fmt::format(
        "</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{}</h1>\n"
        "<div class=\"facts\">{}</div>\n",
        title, html_text(conversation_facts(input_.transcript)));
}

void HtmlPage::add_list() {
    if (turns_.size() < fewest_listed_turns) return;
    out_ += "<nav aria-label=\"Questions\"><ol>\n";
    for (std::size_t i = 0; i < turns_.size(); ++i)
        out_ += fmt::format("<li><a href=\"#turn-{}\">{}</a></li>\n", i + 1,
                            html_text(title_of(turns_[i]->turn.question)));
    out_ += "</ol></nav>\n";
}

void HtmlPage::add_turn(const session::KeptTurn& turn, std::size_t number) {
    if (is_statement(turn)) return add_own_statement(turn, number);
    out_ += fmt::format(
        "<section id=\"turn-{0}\">\n<h2><span class=\"at\">{0}</span>"
        "<span>{1}</span></h2>\n",
        number, html_text(trim(turn.turn.question)));
    add_answer(turn);
    for (const std::string& remark : remarks_on(turn.turn.answer))
        out_ += fmt::format("<p class=\"remark\">⚠ {}</p>\n", html_text(remark));
    for (const chat::Step* step : statements_of(turn)) add_step(turn, *step);
    if (const std::string facts = answer_facts(turn); !facts.empty())
        out_ += fmt::format("<div class=\"facts\">{}</div>\n", html_text(facts));
    out_ += "</section>\n";
}

/// Nothing is folded: statement and rows are all that there is.
void HtmlPage::add_own_statement(const session::KeptTurn& turn, std::size_t number) {
    const chat::Step& step = *statements_of(turn).front();
    out_ += fmt::format(
        "<section id=\"turn-{0}\">\n<h2><span class=\"at\">{0}</span><span>SQL</span></h2>\n"
        "<pre><code>{1}</code></pre>\n",
        number, html_sql(trim(step.sql)));
    const std::optional<database::Rows> rows = input_.rows_of(step.handle);
    if (rows && rows->column_count() > 0) add_rows(*rows);
    if (const std::string facts = statement_facts(step); !facts.empty())
        out_ += fmt::format("<div class=\"facts\">{}</div>\n", html_text(facts));
    out_ += "</section>\n";
}

void HtmlPage::add_answer(const session::KeptTurn& turn) {
    const std::string missing = missing_answer(turn);
    if (missing.empty()) {
        out_ += fmt::format("<div class=\"answer\">\n{}</div>\n",
                            html_markdown(chat::annotated_response(turn.turn.answer, false)));
    } else {
        out_ += fmt::format("<p class=\"none\">{}</p>\n", html_text(missing));
    }
}

/// SQL is folded. The rows behind the answer stand open, unless its words have them already.
void HtmlPage::add_step(const session::KeptTurn& turn, const chat::Step& step) {
    const std::string facts = html_text(statement_facts(step));
    out_ += fmt::format(
        "<details>\n<summary><b>SQL</b> {}</summary>\n<pre><code>{}</code></pre>\n"
        "</details>\n",
        facts, html_sql(trim(step.sql)));
    const std::optional<database::Rows> rows = input_.rows_of(step.handle);
    if (!rows || rows->column_count() == 0) return;
    const chat::Answer& answer = turn.turn.answer;
    const bool is_in_words = answer.response.find("\n|") != std::string::npos ||
                             answer.response.starts_with('|') || rows->row_count() < 2;
    out_ += fmt::format("<details{}>\n<summary><b>Result {}</b> {}</summary>\n",
                        step.handle == answer.handle && !is_in_words ? " open" : "",
                        html_text(step.handle),
                        results::row_count_text(rows->row_count(), rows->truncated));
    add_rows(*rows);
    out_ += "</details>\n";
}

void HtmlPage::add_rows(const database::Rows& rows) {
    const std::size_t shown = std::min(rows.row_count(), exported_rows);
    const std::vector<bool> numbers = results::number_columns(rows.columns, rows);
    out_ += "<div class=\"wide\"><table>\n<thead>\n<tr>";
    for (std::size_t column = 0; column < rows.column_count(); ++column)
        out_ +=
            fmt::format("<th scope=\"col\"{}>{}</th>", numbers[column] ? " class=\"number\"" : "",
                        html_text(rows.columns[column].name));
    out_ += "</tr>\n</thead>\n<tbody>\n";
    for (std::size_t row = 0; row < shown; ++row) {
        out_ += "<tr>";
        for (std::size_t column = 0; column < rows.column_count(); ++column)
            add_cell(rows.cell(row, column), numbers[column]);
        out_ += "</tr>\n";
    }
    out_ += "</tbody>\n</table></div>\n";
    if (shown < rows.row_count())
        out_ += fmt::format("<p class=\"rest\">The first {} of {} rows.</p>\n",
                            with_thousands(shown), with_thousands(rows.row_count()));
}

void HtmlPage::add_cell(const database::Cell& cell, bool is_number_column) {
    const bool is_number = cell.is_null() ? is_number_column : database::is_number(cell.kind);
    const std::string_view look = cell.is_null()
                                      ? (is_number ? " class=\"null number\"" : " class=\"null\"")
                                      : (is_number ? " class=\"number\"" : "");
    out_ += fmt::format("<td{}>{}</td>", look, html_text(results::document_text(cell, "NULL")));
}

std::string make_html_page(const ExportInput& input) {
    return HtmlPage(input).make();
}

}

extern const ExportFormat html_export = {
    .name = "html",
    .summary = "one page for a browser, light or dark, on paper too, without scripts",
    .extensions = "html htm",
    .make = make_html_page,
};

}
