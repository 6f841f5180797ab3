#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/rows_output.h"
#include "cli/render/terminal.h"
#include "cli/render/theme.h"
#include "cli/session_wiring.h"
#include "cli/sessions/age_text.h"
#include "cli/sessions/amounts.h"
#include "cli/sessions/named_session.h"
#include "cli/sessions/reports_json.h"
#include "cli/sessions/short_id.h"
#include "libagent/base/text.h"
#include "sessions/moment_text.h"

#include <fmt/format.h>

#include <span>

namespace askdb::cli {
namespace {

using database::Kind;

database::Rows rows_of_hits(const std::vector<session::SearchHit>& hits) {
    database::Rows rows;
    for (const char* name : {"id", "turn", "type", "at", "excerpt"})
        rows.columns.push_back({.name = name, .declared_type = {}});
    for (const session::SearchHit& hit : hits) {
        rows.append(Kind::text, hit.key.id);
        rows.append(Kind::integer, std::to_string(hit.turn));
        rows.append(Kind::text, session::name_of(hit.type));
        rows.append(Kind::text, sessions::iso_text(hit.at));
        rows.append(Kind::text, hit.excerpt);
    }
    rows.settle_kinds();
    return rows;
}

/// The excerpt with the words in strong letters.
std::string marked_excerpt(const session::SearchHit& hit, const Theme& theme) {
    std::string out;
    std::size_t done = 0;
    const std::string_view text = hit.excerpt;
    for (const auto& [begin, end] : hit.marks) {
        if (begin < done || end < begin || end > text.size()) continue;
        out += visible(text.substr(done, begin - done));
        out += theme.paint(Style::strong, visible(text.substr(begin, end - begin)));
        done = end;
    }
    return out + visible(text.substr(done));
}

/// For a person: where it is, and below it the words in their sentence.
std::string hit_lines(const session::SearchHit& hit, const Theme& theme, session::Moment now) {
    const std::string id = short_id(hit.key.id);
    const std::string title = hit.title.empty() ? "(no title)" : hit.title;
    const std::string where =
        fmt::format("{}  turn {}, {}", visible(title), hit.turn, age_text(hit.at, now));
    return fmt::format("{}  {}\n    {}\n", theme.paint(Style::code, visible(id)),
                       theme.paint(Style::dim, where), marked_excerpt(hit, theme));
}

}

int run_sessions_search(const CommandContext& context) {
    const auto archive = wire_sessions_or_throw(context);
    const std::span<const std::string> words(context.args.words);
    const session::SearchResult result =
        archive->search({.user = named_users(context),
                         .words = join(words.subspan(1), " "),
                         .limit = read_limit(context.args.limit).value_or_throw()});
    if (context.args.output_format == OutputFormat::json) {
        print_hits_json(context.output, result);
        return exit_answered;
    }
    const bool for_person = context.terminal.on_stdout && context.args.data.empty();
    int code = exit_answered;
    if (for_person) {
        const Theme theme =
            choose_theme(context.environment, context.terminal, context.config.theme);
        for (const session::SearchHit& hit : result.hits)
            context.output.write(hit_lines(hit, theme, moment_now()));
        context.output.flush();
    } else {
        code = print_rows(context, rows_of_hits(result.hits), "");
    }
    if (result.was_scanned && !context.args.quiet)
        context.messages.say("the texts are encrypted: all of them were read for this", Tone::dim);
    if (result.hits.empty() && !context.args.quiet)
        context.messages.say("no conversation has all of these words", Tone::dim);
    return code;
}

}
