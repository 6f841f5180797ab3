#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace askdb::cli::repl {

/// The person is done with a line, which may have several lines.
struct TypedLine {
    std::string text;
};
/// Ctrl-C.
struct TypedInterrupt {};
/// Ctrl-Z.
struct TypedSuspend {};
/// Ctrl-L.
struct TypedRedraw {};
/// Ctrl-D at an empty line, or a keyboard that is gone.
struct TypedEnd {};
/// What was pasted is longer than a line may be.
struct TypedTooMuch {};

using Typed =
    std::variant<TypedLine, TypedInterrupt, TypedSuspend, TypedRedraw, TypedEnd, TypedTooMuch>;

/// What the line is when it is shown.
struct EditedLine {
    std::string note = {};  ///< Stands in place of the prompt: a search through the history.
    std::string text = {};
    std::size_t cursor = 0;  ///< In bytes.

    bool operator==(const EditedLine&) const = default;
};

/// What may stand in place of some bytes of a line.
struct Replacement {
    std::size_t begin = 0;                  ///< Of what is replaced, up to the cursor.
    std::string text = {};                  ///< As much as is certain.
    std::vector<std::string> choices = {};  ///< To be shown; more than one, or none.
};

/// What an editor asks its owner.
struct EditorHooks {
    /// Whether Enter at the end of `text` is to begin another line.
    std::function<bool(std::string_view text)> is_unfinished = {};
    std::function<Replacement(std::string_view text, std::size_t cursor)> complete = {};
    /// Shows what a Tab left open; an empty list takes that away.
    std::function<void(std::vector<std::string> choices)> show_choices = {};
};

/// Edits one line after the other from what a keyboard sends, without showing anything: that is
/// done by whoever asks line(). Used by one thread. Bytes are never lost: those behind the end of
/// a line stay for the next one.
class LineEditor {
  public:
    virtual ~LineEditor() = default;

    /// Begins a line that holds `text`, with the cursor at its end. Whatever was typed is dropped.
    virtual void begin(std::string_view text = {}) = 0;

    virtual void take(std::string_view bytes) = 0;
    /// What the bytes came to, in order; nothing when more must be typed. The line is empty after a
    /// TypedLine, and as it was after all others.
    virtual std::optional<Typed> next() = 0;
    /// Whether what came last waits a moment for more: an escape key, or a sequence that it begins.
    virtual bool is_in_doubt() const = 0;
    /// The moment is over.
    virtual void settle() = 0;

    /// Forgets what next() has not looked at.
    virtual void drop_typed() = 0;

    virtual EditedLine line() const = 0;
    virtual void move_cursor(std::size_t cursor) = 0;

    /// What the arrow keys and a search go through, oldest first; replaces what was there.
    virtual void set_history(const std::vector<std::string>& lines) = 0;
    virtual void remember(const std::string& line) = 0;
};

/// Whether the program was built with readline.
bool has_readline();

/// readline, with the person's own inputrc (application name "askdb"). One at a time in a process.
/// Null when the program was built without it. The locale must be one of UTF-8.
std::unique_ptr<LineEditor> make_readline_editor(EditorHooks hooks);

/// Whole lines as the terminal itself lets people edit them.
std::unique_ptr<LineEditor> make_plain_editor();

}
