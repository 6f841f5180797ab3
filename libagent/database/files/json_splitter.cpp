#include "libagent/database/files/json_splitter.h"

namespace askdb::database {

using Outcome = JsonSplitter::Outcome;

void JsonSplitter::skip_blanks(std::string_view text) {
    for (; begin_ < text.size(); ++begin_) {
        const char c = text[begin_];
        if (c == '\n') ++line_;
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return;
    }
}

Outcome JsonSplitter::next(std::string_view text, bool is_last) {
    begin_ = 0;
    line_ += lines_within_;
    lines_within_ = 0;
    const std::uint64_t line = line_;
    const Place place = place_;
    while (true) {
        skip_blanks(text);
        if (begin_ == text.size()) {
            end_ = begin_;
            if (!is_last) break;
            const bool is_open = in_array_ && place_ != Place::behind_array;
            return is_open ? Outcome::cut : Outcome::finished;
        }
        const char c = text[begin_];
        if (c == '{' && place_ != Place::behind_array &&
            !(in_array_ && place_ == Place::after_object)) {
            const Outcome outcome = scan_object(text, is_last);
            if (outcome == Outcome::more_needed) break;
            place_ = Place::after_object;
            return outcome;
        }
        if (at_no_object(c) == Outcome::no_object) return Outcome::no_object;
        ++begin_;
    }
    // All of it is looked at again, with more behind it.
    line_ = line;
    place_ = place;
    in_array_ = place != Place::start && in_array_;
    return Outcome::more_needed;
}

/// Takes what may stand between objects.
Outcome JsonSplitter::at_no_object(char c) {
    if (c == '[' && place_ == Place::start) {
        in_array_ = true;
        place_ = Place::first_in_array;
    } else if (in_array_ && c == ',' && place_ == Place::after_object) {
        place_ = Place::before_object;
    } else if (in_array_ && c == ']' &&
               (place_ == Place::after_object || place_ == Place::first_in_array)) {
        place_ = Place::behind_array;
    } else {
        return Outcome::no_object;
    }
    return Outcome::more_needed;
}

Outcome JsonSplitter::scan_object(std::string_view text, bool is_last) {
    std::size_t depth = 0;
    bool in_text = false;
    for (std::size_t at = begin_; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n') ++lines_within_;
        if (in_text) {
            if (c == '\\') ++at;
            if (c == '"') in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            end_ = at + 1;
            return Outcome::object;
        }
    }
    end_ = text.size();
    lines_within_ = 0;
    return is_last ? Outcome::cut : Outcome::more_needed;
}

}
