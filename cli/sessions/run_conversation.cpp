#include "cli/sessions/run_conversation.h"

#include "cli/args.h"
#include "cli/render/messages.h"
#include "cli/session_wiring.h"
#include "cli/sessions/retention.h"
#include "libagent/loop/resume.h"
#include "sessions/memory_store.h"
#include "sessions/no_store.h"

#include <fmt/format.h>

#include <utility>

namespace askdb::cli {

namespace {

void tell_not_kept(const CommandContext& context, const Error& why) {
    context.messages.say(fmt::format("⚠ conversations are not kept: {}", why.message),
                         Tone::warning);
}

}

std::unique_ptr<session::SessionArchive> wire_sessions_of_run(const CommandContext& context) {
    const bool is_named = names_conversation(context.args);
    if (context.args.ephemeral) return sessions::make_memory_store();
    if (const auto why = why_nothing_is_kept(context.config, context.environment)) {
        if (is_named) throw Failure(*why);
        return sessions::make_memory_store();
    }
    try {
        auto archive = wire_sessions_or_throw(context);
        archive->list({.user = session_user(context.environment), .limit = 1});  // Opens it.
        return archive;
    } catch (const Failure& failure) {
        if (is_named) throw;
        tell_not_kept(context, failure.error());
        return sessions::make_memory_store();
    }
}

RunConversation::RunConversation(const CommandContext& context) : context_(context) {
    const Args& args = context.args;
    const bool is_named = names_conversation(args);
    const std::optional<Error> why_not = why_nothing_is_kept(context.config, context.environment);
    if (is_named && why_not) throw Failure(*why_not);
    if (args.ephemeral || why_not) {
        keep_nothing();
        return;
    }
    Result<std::unique_ptr<session::SessionArchive>> archive = wire_sessions(context);
    if (!archive) {
        if (is_named) throw Failure(archive.error());
        context.messages.say(
            fmt::format("⚠ this conversation is not kept: {}", archive.error().message),
            Tone::warning);
        keep_nothing();
        return;
    }
    archive_ = std::move(archive).value();
    chosen_ = choose_conversation(context, *archive_);
    store_ = archive_.get();
    if (!is_named) store_ = &forgiving_.emplace(*archive_, context.messages);
    if (args.verbose) context.messages.say("conversation: " + chosen_.key.id, Tone::dim);
}

void RunConversation::keep_nothing() {
    no_store_ = sessions::make_no_store();
    chosen_ = {{{}, session::new_session_id()}, false};
    store_ = no_store_.get();
}

void RunConversation::restore(loop::Conversation& conversation) {
    if (!chosen_.is_resumed) return;
    for (const Error& error : loop::resume(conversation, *archive_))
        context_.messages.say("⚠ " + error.message, Tone::warning);
}

void RunConversation::tidy_up() {
    const bool is_kept = archive_ != nullptr && (!forgiving_ || forgiving_->is_kept());
    if (is_kept) apply_retention(context_, *archive_, chosen_.key);
}

}
