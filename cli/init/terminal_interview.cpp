#include "cli/init/interview.h"
#include "cli/input.h"
#include "libagent/base/error.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace askdb::cli {
namespace {

/// While it lives, the terminal does not show what is typed.
class HiddenTyping {
  public:
    explicit HiddenTyping(int terminal) : terminal_(terminal) {
        is_hidden_ = ::tcgetattr(terminal_, &before_) == 0;
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        hidden.c_lflag |= ECHONL;
        is_hidden_ = is_hidden_ && ::tcsetattr(terminal_, TCSAFLUSH, &hidden) == 0;
    }
    ~HiddenTyping() {
        if (is_hidden_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
    HiddenTyping(const HiddenTyping&) = delete;
    HiddenTyping& operator=(const HiddenTyping&) = delete;

  private:
    const int terminal_;
    termios before_ = {};
    bool is_hidden_ = false;
};

class TerminalInterview : public Interview {
  public:
    TerminalInterview(Messages& messages, std::stop_token stop)
        : messages_(messages), keyboard_(STDIN_FILENO, "the terminal", std::move(stop)) {}

    void say(std::string_view text, Tone tone) override { messages_.say(text, tone); }

    std::string ask(std::string_view question, std::string_view usual) override {
        const bool shows_usual = !usual.empty() && !question.ends_with(']');
        messages_.ask(shows_usual ? fmt::format("{} [{}]", question, usual)
                                  : std::string(question));
        const std::string typed(trim(read_line()));
        return typed.empty() ? std::string(usual) : typed;
    }

    std::string ask_secret(std::string_view question) override {
        // First: what is typed as soon as the question is there is neither shown nor thrown away.
        const HiddenTyping hidden(STDIN_FILENO);
        messages_.ask(question);
        return read_line();
    }

  private:
    /// Ends with the newline; throws Stopped at the end of input.
    std::string read_line() {
        constexpr std::size_t longest_line = 16u << 10;
        while (true) {
            const std::size_t end = typed_.find('\n');
            if (end != std::string::npos) {
                std::string line = typed_.substr(0, end);
                typed_.erase(0, end + 1);
                return valid_utf8(line);
            }
            std::array<char, 1024> piece{};
            try {
                const std::size_t count = keyboard_.read(piece).value_or_throw();
                if (count == 0 || typed_.size() > longest_line) throw Stopped();
                typed_.append(piece.data(), count);
            } catch (const Stopped&) {
                messages_.say("");
                throw;
            }
        }
    }

    Messages& messages_;
    StoppableReader keyboard_;
    std::string typed_;  ///< What was read beyond the last line.
};

}

std::unique_ptr<Interview> make_terminal_interview(Messages& messages, bool on_stderr,
                                                   std::stop_token stop) {
    if (::isatty(STDIN_FILENO) != 1 || !on_stderr)
        throw Failure(
            {Errc::usage, "'init' asks questions, and there is no terminal to ask them at",
             "write the configuration yourself: man askdb-config; where it goes: askdb "
             "config path; the example database without questions: askdb init --example"});
    return std::make_unique<TerminalInterview>(messages, std::move(stop));
}

}
