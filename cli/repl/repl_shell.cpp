#include "cli/repl/repl_shell.h"

#include "cli/args.h"
#include "cli/doors.h"
#include "cli/egress_log.h"
#include "cli/environment.h"
#include "cli/kept_folder.h"
#include "cli/render/markdown_stream.h"
#include "cli/render/terminal.h"
#include "cli/repl/completer.h"
#include "cli/repl/repl_hint.h"
#include "cli/repl/wrapped_text.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <unistd.h>
#include <utility>

namespace askdb::cli::repl {
namespace {

ScreenSetup screen_of(const CommandContext& context) {
    const Terminal& terminal = context.terminal;
    return {.descriptor = STDOUT_FILENO,
            .is_plain = terminal.is_dumb || !has_readline(),
            .theme = choose_theme(context.environment, terminal, context.config.theme),
            .width = std::max<std::size_t>(terminal.width, 1),
            .height = std::max<std::size_t>(terminal.height, 1)};
}

/// Empty where nobody has a place for it, and where what is typed may not lie there in clear.
std::string history_path(const CommandContext& context) {
    const std::string folder = folder_path(state_folder, context.environment);
    const bool is_encrypted = !context.config.sessions.encryption_key_command.empty();
    return folder.empty() || is_encrypted ? std::string() : folder + "/history";
}

std::unique_ptr<loop::Conversation> new_conversation(const session::SessionKey& key) {
    return std::unique_ptr<loop::Conversation>(
        new loop::Conversation{.session_id = key.id, .results = {}, .user = key.user});
}

/// RFC 4648, section 4.
std::string base64(std::string_view bytes) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = i; j < i + 3; ++j)
            group = group << 8 | (j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0u);
        const std::size_t known = std::min<std::size_t>(bytes.size() - i, 3) + 1;
        for (std::size_t j = 0; j < 4; ++j)
            text += j < known ? letters[group >> (18 - 6 * j) & 63] : '=';
    }
    return text;
}

Style style_of(Tone tone) {
    switch (tone) {
        case Tone::plain: return Style::plain;
        case Tone::dim: return Style::dim;
        case Tone::warning: return Style::warning;
        case Tone::error: return Style::error;
    }
    return Style::plain;
}

}

ReplShell::ReplShell(const CommandContext& context,
                     std::unique_ptr<session::SessionArchive> archive, ChosenConversation first)
    : context_(context),
      state_{.show = {.cite = context.args.cite, .strict = context.args.strict},
             .config = context.config},
      log_(context.messages, context.args.verbose,
           [this](std::string retry) { take_spinner(std::move(retry)); }),
      approver_(mailbox_,
                {.ask = [this](PersonApprover::Request r) { begin_approval(std::move(r)); },
                 .drop = [this](const PersonApprover::Request& r) { drop_approval(r); }}),
      archive_(std::move(archive)),
      first_(std::move(first)),
      conversation_(new_conversation(first_.key)),
      wired_databases_(state_.config.databases),
      wired_timeout_(state_.config.limits.timeout),
      wired_shows_values_(state_.config.sharing.shows_values()),
      ledger_(wire_ledger(context_)),
      wiring_(make_wiring(nullptr)),
      console_({.mailbox = mailbox_,
                .keyboard = STDIN_FILENO,
                .screen = screen_of(context),
                .hooks = editor_hooks(),
                .signals = context.signals}),
      history_(history_path(context)),
      typed_before_(history_.load()),
      on_stop_(context.stop, [this] { mailbox_.post([] {}); }),
      kept_words_(*archive_),
      catalogs_(mailbox_, [this](const CatalogLoader::News& news) { take_catalog(news); }) {
    console_.editor().set_history(typed_before_);
    console_.tell_of_size([this] { take_size(); });
    context_.messages.redirect(this);
}

ReplShell::~ReplShell() {
    catalogs_.stop();
    work_.reset();
    context_.messages.redirect(nullptr);
    mailbox_.run_all();  // What was said last.
    end_greeting();
}

void ReplShell::take_message(std::string text, Tone tone) {
    mailbox_.post([this, text = std::move(text), tone] { print_toned(text, tone); });
}

void ReplShell::take_spinner(std::string line) {
    mailbox_.post([this, line = std::move(line)] {
        if (!line.empty()) status_.doing = visible(line);
    });
}

void ReplShell::print_toned(const std::string& harmless, Tone tone) {
    end_greeting();
    const Theme& theme = console_.screen().theme();
    const std::size_t width = console_.screen().is_plain() ? 0 : console_.screen().width();
    for (const std::string& line : split(wrapped_text(harmless, width), '\n'))
        console_.screen().print(theme.paint(style_of(tone), line));
}

void ReplShell::say(std::string_view text, Tone tone) {
    std::string_view whole = text;
    if (whole.ends_with('\n')) whole.remove_suffix(1);
    print_toned(visible(context_.messages.without_secrets(std::string(whole)), true), tone);
}

void ReplShell::tell(const Error& error) {
    say(error.message, Tone::error);
    if (!error.hint.empty()) say("  " + repl_hint(error.hint), Tone::dim);
}

std::size_t ReplShell::columns() const {
    const Screen& screen = console_.screen();
    return screen.is_plain() || !state_.show.output_file.empty() ? 0 : screen.width();
}

void ReplShell::print(std::string_view text) {
    if (!state_.show.output_file.empty()) return write_to_file(text);
    show_text(visible(context_.messages.without_secrets(std::string(text)), true));
}

void ReplShell::print_markdown(std::string_view text) {
    if (!state_.show.output_file.empty()) return write_to_file(text);
    MarkdownStream stream({.width = console_.screen().width(),
                           .theme = console_.screen().theme(),
                           .dialect = &database().dialect()});
    stream.feed(text);
    stream.finish();
    show_text(stream.take_finished());
}

/// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Operating-System-Commands
bool ReplShell::copy_by_terminal(std::string_view text) {
    constexpr std::size_t most_bytes = 74'994;  // What xterm takes, in base64.
    if (console_.screen().is_plain() || text.size() > most_bytes) return false;
    console_.screen().send("\x1b]52;c;" + base64(text) + '\a');
    return true;
}

/// What is painted anew was laid out for the old width.
void ReplShell::take_size() {
    if (turn_) turn_->resized();
    if (greeting_) show_greeting();
    if (work_) tick();
    show_waiting();
}

std::string ReplShell::usual_prompt() const {
    constexpr std::size_t widest = 24;
    if (state_.config.databases.empty()) return "askdb> ";
    const std::string name = visible(wiring_->agent().databases.front()->name());
    return fmt::format("{}> ", display_prefix(name, widest));
}

EditorHooks ReplShell::editor_hooks() {
    return {.is_unfinished =
                [this](std::string_view text) { return is_unfinished(text, database().dialect()); },
            .complete = [this](std::string_view text,
                               std::size_t cursor) { return complete_line(text, cursor); },
            .show_choices = {}};
}

void ReplShell::begin_saved_line(const SavedLine& saved) {
    console_.begin_line(saved.prompt, saved.line.text);
    console_.editor().move_cursor(saved.line.cursor);
    console_.refresh_input();
}

void ReplShell::begin_conversation() {
    conversation_ = new_conversation({conversation_->user, session::new_session_id()});
    state_.last = {};
}

std::optional<std::string> ReplShell::ask_person(std::string_view prompt) {
    const SavedLine before{console_.prompt(), console_.editor().line()};
    console_.begin_line(visible(prompt));
    std::optional<std::string> answer;
    while (!has_left_ && !context_.stop.stop_requested()) {
        console_.show_prompt();
        const std::optional<Typed> typed = console_.next();
        if (!typed) continue;
        if (const auto* line = std::get_if<TypedLine>(&*typed)) {
            answer = line->text;
            console_.keep_line();
            break;
        }
        const bool is_no = std::holds_alternative<TypedInterrupt>(*typed) ||
                           std::holds_alternative<TypedEnd>(*typed);
        if (is_no) {
            console_.keep_line("^C");
            break;
        }
    }
    begin_saved_line(before);
    throw_if_stopped(context_.stop);
    return answer;
}

}
