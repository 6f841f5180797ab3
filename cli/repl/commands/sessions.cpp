#include "cli/render/rows_output.h"
#include "cli/repl/kept_turns.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "cli/sessions/age_text.h"
#include "cli/sessions/short_id.h"
#include "libagent/base/text.h"

namespace askdb::cli::repl {
namespace {

using database::Kind;

constexpr std::size_t title_columns = 48;
constexpr std::size_t excerpt_columns = 56;

database::Rows session_list(const session::SessionPage& page, const std::string& here) {
    database::Rows rows;
    for (const char* name : {"id", "last_turn", "turns", "title"})
        rows.columns.push_back({.name = name});
    for (const session::SessionSummary& summary : page.sessions) {
        rows.append(Kind::text, short_id(summary.key.id) + (summary.key.id == here ? " *" : ""));
        rows.append(Kind::text, age_text(summary.updated_at, moment_now()));
        rows.append(Kind::integer, std::to_string(summary.turns));
        append_or_null(rows, short_line(summary.title, title_columns));
    }
    rows.settle_kinds();
    return rows;
}

void show_found(Shell& shell, std::string_view words) {
    session::SearchResult result;
    shell.wait("searching", [&](const std::stop_token&) {
        result = shell.archive().search(
            {.user = shell.conversation().user, .words = std::string(words)});
    });
    if (result.was_scanned)
        shell.say("The texts are encrypted and have no index: all were read.", Tone::dim);
    if (result.hits.empty()) return shell.say("Nothing was found.");
    database::Rows rows;
    for (const char* name : {"id", "turn", "when", "text"}) rows.columns.push_back({.name = name});
    for (const session::SearchHit& hit : result.hits) {
        rows.append(Kind::text, short_id(hit.key.id));
        rows.append(Kind::integer, std::to_string(hit.turn));
        rows.append(Kind::text, age_text(hit.at, moment_now()));
        rows.append(Kind::text, short_line(hit.excerpt, excerpt_columns));
    }
    rows.settle_kinds();
    shell.show_rows(rows, "");
}

void run_sessions_command(Shell& shell, std::string_view arguments) {
    constexpr std::size_t most = 20;
    if (!trim(arguments).empty()) return show_found(shell, trim(arguments));
    session::SessionPage page;
    shell.wait("reading the conversations", [&](const std::stop_token&) {
        page = shell.archive().list({.user = shell.conversation().user, .limit = most});
    });
    if (page.sessions.empty()) return shell.say("No conversation is kept yet.");
    shell.show_rows(session_list(page, shell.conversation().session_id), "");
    if (!page.next.empty()) shell.say("There are older ones: askdb sessions list", Tone::dim);
}

}

extern const SlashCommand sessions_command = {
    .name = "sessions",
    .aliases = "",
    .arguments = "[WORDS]",
    .completes = Argument::text,
    .group = "Conversation",
    .summary = "kept conversations, or where WORDS occur",
    .details =
        "The newest first; the one marked * is this one. With WORDS, questions and\n"
        "answers are searched for all of them; the last may be a word's beginning.\n"
        "To go on with one: /resume ID",
    .run = run_sessions_command,
};

}
