#include "cli/terminal_approver.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

using AnswerClock = std::chrono::steady_clock;

constexpr std::string_view margin = "  | ";
constexpr std::size_t usual_width = 80;
constexpr std::size_t narrowest_text = 20;
constexpr std::size_t longest_shown_whole = 6'000;
constexpr std::size_t shown_end_bytes = 2'000;

void append_framed(std::string& out, std::string_view text, std::size_t width) {
    for (const std::string& line : split(text, '\n')) {
        const std::string harmless = visible(line);
        std::string_view rest = harmless;
        do {
            std::string_view piece = display_prefix(rest, width);
            if (piece.empty()) piece = utf8_prefix(rest, width);
            out.append(margin).append(piece) += '\n';
            rest.remove_prefix(piece.size());
        } while (!rest.empty());
    }
}

/// One answer line, as much of it as may matter.
class AnswerLine {
  public:
    /// True when the line is whole; what is too long to be a yes is remembered as just that.
    bool feed(std::string_view typed) {
        for (const char c : typed) {
            if (c == '\n' || c == '\r') return true;
            constexpr std::size_t longest_answer = 16;
            if (text_.size() < longest_answer) text_ += c;
        }
        return false;
    }

    bool is_yes() const {
        const std::string answer = lower_ascii(trim(text_));
        return answer == "y" || answer == "yes";
    }

  private:
    std::string text_;
};

/// Waits for a typed line. Nothing when the time is over.
std::optional<bool> read_yes(int keyboard, AnswerClock::time_point deadline,
                             const std::stop_token& stop) {
    constexpr int look_every_ms = 50;
    AnswerLine line;
    std::array<char, 256> typed{};
    while (AnswerClock::now() < deadline) {
        throw_if_stopped(stop);
        pollfd ready = {keyboard, POLLIN, 0};
        const int events = ::poll(&ready, 1, look_every_ms);
        if (events <= 0) continue;
        const ssize_t count = ::read(keyboard, typed.data(), typed.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count <= 0) return false;  // Ctrl-D, or the terminal is gone.
        if (line.feed({typed.data(), static_cast<std::size_t>(count)})) return line.is_yes();
    }
    return std::nullopt;
}

}

std::string framed_statement(std::string_view sql, std::size_t width) {
    const std::size_t room = width == 0 ? usual_width : width;
    const std::size_t text_width =
        std::max(narrowest_text, room > margin.size() ? room - margin.size() - 1 : 0);
    const std::string text = valid_utf8(trim(sql));
    std::string out;
    if (text.size() <= longest_shown_whole) {
        append_framed(out, text, text_width);
        return out;
    }
    const std::string_view head = utf8_prefix(text, shown_end_bytes);
    const std::string_view tail = utf8_suffix(text, shown_end_bytes);
    append_framed(out, head, text_width);
    out += fmt::format("  … {} of {} bytes are not shown …\n",
                       text.size() - head.size() - tail.size(), text.size());
    append_framed(out, tail, text_width);
    return out;
}

TerminalApprover::TerminalApprover(Messages& messages, Progress& progress, const Terminal& terminal,
                                   int keyboard)
    : messages_(messages), progress_(progress), terminal_(terminal), keyboard_(keyboard) {}

TerminalApprover::TerminalApprover(Messages& messages, Progress& progress, const Terminal& terminal)
    : TerminalApprover(messages, progress, terminal, -1) {
    if (!terminal.on_stderr) return;  // Nobody would see the question.
    keyboard_ = ::open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);
    owns_keyboard_ = keyboard_ >= 0;
    if (keyboard_ < 0 && ::isatty(STDIN_FILENO) == 1) keyboard_ = STDIN_FILENO;
}

TerminalApprover::~TerminalApprover() {
    if (owns_keyboard_) ::close(keyboard_);
}

std::optional<Error> TerminalApprover::cannot_ask() const {
    if (keyboard_ >= 0) return std::nullopt;
    return Error{Errc::refused,
                 "a change must be approved at a terminal, and there is none: nothing was changed",
                 "run it in a terminal, with stderr on it"};
}

void TerminalApprover::show(const tools::WriteProposal& proposal) {
    const std::string verb = proposal.was_run ? "was run, and waits for a commit" : "is to run";
    messages_.say(fmt::format("This statement {} in '{}':", verb,
                              visible(clipped(proposal.database, usual_width))));
    std::string framed = framed_statement(proposal.sql, terminal_.stderr_width);
    framed.pop_back();
    messages_.say(framed);
    messages_.say(proposal.touches);
    for (const std::string& warning : proposal.warnings) {
        messages_.say("⚠ " + warning, Tone::warning);
    }
}

tools::Approval TerminalApprover::ask(const tools::WriteProposal& proposal, std::stop_token stop) {
    if (keyboard_ < 0) return tools::Approval::no;
    progress_.hide();
    show(proposal);
    // What was typed before the question was to be seen answers nothing.
    ::tcflush(keyboard_, TCIFLUSH);
    messages_.ask(proposal.was_run ? "commit? [y/N]" : "run it? [y/N]");
    std::optional<bool> is_yes;
    try {
        is_yes = read_yes(keyboard_, AnswerClock::now() + proposal.patience, stop);
    } catch (const Stopped&) {
        messages_.say("");
        throw;
    }
    if (!is_yes) {
        messages_.say("");
        return tools::Approval::no_answer;
    }
    return *is_yes ? tools::Approval::yes : tools::Approval::no;
}

}
