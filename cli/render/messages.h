#pragma once

#include "cli/render/theme.h"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

enum class Tone { plain, dim, warning, error };

/// Takes messages in place of a descriptor. Called by any thread, one at a time; must not call
/// Messages.
class MessageTaker {
  public:
    virtual ~MessageTaker() = default;
    /// What was said, harmless and free of secrets; several lines when it has newlines.
    virtual void take_message(std::string text, Tone tone) = 0;
    /// The spinner's line; empty: it is gone.
    virtual void take_spinner(std::string line) = 0;
};

/// All that goes to stderr, line by line. What others wrote is made harmless (visible()) and freed
/// of secrets here, in one place. Lines stand above the spinner, never in it. Any thread may call.
class Messages {
  public:
    /// Borrows the descriptor. A failed write is dropped: there is nowhere left to tell of it.
    Messages(int descriptor, bool color) : descriptor_(descriptor), color_(color) {}

    /// From now on all goes to `taker` (borrowed); null: to the descriptor again.
    void redirect(MessageTaker* taker);

    /// From now on, wherever `secret` would be shown, `***` is.
    void hide_secret(std::string secret);

    /// `text` without what hide_secret() was told.
    std::string without_secrets(std::string text);

    /// From now on, where colours are shown at all.
    void use_theme(Theme theme);

    /// One line, or several when `text` has newlines; the last newline is added.
    void say(std::string_view text, Tone tone = Tone::plain);

    /// `text` without a newline behind it: somebody is about to type.
    void ask(std::string_view text, Tone tone = Tone::plain);

    /// Puts `line` where the last one of these stood, below all that was said; empty takes it away.
    void show_spinner(std::string_view line);

  private:
    void write_line(std::string_view text, Tone tone, std::string_view end);
    void write_all(std::string_view bytes) const;
    std::string_view color_of(Tone tone) const;

    Theme theme_{ColorDepth::basic, Background::unknown};  ///< Guarded by mutex_, too.

    const int descriptor_;
    const bool color_;
    std::mutex mutex_;  ///< Guards the three below, and the order of writes.
    std::vector<std::string> secrets_;
    bool spinner_shown_ = false;
    MessageTaker* taker_ = nullptr;
};

}
