#include "cli/repl/console.h"

#include "cli/signals.h"
#include "libagent/base/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <utility>

namespace askdb::cli::repl {
namespace {

/// How long an escape key may be the beginning of something longer, also over a slow line.
constexpr std::chrono::milliseconds doubt{50};
constexpr std::chrono::milliseconds tick_time{100};

void ignore_signal(int) {}

sigset_t signals_of_terminal(bool is_plain) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGWINCH);
    if (is_plain) return set;  // The terminal itself suspends.
    sigaddset(&set, SIGTSTP);
    sigaddset(&set, SIGCONT);
    return set;
}

int milliseconds_until(Screen::Clock::time_point when) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(when - Screen::Clock::now());
    return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

/// Signals of the keyboard do nothing to this program, and what they always do to programs that it
/// starts meanwhile.
class SignalsLent {
  public:
    SignalsLent() {
        struct sigaction nothing = {};
        nothing.sa_handler = ignore_signal;
        ::sigaction(SIGINT, &nothing, &interrupt_);
        ::sigaction(SIGQUIT, &nothing, &quit_);
        sigset_t set = signals_of_terminal(false);
        sigaddset(&set, SIGINT);
        sigaddset(&set, SIGQUIT);
        ::pthread_sigmask(SIG_UNBLOCK, &set, &mask_);
    }
    ~SignalsLent() {
        ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
        ::sigaction(SIGINT, &interrupt_, nullptr);
        ::sigaction(SIGQUIT, &quit_, nullptr);
    }
    SignalsLent(const SignalsLent&) = delete;
    SignalsLent& operator=(const SignalsLent&) = delete;

  private:
    struct sigaction interrupt_ = {};
    struct sigaction quit_ = {};
    sigset_t mask_ = {};
};

}

Console::Console(ConsoleSetup setup)
    : mailbox_(setup.mailbox),
      keyboard_(setup.keyboard),
      screen_(std::move(setup.screen)),
      signals_(setup.signals),
      mode_(keyboard_, STDOUT_FILENO, screen_.is_plain()) {
    setup.hooks.show_choices = [this](std::vector<std::string> choices) {
        screen_.set_choices(std::move(choices));
    };
    if (!screen_.is_plain()) editor_ = make_readline_editor(std::move(setup.hooks));
    if (!editor_) editor_ = make_plain_editor();
    const sigset_t set = signals_of_terminal(screen_.is_plain());
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signal_descriptor_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals_ == nullptr) return;
    signals_->give_interrupts_to([this] {
        if (!is_lent_) mailbox_.post([this] { was_interrupted_ = true; });
    });
    signals_->tidy_when_leaving([this] { mode_.restore(); });
}

Console::~Console() {
    if (signals_ != nullptr) {
        signals_->give_interrupts_to({});
        signals_->tidy_when_leaving({});
    }
    ::close(signal_descriptor_);
    const sigset_t set = signals_of_terminal(screen_.is_plain());
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void Console::begin_line(std::string prompt, std::string_view text) {
    prompt_ = std::move(prompt);
    screen_.set_prompt(prompt_);
    editor_->begin(text);
    refresh_input();
}

void Console::keep_line(std::string_view ending) {
    screen_.set_choices({});
    screen_.keep_input(ending);
    editor_->begin();
    refresh_input();
}

void Console::refresh_input() {
    screen_.set_input(editor_->line());
}

void Console::drop_typed() {
    ::tcflush(keyboard_, TCIFLUSH);
    editor_->drop_typed();
}

int Console::patience() const {
    int least = -1;
    const auto at_most = [&](int milliseconds) {
        least = least < 0 ? milliseconds : std::min(least, milliseconds);
    };
    if (editor_->is_in_doubt()) at_most(static_cast<int>(doubt.count()));
    if (tick_) at_most(milliseconds_until(last_tick_ + tick_time));
    if (screen_.has_changed() && !screen_.is_plain())
        at_most(milliseconds_until(screen_.next_paint()));
    return least;
}

std::optional<Typed> Console::next() {
    if (std::exchange(was_interrupted_, false)) return TypedInterrupt{};
    if (std::exchange(has_ended_, false)) return TypedEnd{};
    std::optional<Typed> typed = editor_->next();
    if (!typed) {
        refresh_input();
        wait();
        typed = editor_->next();
    }
    if (typed && std::holds_alternative<TypedLine>(*typed)) {
        // The line that the editor has already let go of is what the screen shows.
        const std::string& text = std::get<TypedLine>(*typed).text;
        screen_.set_input({.text = text, .cursor = text.size()});
        screen_.end_plain_line();
        return typed;
    }
    refresh_input();
    if (typed && std::holds_alternative<TypedSuspend>(*typed)) suspend();
    if (typed && std::holds_alternative<TypedRedraw>(*typed)) screen_.clear_all();
    return typed;
}

void Console::wait() {
    if (screen_.has_changed() && Screen::Clock::now() >= screen_.next_paint()) screen_.paint();
    std::array<pollfd, 3> watched = {pollfd{keyboard_, POLLIN, 0},
                                     pollfd{mailbox_.descriptor(), POLLIN, 0},
                                     pollfd{signal_descriptor_, POLLIN, 0}};
    const int events = ::poll(watched.data(), watched.size(), patience());
    if (events == 0 && editor_->is_in_doubt()) editor_->settle();
    if (events > 0 && watched[0].revents != 0) read_keyboard();
    if (events > 0 && watched[1].revents != 0) mailbox_.run_all();
    if (events > 0 && watched[2].revents != 0) read_signals();
    if (tick_ && Screen::Clock::now() >= last_tick_ + tick_time) {
        last_tick_ = Screen::Clock::now();
        tick_();
    }
}

void Console::read_keyboard() {
    std::array<char, 16'384> bytes;
    const ssize_t count = ::read(keyboard_, bytes.data(), bytes.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (count <= 0) {
        has_ended_ = true;
        return;
    }
    editor_->take({bytes.data(), static_cast<std::size_t>(count)});
}

void Console::look_at_size() {
    winsize size = {};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return;
    const std::size_t rows = size.ws_row == 0 ? screen_.height() : size.ws_row;
    if (size.ws_col == screen_.width() && rows == screen_.height()) return;
    screen_.resize(size.ws_col, rows);
    if (sized_) sized_();
}

void Console::read_signals() {
    signalfd_siginfo info = {};
    while (::read(signal_descriptor_, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGWINCH) look_at_size();
        if (info.ssi_signo == SIGTSTP) suspend();
        if (info.ssi_signo == SIGCONT) {  // Somebody else had the terminal.
            mode_.enter();
            screen_.forget();
            look_at_size();
        }
    }
}

void Console::suspend() {
    screen_.clear();
    mode_.restore();
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    ::kill(0, SIGTSTP);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signalfd_siginfo info = {};
    while (::read(signal_descriptor_, &info, sizeof info) == sizeof info) {
    }
    mode_.enter();
    look_at_size();
    screen_.forget();
}

void Console::lend(const std::function<void()>& work) {
    screen_.clear();
    mode_.restore();
    is_lent_ = true;
    const auto take_back = [this] {
        is_lent_ = false;
        mode_.enter();
        look_at_size();
        screen_.forget();
    };
    try {
        const SignalsLent lent;
        work();
    } catch (...) {
        take_back();
        throw;
    }
    take_back();
}

}
