#include "cli/render/markdown_inline.h"

#include "cli/render/markdown_link.h"
#include "libagent/base/ascii.h"
#include "libagent/results/writers/char_set.h"

#include <algorithm>
#include <array>

namespace askdb::cli {
namespace {

constexpr int deepest_nesting = 8;
constexpr std::size_t longest_run = 15;  // Of a marker: longer ones are text.
constexpr std::size_t npos = std::string_view::npos;

constexpr results::CharSet special_characters("\\`*_~[!<&");

bool is_ascii_word(char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_punctuation(char c) {
    return c > ' ' && c <= '~' && !is_ascii_word(c);
}

struct Entity {
    std::string_view name, text;
};

constexpr Entity entities[] = {{"&amp;", "&"},  {"&lt;", "<"},  {"&gt;", ">"},  {"&quot;", "\""},
                               {"&apos;", "'"}, {"&#39;", "'"}, {"&nbsp;", " "}};

/// Reads one text from left to right.
class InlineReader {
  public:
    InlineReader(std::string_view text, const InlineOptions& options, int depth = 0)
        : text_(text), options_(options), depth_(depth) {}

    InlineText read() {
        while (at_ < text_.size()) {
            const std::size_t next = std::min(special_characters.find_in(text_, at_), text_.size());
            take_plain(next - at_);
            if (at_ < text_.size() && !take_special()) break;
        }
        return {std::move(runs_), at_};
    }

  private:
    std::string_view rest(std::size_t from = 0) const { return text_.substr(at_ + from); }
    bool is_open() const { return options_.end == InlineEnd::open; }
    char before() const { return at_ > 0 ? text_[at_ - 1] : options_.before; }

    void append(std::string_view text, StyleSet styles) { append_run(runs_, text, styles); }

    void take_plain(std::size_t length) {
        append(text_.substr(at_, length), options_.base);
        at_ += length;
    }

    bool take_special();
    bool take_escape();
    bool take_code();
    bool take_emphasis();
    bool take_link(std::size_t image_mark);
    bool take_angle();
    bool take_entity();
    bool take_alone(std::size_t length, bool is_decided, StyleSet styles);
    void take_nested(std::string_view words, StyleSet styles, InlineEnd end);
    void take_address(const MarkdownLink& link);

    std::size_t run_length() const {
        return std::min(rest().find_first_not_of(text_[at_]), rest().size());
    }
    std::size_t find_run(std::size_t from, std::size_t length);
    bool ends_emphasis(std::size_t run, std::size_t length, std::size_t wanted) const;

    std::string_view text_;
    InlineOptions options_;
    int depth_;
    std::size_t at_ = 0;
    StyledText runs_;
    /// Up to where no partner was found for a run: by its character and its length.
    std::array<std::array<std::size_t, longest_run + 1>, 4> searched_ = {};
};

/// At a character that may be markup. False: that is not decided yet.
bool InlineReader::take_special() {
    if (depth_ >= deepest_nesting) {
        take_plain(1);
        return true;
    }
    switch (text_[at_]) {
        case '\\': return take_escape();
        case '`': return take_code();
        case '[': return take_link(0);
        case '!':
            if (rest().size() == 1 && is_open()) return false;
            if (rest(1).starts_with('[')) return take_link(1);
            break;
        case '<': return take_angle();
        case '&': return take_entity();
        default: return take_emphasis();
    }
    take_plain(1);
    return true;
}

bool InlineReader::take_escape() {
    if (rest().size() == 1 && is_open()) return false;
    if (rest().size() > 1 && (is_punctuation(text_[at_ + 1]) || text_[at_ + 1] == '\n')) ++at_;
    take_plain(1);
    return true;
}

/// A marker of `length` that has no partner in what is here: text when that `is_decided`.
bool InlineReader::take_alone(std::size_t length, bool is_decided, StyleSet styles) {
    if (is_decided || options_.end == InlineEnd::closed) {
        take_plain(length);
        return true;
    }
    if (is_open()) return false;
    const std::string_view words = rest(length);
    if (options_.keep_markers) append(text_.substr(at_, length), options_.base);
    if (styles.has(Style::code)) {
        append(words, styles);
    } else {
        take_nested(words, styles, InlineEnd::pending);
    }
    at_ = text_.size();
    return true;
}

void InlineReader::take_nested(std::string_view words, StyleSet styles, InlineEnd end) {
    InlineOptions options = options_;
    options.base = styles;
    options.end = end;
    options.before = ' ';
    for (const StyledRun& run : InlineReader(words, options, depth_ + 1).read().runs)
        append(run.text, run.styles);
}

/// Where, from `from` on, the run stands that is the partner of the one at at_; npos: none within
/// reach. What was searched in vain is not searched again.
std::size_t InlineReader::find_run(std::size_t from, std::size_t length) {
    const char c = text_[at_];
    std::size_t& searched = searched_[std::string_view("`*_~").find(c)][length];
    const std::size_t end = std::min(text_.size(), at_ + farthest_markdown_partner);
    std::size_t i = std::max(from, searched);
    while (i < end) {
        if (text_[i] == '\\' && c != '`') {
            i += 2;
        } else if (text_[i] != c) {
            ++i;
        } else {
            const std::size_t run = i;
            while (i < text_.size() && text_[i] == c) ++i;
            if (c == '`' ? i - run == length : ends_emphasis(run, i - run, length)) return run;
        }
    }
    searched = std::max(searched, std::min(i, end));
    return npos;
}

bool InlineReader::ends_emphasis(std::size_t run, std::size_t length, std::size_t wanted) const {
    constexpr std::size_t both = 3;  // `**a *b***`
    if (length != wanted && (length != both || text_[run] == '~')) return false;
    if (is_markdown_space(text_[run - 1])) return false;
    const std::size_t end = run + length;
    return text_[run] != '_' || end >= text_.size() || !is_ascii_word(text_[end]);
}

bool InlineReader::take_code() {
    const std::size_t length = run_length();
    const bool may_grow = length == rest().size() && length <= longest_run;
    if (length > longest_run || may_grow) {
        if (may_grow && is_open()) return false;
        if (may_grow && options_.end == InlineEnd::pending) {
            at_ = text_.size();  // About to begin.
        } else {
            take_plain(length);
        }
        return true;
    }
    const StyleSet styles = options_.base.with(Style::code);
    const std::size_t close = find_run(at_ + length, length);
    if (close == npos) return take_alone(length, rest().size() > farthest_markdown_partner, styles);
    if (close + length == text_.size() && is_open()) return false;  // It may be a longer one.
    std::string_view words = text_.substr(at_ + length, close - at_ - length);
    const std::string_view marker = text_.substr(at_, length);
    const bool is_padded = words.size() > 2 && words.starts_with(' ') && words.ends_with(' ');
    if (is_padded) words = words.substr(1, words.size() - 2);
    if (options_.keep_markers) append(marker, options_.base);
    append(words, styles);
    if (options_.keep_markers) append(marker, options_.base);
    at_ = close + length;
    return true;
}

bool InlineReader::take_emphasis() {
    constexpr std::size_t longest_emphasis = 3;
    const std::size_t length = run_length();
    const bool is_tilde = text_[at_] == '~';
    if (length > longest_emphasis) {
        take_plain(length);
        return true;
    }
    if (length == rest().size()) {
        if (is_open()) return false;
        if (options_.end == InlineEnd::pending) {
            at_ = text_.size();
        } else {
            take_plain(length);
        }
        return true;
    }
    // `2*3*4` and snake_case are none.
    const bool must_stand_free = text_[at_] == '_' || (text_[at_] == '*' && length == 1);
    const bool begins = !is_markdown_space(text_[at_ + length]) &&
                        !(must_stand_free && is_ascii_word(before())) && (!is_tilde || length == 2);
    if (!begins) {
        take_plain(length);
        return true;
    }
    StyleSet styles = options_.base;
    if (is_tilde) styles.add(Style::dim);
    if (!is_tilde && length != 2) styles.add(Style::emphasis);
    if (!is_tilde && length != 1) styles.add(Style::strong);
    const std::size_t close = find_run(at_ + length, length);
    if (close == npos) return take_alone(length, rest().size() > farthest_markdown_partner, styles);
    std::size_t end = close;
    while (end < text_.size() && text_[end] == text_[at_]) ++end;
    if (end == text_.size() && is_open()) return false;
    const std::string_view marker = text_.substr(at_, length);
    if (options_.keep_markers) append(marker, options_.base);
    take_nested(text_.substr(at_ + length, end - at_ - 2 * length), styles, InlineEnd::closed);
    if (options_.keep_markers) append(marker, options_.base);
    at_ = end;
    return true;
}

void InlineReader::take_address(const MarkdownLink& link) {
    take_nested(link.words, options_.base.with(Style::link), InlineEnd::closed);
    const bool tells_more =
        !link.address.empty() && link.address != link.words && !link.address.starts_with('#');
    if (!tells_more) return;
    append(" ", options_.base);
    append("(" + std::string(link.address) + ")", options_.base.with(Style::dim));
}

bool InlineReader::take_link(std::size_t image_mark) {
    const MarkdownLink link = link_at(rest(image_mark));
    if (link.state == MarkdownLink::State::undecided && is_open()) return false;
    if (link.state != MarkdownLink::State::whole) {
        take_plain(image_mark + 1);
        return true;
    }
    take_address(link);
    at_ += image_mark + link.bytes;
    return true;
}

bool InlineReader::take_angle() {
    for (const std::string_view line_break : {"<br>", "<br/>", "<br />"}) {
        if (rest().starts_with(line_break)) {
            append("\n", options_.base);
            at_ += line_break.size();
            return true;
        }
        if (is_open() && line_break.starts_with(rest())) return false;
    }
    const MarkdownLink link = autolink_at(rest());
    if (link.state == MarkdownLink::State::undecided && is_open()) return false;
    if (link.state != MarkdownLink::State::whole) {
        take_plain(1);
        return true;
    }
    append(link.words, options_.base.with(Style::link));
    at_ += link.bytes;
    return true;
}

bool InlineReader::take_entity() {
    for (const Entity& entity : entities) {
        if (rest().starts_with(entity.name)) {
            append(entity.text, options_.base);
            at_ += entity.name.size();
            return true;
        }
        if (is_open() && entity.name.starts_with(rest())) return false;
    }
    take_plain(1);
    return true;
}

}

InlineText read_inline(std::string_view text, const InlineOptions& options) {
    return InlineReader(text, options).read();
}

std::string inline_words(std::string_view text) {
    std::string words;
    for (const StyledRun& run : read_inline(text, {}).runs) words += run.text;
    std::replace(words.begin(), words.end(), '\n', ' ');
    return words;
}

}
