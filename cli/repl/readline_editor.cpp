#include "cli/repl/key_decoder.h"
#include "cli/repl/line_editor.h"

#ifdef ASKDB_HAS_READLINE

#include "libagent/base/text.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>
// After <cstdio>, which they need.
#include <readline/history.h>
#include <readline/readline.h>

namespace askdb::cli::repl {
namespace {

class ReadlineEditor;

/// readline calls functions without an argument of ours, and there is one readline in a process.
ReadlineEditor* current_editor = nullptr;

class ReadlineEditor : public LineEditor {
  public:
    explicit ReadlineEditor(EditorHooks hooks);
    ~ReadlineEditor() override;
    ReadlineEditor(const ReadlineEditor&) = delete;
    ReadlineEditor& operator=(const ReadlineEditor&) = delete;

    void begin(std::string_view text) override;
    void take(std::string_view bytes) override { decoder_.feed(bytes); }
    std::optional<Typed> next() override;
    bool is_in_doubt() const override { return decoder_.is_in_doubt(); }
    void settle() override { decoder_.settle(); }
    void drop_typed() override;
    EditedLine line() const override;
    void move_cursor(std::size_t cursor) override;
    void set_history(const std::vector<std::string>& lines) override;
    void remember(const std::string& line) override;

    // Called by readline.
    int read_byte();
    void accept(char* line);
    int enter();
    int complete();
    int move_by_line(int by);

  private:
    void install();
    void end_line();
    void bind_keys();
    void take_key(const std::string& bytes);
    void paste(const std::string& text);
    bool is_searching() const;

    EditorHooks hooks_;
    KeyDecoder decoder_;
    std::FILE* nowhere_;
    std::string bytes_;  ///< Of the key that readline is given.
    std::size_t next_byte_ = 0;
    std::optional<Typed> typed_;
    bool shows_choices_ = false;
    bool is_ending_ = false;  ///< Enter ends the line, whatever it holds.
};

int read_byte_of_key(std::FILE*) {
    return current_editor->read_byte();
}

int has_bytes() {
    return 0;
}

void accept_line(char* line) {
    current_editor->accept(line);
}

int press_enter(int, int) {
    return current_editor->enter();
}

int insert_newline(int, int) {
    ::rl_insert_text("\n");
    return 0;
}

int press_tab(int, int) {
    return current_editor->complete();
}

int line_up(int, int) {
    return current_editor->move_by_line(-1);
}

int line_down(int, int) {
    return current_editor->move_by_line(1);
}

/// The screen is painted by others, the terminal's modes are kept by others.
void paint_nothing() {}
void prepare_nothing(int) {}

ReadlineEditor::ReadlineEditor(EditorHooks hooks)
    : hooks_(std::move(hooks)), nowhere_(std::fopen("/dev/null", "we")) {
    current_editor = this;
    ::rl_readline_name = "askdb";
    ::rl_catch_signals = 0;
    ::rl_catch_sigwinch = 0;
    ::rl_change_environment = 0;
    ::rl_outstream = nowhere_;
    ::rl_getc_function = read_byte_of_key;
    ::rl_input_available_hook = has_bytes;
    ::rl_redisplay_function = paint_nothing;
    ::rl_prep_term_function = prepare_nothing;
    ::rl_deprep_term_function = paint_nothing;
    ::using_history();
    ::rl_initialize();
    // What others painted over would be drawn by these, and a history has its limit elsewhere.
    ::rl_variable_bind("enable-bracketed-paste", "off");
    ::rl_variable_bind("blink-matching-paren", "off");
    ::rl_variable_bind("revert-all-at-newline", "on");
    bind_keys();
    install();
}

ReadlineEditor::~ReadlineEditor() {
    end_line();
    ::rl_callback_handler_remove();
    // Not rl_clear_history(), which leaves what it freed in sight of a later search.
    ::clear_history();
    ::rl_outstream = nullptr;
    if (nowhere_ != nullptr) std::fclose(nowhere_);
    current_editor = nullptr;
}

void ReadlineEditor::install() {
    ::rl_callback_handler_install("", accept_line);
}

/// Enter, Tab and Alt-Enter are ours; the arrows only where nobody bound them to something else.
void ReadlineEditor::bind_keys() {
    ::rl_add_defun("askdb-enter", press_enter, '\r');
    ::rl_bind_key('\n', press_enter);
    ::rl_add_defun("askdb-complete", press_tab, '\t');
    ::rl_add_defun("askdb-newline", insert_newline, -1);
    // Alt-Enter, and Shift-Enter and Alt-Enter of terminals that tell them apart.
    for (const char* keys :
         {"\\e\\r", "\\e\\n", "\\e[13;2u", "\\e[13;3u", "\\e[27;2;13~", "\\e[27;3;13~"})
        ::rl_bind_keyseq(keys, insert_newline);
    struct Arrow {
        std::array<const char*, 3> keys;
        rl_command_func_t* usual;
        rl_command_func_t* ours;
    };
    const std::array<Arrow, 2> arrows = {
        Arrow{{"\x1b[A", "\x1bOA", "\x10"}, ::rl_get_previous_history, line_up},
        Arrow{{"\x1b[B", "\x1bOB", "\x0e"}, ::rl_get_next_history, line_down}};
    for (const Arrow& arrow : arrows) {
        for (const char* keys : arrow.keys) {
            if (::rl_function_of_keyseq(keys, nullptr, nullptr) == arrow.usual)
                ::rl_generic_bind(ISFUNC, keys, reinterpret_cast<char*>(arrow.ours),
                                  ::rl_get_keymap());
        }
    }
    ::rl_bind_keyseq_if_unbound("\\e[1;5C", ::rl_forward_word);
    ::rl_bind_keyseq_if_unbound("\\e[1;5D", ::rl_backward_word);
    ::rl_bind_keyseq_if_unbound("\\e[1;3C", ::rl_forward_word);
    ::rl_bind_keyseq_if_unbound("\\e[1;3D", ::rl_backward_word);
    ::rl_bind_keyseq_if_unbound("\\e[3~", ::rl_delete);
    ::rl_bind_keyseq_if_unbound("\\e[3;5~", ::rl_kill_word);
    ::rl_bind_keyseq_if_unbound("\\e[1~", ::rl_beg_of_line);
    ::rl_bind_keyseq_if_unbound("\\e[4~", ::rl_end_of_line);
    ::rl_bind_keyseq_if_unbound("\\e[5~", ::rl_history_search_backward);
    ::rl_bind_keyseq_if_unbound("\\e[6~", ::rl_history_search_forward);
}

/// readline itself ends the line as if it were sent: a line out of the history shares what undoes
/// its changes with its entry there, and only readline can take the two apart.
void ReadlineEditor::end_line() {
    ::rl_callback_sigcleanup();  // Ends a search, or a key that was half typed.
    is_ending_ = true;
    take_key("\r");
    is_ending_ = false;
    typed_.reset();
}

void ReadlineEditor::begin(std::string_view text) {
    end_line();
    ::rl_replace_line(std::string(text).c_str(), 1);
    ::rl_point = ::rl_end;
}

bool ReadlineEditor::is_searching() const {
    return (::rl_readline_state & (RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG)) != 0;
}

EditedLine ReadlineEditor::line() const {
    EditedLine line{.text = valid_utf8(::rl_line_buffer)};
    line.cursor = std::min<std::size_t>(::rl_point, line.text.size());
    if (is_searching() && ::rl_display_prompt != nullptr)
        line.note = valid_utf8(::rl_display_prompt);
    return line;
}

void ReadlineEditor::move_cursor(std::size_t cursor) {
    ::rl_point = std::min(static_cast<int>(cursor), ::rl_end);
}

void ReadlineEditor::drop_typed() {
    decoder_ = {};
}

std::optional<Typed> ReadlineEditor::next() {
    while (const std::optional<Key> key = decoder_.next()) {
        if (std::exchange(shows_choices_, false)) hooks_.show_choices({});
        switch (key->kind) {
            case Key::Kind::interrupt: return TypedInterrupt{};
            case Key::Kind::suspend: return TypedSuspend{};
            case Key::Kind::redraw: return TypedRedraw{};
            case Key::Kind::too_much: return TypedTooMuch{};
            case Key::Kind::paste: paste(key->text); break;
            case Key::Kind::bytes: take_key(key->text); break;
        }
        if (typed_) return std::exchange(typed_, std::nullopt);
    }
    return std::nullopt;
}

void ReadlineEditor::take_key(const std::string& bytes) {
    // What a sequence that means nothing consists of would be typed into the line.
    const bool is_sequence = bytes.size() > 2 && (bytes[1] == '[' || bytes[1] == 'O');
    if (is_sequence && !is_searching() &&
        ::rl_function_of_keyseq_len(bytes.data(), bytes.size(), nullptr, nullptr) == nullptr)
        return;
    bytes_ = bytes;
    next_byte_ = 0;
    while (next_byte_ < bytes_.size()) ::rl_callback_read_char();
}

void ReadlineEditor::paste(const std::string& text) {
    if (is_searching()) {
        take_key(std::string(utf8_prefix(text, text.find('\n'))));
        return;
    }
    if (text.size() + static_cast<std::size_t>(::rl_end) > most_pasted_bytes) {
        typed_ = TypedTooMuch{};
        return;
    }
    ::rl_begin_undo_group();
    ::rl_insert_text(text.c_str());
    ::rl_end_undo_group();
}

int ReadlineEditor::read_byte() {
    return next_byte_ < bytes_.size() ? static_cast<unsigned char>(bytes_[next_byte_++]) : EOF;
}

void ReadlineEditor::accept(char* line) {
    next_byte_ = bytes_.size();
    if (line == nullptr) {
        typed_ = TypedEnd{};
        return;
    }
    typed_ = TypedLine{valid_utf8(line)};
    std::free(line);
}

int ReadlineEditor::enter() {
    const std::string_view text = ::rl_line_buffer;
    // An empty line ends what would go on: nobody is to be trapped.
    const bool goes_on =
        !is_ending_ && !text.empty() && !text.ends_with('\n') && hooks_.is_unfinished(text);
    if (!goes_on) return ::rl_newline(1, '\n');
    ::rl_point = ::rl_end;
    ::rl_insert_text("\n");
    return 0;
}

int ReadlineEditor::complete() {
    const std::string text = ::rl_line_buffer;
    Replacement replacement = hooks_.complete(text, static_cast<std::size_t>(::rl_point));
    const auto begin = static_cast<int>(replacement.begin);
    if (begin <= ::rl_point) {
        ::rl_begin_undo_group();
        ::rl_delete_text(begin, ::rl_point);
        ::rl_point = begin;
        ::rl_insert_text(replacement.text.c_str());
        ::rl_end_undo_group();
    }
    if (!replacement.choices.empty()) {
        shows_choices_ = true;
        hooks_.show_choices(std::move(replacement.choices));
    }
    return 0;
}

/// Within a text of several lines to the line above or below, else through the history.
int ReadlineEditor::move_by_line(int by) {
    const std::string_view text = ::rl_line_buffer;
    const auto point = static_cast<std::size_t>(::rl_point);
    const std::size_t before = point == 0 ? std::string_view::npos : text.rfind('\n', point - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t width = display_width(text.substr(begin, point - begin));
    std::size_t target = 0;
    if (by < 0) {
        if (begin == 0) return ::rl_get_previous_history(1, 0);
        const std::size_t above = begin < 2 ? std::string_view::npos : text.rfind('\n', begin - 2);
        target = above == std::string_view::npos ? 0 : above + 1;
    } else {
        const std::size_t end = text.find('\n', point);
        if (end == std::string_view::npos) return ::rl_get_next_history(1, 0);
        target = end + 1;
    }
    const std::string_view line = text.substr(target, text.find('\n', target) - target);
    ::rl_point = static_cast<int>(target + display_prefix(line, width).size());
    return 0;
}

void ReadlineEditor::set_history(const std::vector<std::string>& lines) {
    ::clear_history();
    for (const std::string& line : lines) ::add_history(line.c_str());
    ::using_history();
}

void ReadlineEditor::remember(const std::string& line) {
    ::add_history(line.c_str());
    ::using_history();
}

}

std::unique_ptr<LineEditor> make_readline_editor(EditorHooks hooks) {
    return std::make_unique<ReadlineEditor>(std::move(hooks));
}

bool has_readline() {
    return true;
}

}

#else

namespace askdb::cli::repl {

bool has_readline() {
    return false;
}

std::unique_ptr<LineEditor> make_readline_editor(EditorHooks) {
    return nullptr;
}

}

#endif
