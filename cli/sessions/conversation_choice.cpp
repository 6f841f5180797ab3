#include "cli/sessions/conversation_choice.h"

#include "cli/args.h"
#include "cli/args_optional.h"
#include "cli/init/interview.h"
#include "cli/render/messages.h"
#include "cli/render/terminal.h"
#include "cli/session_wiring.h"
#include "cli/sessions/age_text.h"
#include "cli/sessions/named_session.h"
#include "cli/sessions/short_id.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <charconv>
#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr std::size_t offered_conversations = 12;

Error nothing_to_go_on_with() {
    return {Errc::usage, "there is no conversation to go on with yet",
            "begin one: askdb \"QUESTION\"; those that are kept: askdb sessions list"};
}

session::SessionKey newest(session::SessionArchive& archive, const std::string& user) {
    const session::SessionPage page = archive.list({.user = user, .limit = 1});
    if (page.sessions.empty()) throw Failure(nothing_to_go_on_with());
    return page.sessions.front().key;
}

std::string offer_of(const session::SessionSummary& summary, session::Moment now) {
    const std::string title = summary.title.empty() ? "(no title)" : visible(summary.title);
    return fmt::format("{}  {}, {} turn{}  {}", short_id(summary.key.id),
                       age_text(summary.updated_at, now), summary.turns,
                       summary.turns == 1 ? "" : "s", title);
}

/// The one whose number is typed; throws Stopped when the person goes: `q`, an empty line, Ctrl-D.
std::size_t ask_for_number(Interview& person, std::size_t count) {
    while (true) {
        const std::string typed = person.ask("Go on with which? (its number; Enter: none)");
        if (typed.empty() || lower_ascii(typed) == "q") throw Stopped();
        std::size_t number = 0;
        const char* const end = typed.data() + typed.size();
        const auto [last, failed] = std::from_chars(typed.data(), end, number);
        if (failed == std::errc() && last == end && number >= 1 && number <= count)
            return number - 1;
        person.say(fmt::format("a number from 1 to {}, or Enter to leave", count), Tone::warning);
    }
}

session::SessionKey picked(const CommandContext& context, session::SessionArchive& archive,
                           const std::string& user) {
    if (::isatty(STDIN_FILENO) != 1 || !context.terminal.on_stderr)
        throw Failure({Errc::usage, "'--resume' without an id lets you choose on a terminal",
                       "give the id: askdb sessions list; or go on with the newest: --continue"});
    const session::SessionPage page = archive.list({.user = user, .limit = offered_conversations});
    if (page.sessions.empty()) throw Failure(nothing_to_go_on_with());
    const auto person =
        make_terminal_interview(context.messages, context.terminal.on_stderr, context.stop);
    person->say("Conversations, the newest first:");
    for (std::size_t i = 0; i < page.sessions.size(); ++i)
        person->say(fmt::format("  {:>2}  {}", i + 1, offer_of(page.sessions[i], moment_now())));
    return page.sessions[ask_for_number(*person, page.sessions.size())].key;
}

}

bool names_conversation(const Args& args) {
    return args.continues || !args.resume.empty() || !args.session.empty();
}

ChosenConversation choose_conversation(const CommandContext& context,
                                       session::SessionArchive& archive) {
    const Args& args = context.args;
    const std::string user = session_user(context.environment);
    if (args.continues) return {newest(archive, user), true};
    if (args.resume == left_out_value) return {picked(context, archive, user), true};
    if (!args.resume.empty()) return {named_session(context, archive, args.resume).key, true};
    if (args.session.empty()) return {{user, session::new_session_id()}, false};
    const Result<session::SessionSummary> named = archive.find(user, args.session);
    const bool is_there = named && named.value().key.id == args.session;
    return {{user, args.session}, is_there};
}

}
