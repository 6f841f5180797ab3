#include "cli/sessions/named_session.h"

#include "cli/args.h"
#include "cli/session_wiring.h"

#include <utility>

namespace askdb::cli {

std::string named_user(const CommandContext& context) {
    return context.args.user.empty() ? session_user(context.environment) : context.args.user;
}

std::optional<std::string> named_users(const CommandContext& context) {
    if (context.args.all_users) return std::nullopt;
    return named_user(context);
}

session::SessionSummary named_session(const CommandContext& context,
                                      session::SessionArchive& archive, std::string_view id) {
    const std::string user = named_user(context);
    if (id.empty()) {
        session::SessionPage page = archive.list({.user = user, .limit = 1});
        if (!page.sessions.empty()) return std::move(page.sessions.front());
        throw Failure(
            {Errc::usage, "no conversation is kept yet", "askdb \"QUESTION\" begins one"});
    }
    Result<session::SessionSummary> found = archive.find(user, id);
    if (found) return std::move(found).value();
    Error error = found.error();  // What was typed names nothing: a wrong argument.
    if (error.code == Errc::bad_input) error.code = Errc::usage;
    throw Failure(std::move(error));
}

session::SessionSummary named_session(const CommandContext& context,
                                      session::SessionArchive& archive) {
    const std::vector<std::string>& words = context.args.words;
    return named_session(context, archive, words.size() > 1 ? words[1] : std::string());
}

}
