#include "cli/render/messages.h"

#include "libagent/base/text.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr std::string_view erase_line = "\r\x1b[K";
constexpr std::string_view plain_again = "\x1b[0m";

}

std::string_view Messages::color_of(Tone tone) const {
    switch (tone) {
        case Tone::plain: return {};
        case Tone::dim: return theme_.on(Style::dim);
        case Tone::warning: return theme_.on(Style::warning);
        case Tone::error: return theme_.on(Style::error);
    }
    return {};
}

void Messages::redirect(MessageTaker* taker) {
    const std::lock_guard lock(mutex_);
    taker_ = taker;
}

void Messages::hide_secret(std::string secret) {
    if (secret.empty()) return;
    const std::lock_guard lock(mutex_);
    secrets_.push_back(std::move(secret));
}

std::string Messages::without_secrets(std::string text) {
    const std::lock_guard lock(mutex_);
    return redacted(std::move(text), secrets_);
}

void Messages::use_theme(Theme theme) {
    const std::lock_guard lock(mutex_);
    theme_ = std::move(theme);
}

void Messages::say(std::string_view text, Tone tone) {
    write_line(text, tone, "\n");
}

void Messages::ask(std::string_view text, Tone tone) {
    write_line(text, tone, " ");
}

void Messages::write_line(std::string_view text, Tone tone, std::string_view end) {
    const std::lock_guard lock(mutex_);
    const std::string_view color = color_ ? color_of(tone) : std::string_view();
    std::string harmless = visible(redacted(std::string(text), secrets_), true);
    if (taker_ != nullptr) return taker_->take_message(std::move(harmless), tone);
    std::string out(spinner_shown_ ? erase_line : std::string_view());
    spinner_shown_ = false;
    out += color;
    out += harmless;
    if (!color.empty()) out += plain_again;
    out += end;
    write_all(out);
}

void Messages::show_spinner(std::string_view line) {
    const std::lock_guard lock(mutex_);
    if (taker_ != nullptr)
        return taker_->take_spinner(visible(redacted(std::string(line), secrets_)));
    if (line.empty() && !spinner_shown_) return;
    spinner_shown_ = !line.empty();
    std::string out(erase_line);
    if (!line.empty() && color_) out += color_of(Tone::dim);
    out += visible(redacted(std::string(line), secrets_));
    if (!line.empty() && color_) out += plain_again;
    write_all(out);
}

void Messages::write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            pollfd ready = {descriptor_, POLLOUT, 0};
            ::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return;
        }
    }
}

}
