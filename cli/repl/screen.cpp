#include "cli/repl/screen.h"

#include "cli/repl/input_rows.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace askdb::cli::repl {
namespace {

constexpr std::size_t most_waiting_rows = 3;

std::string as_continuation(std::string_view prompt) {
    constexpr std::string_view dots = "... ";
    const std::size_t width = display_width(prompt);
    return width < dots.size() ? std::string(width, ' ')
                               : std::string(width - dots.size(), ' ') + std::string(dots);
}

}

std::vector<std::string> in_columns(const std::vector<std::string>& texts, std::size_t width,
                                    std::size_t most_rows) {
    constexpr std::size_t gap = 2;
    std::size_t widest = 1;
    for (const std::string& text : texts) widest = std::max(widest, display_width(text));
    const std::size_t columns = std::max<std::size_t>(1, (width + gap - 1) / (widest + gap));
    const std::size_t rows = (texts.size() + columns - 1) / columns;
    const std::size_t shown = rows > most_rows && most_rows > 0 ? most_rows - 1 : rows;
    std::vector<std::string> out;
    for (std::size_t row = 0; row < shown; ++row) {
        std::string line;
        for (std::size_t i = row; i < texts.size(); i += rows) {
            const std::string_view text = display_prefix(texts[i], width > 1 ? width - 1 : 1);
            line.append(text);
            if (i + rows < texts.size()) line.append(widest + gap - display_width(text), ' ');
        }
        out.push_back(std::move(line));
    }
    if (shown < rows && most_rows > 0) out.push_back(fmt::format("… {} in all", texts.size()));
    return out;
}

Screen::Screen(ScreenSetup setup) : setup_(std::move(setup)) {}

Screen::~Screen() {
    tail_.clear();
    clear();
}

void Screen::print(std::string_view text) {
    if (setup_.is_plain) {
        std::string out(std::exchange(at_plain_prompt_, false) ? "\n" : "");
        out.append(text);
        if (!text.ends_with('\n')) out += '\n';
        return write(out);
    }
    above_.append(text);
    if (!text.ends_with('\n')) above_ += '\n';
    has_changed_ = true;
}

void Screen::set_tail(std::vector<std::string> rows) {
    has_changed_ = has_changed_ || rows != tail_;
    tail_ = std::move(rows);
}

void Screen::set_status(std::string row) {
    has_changed_ = has_changed_ || row != status_;
    status_ = std::move(row);
}

void Screen::set_waiting(std::vector<std::string> lines) {
    has_changed_ = has_changed_ || lines != waiting_;
    waiting_ = std::move(lines);
}

void Screen::set_choices(std::vector<std::string> choices) {
    has_changed_ = has_changed_ || choices != choices_;
    choices_ = std::move(choices);
}

void Screen::set_prompt(std::string prompt) {
    has_changed_ = has_changed_ || prompt != prompt_;
    prompt_ = std::move(prompt);
}

void Screen::set_input(EditedLine line) {
    has_changed_ = has_changed_ || line != input_;
    input_ = std::move(line);
}

void Screen::keep_input(std::string_view ending) {
    if (setup_.is_plain) return;
    const std::string continuation = as_continuation(prompt_);
    const Theme& theme = setup_.theme;
    std::string kept = theme.paint(Style::prompt, prompt_);
    for (const char c : visible(input_.text, true)) {
        kept += c;
        if (c == '\n') kept += theme.paint(Style::dim, continuation);
    }
    print(kept.append(ending));
    input_ = {};
}

std::size_t Screen::room_for_tail() const {
    const std::size_t taken = compose_below().rows.size();
    constexpr std::size_t spare = 1;
    return setup_.height > taken + spare ? setup_.height - taken - spare : 0;
}

void Screen::add_input(Frame& frame) const {
    const bool is_searching = !input_.note.empty();
    const std::string& prompt = is_searching ? input_.note : prompt_;
    const std::string continuation = as_continuation(prompt);
    const std::size_t most = std::max<std::size_t>(1, setup_.height * 2 / 3);
    InputRows input = lay_out_input(
        input_.text, input_.cursor,
        {.prompt = prompt, .continuation = continuation, .width = setup_.width, .most_rows = most});
    const Theme& theme = setup_.theme;
    for (std::string& row : input.rows) {
        const bool is_first = row.starts_with(prompt);
        const std::size_t painted = is_first                        ? prompt.size()
                                    : row.starts_with(continuation) ? continuation.size()
                                                                    : 0;
        row = theme.paint(is_first ? Style::prompt : Style::dim, row.substr(0, painted)) +
              row.substr(painted);
    }
    frame.cursor_row = frame.rows.size() + input.cursor_row;
    frame.cursor_column = input.cursor_column;
    std::move(input.rows.begin(), input.rows.end(), std::back_inserter(frame.rows));
}

std::vector<std::string> Screen::choice_rows(std::size_t most) const {
    if (choices_.empty() || most == 0) return {};
    std::vector<std::string> rows = in_columns(choices_, setup_.width, most);
    for (std::string& row : rows) row = setup_.theme.paint(Style::dim, row);
    return rows;
}

/// All but the tail.
Frame Screen::compose_below() const {
    Frame frame;
    const Theme& theme = setup_.theme;
    if (!status_.empty()) frame.rows.push_back(status_);
    for (std::size_t i = 0; i < std::min(waiting_.size(), most_waiting_rows); ++i)
        frame.rows.push_back(theme.paint(Style::dim, waiting_[i]));
    if (waiting_.size() > most_waiting_rows) {
        frame.rows.back() =
            theme.paint(Style::dim, fmt::format("… {} lines wait", waiting_.size()));
    }
    add_input(frame);
    const std::size_t left =
        setup_.height > frame.rows.size() ? setup_.height - frame.rows.size() : 0;
    for (std::string& row : choice_rows(left)) frame.rows.push_back(std::move(row));
    return frame;
}

Frame Screen::compose() const {
    Frame frame = compose_below();
    const std::size_t room =
        setup_.height > frame.rows.size() ? setup_.height - frame.rows.size() : 0;
    const std::size_t count = std::min(room, tail_.size());
    frame.rows.insert(frame.rows.begin(), tail_.end() - static_cast<std::ptrdiff_t>(count),
                      tail_.end());
    frame.cursor_row += count;
    return frame;
}

void Screen::resize(std::size_t width, std::size_t height) {
    setup_.width = width;
    setup_.height = height;
    painter_.resized(width);
    has_changed_ = true;
}

void Screen::paint() {
    if (setup_.is_plain || !has_changed_) return;
    write(painter_.paint(above_, compose()));
    above_.clear();
    has_changed_ = false;
    last_paint_ = Clock::now();
}

void Screen::show_plain_prompt() {
    if (!setup_.is_plain || std::exchange(at_plain_prompt_, true)) return;
    write(prompt_);
}

void Screen::clear() {
    if (setup_.is_plain) return;
    write(painter_.paint(above_, {}));
    above_.clear();
    painter_.forget();
    has_changed_ = true;
}

void Screen::forget() {
    painter_.forget();
    has_changed_ = true;
}

void Screen::clear_all() {
    if (setup_.is_plain) return;
    write("\x1b[H\x1b[2J");
    painter_.forget();
    has_changed_ = true;
}

void Screen::send(std::string_view sequence) {
    if (!setup_.is_plain) write(sequence);
}

void Screen::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(setup_.descriptor, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            pollfd ready = {setup_.descriptor, POLLOUT, 0};
            ::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return;  // Nobody looks any more; the keyboard tells.
        }
    }
}

}
