#include "libagent/database/files/csv_scanner.h"

#include <algorithm>

namespace askdb::database {

using Outcome = CsvScanner::Outcome;

CsvScanner::CsvScanner(char separator) : separator_(separator) {
    for (const char c : {separator, '\n', '\r'}) ends_plain_[static_cast<unsigned char>(c)] = true;
}

Outcome CsvScanner::scan(std::string_view text, bool is_last, std::vector<RawCell>& cells) {
    at_ = lines_ = fault_line_ = 0;
    fields_.clear();
    mended_.clear();
    while (true) {
        if (at_ < text.size() && text[at_] == '"') {
            const Outcome outcome = scan_quoted(text, is_last);
            if (outcome != Outcome::record) return outcome;
        } else {
            scan_plain(text);
        }
        if (at_ == text.size()) {
            if (!is_last) return Outcome::more_needed;
            break;
        }
        if (text[at_] != separator_) {
            if (!skip_line_end(text, is_last)) return Outcome::more_needed;
            break;
        }
        ++at_;
    }
    ++lines_;
    cells.resize(fields_.size());
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const Field& field = fields_[i];
        const std::string_view from = field.mended ? std::string_view(mended_) : text;
        const bool missing = field.size == 0 && !field.quoted;
        cells[i] = {from.substr(field.begin, field.size), missing        ? Written::missing
                                                          : field.quoted ? Written::quoted
                                                                         : Written::plain};
    }
    return Outcome::record;
}

void CsvScanner::scan_plain(std::string_view text) {
    const std::size_t begin = at_;
    while (at_ < text.size() && !ends_plain_[static_cast<unsigned char>(text[at_])]) ++at_;
    fields_.push_back({.begin = begin, .size = at_ - begin});
}

Outcome CsvScanner::scan_quoted(std::string_view text, bool is_last) {
    Field field{.begin = ++at_, .quoted = true};
    const std::size_t first_line = lines_;
    while (true) {
        const std::size_t quote = text.find('"', at_);
        const std::size_t end = std::min(quote, text.size());
        const std::string_view piece = text.substr(at_, end - at_);
        lines_ += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
        if (quote == std::string_view::npos || (quote + 1 == text.size() && !is_last)) {
            fault_line_ = first_line;
            return is_last ? Outcome::unclosed_quote : Outcome::more_needed;
        }
        at_ = quote + 1;
        const bool doubled = at_ < text.size() && text[at_] == '"';
        if (doubled && !field.mended) {
            field = {.begin = mended_.size(), .quoted = true, .mended = true};
            mended_ += piece;
        } else if (field.mended) {
            mended_ += piece;
        }
        if (doubled) {
            mended_ += '"';
            ++at_;
            continue;
        }
        field.size = field.mended ? mended_.size() - field.begin : quote - field.begin;
        break;
    }
    fields_.push_back(field);
    if (at_ < text.size() && !ends_plain_[static_cast<unsigned char>(text[at_])]) {
        fault_line_ = lines_;
        return Outcome::text_after_quote;
    }
    return Outcome::record;
}

bool CsvScanner::skip_line_end(std::string_view text, bool is_last) {
    const bool is_return = text[at_] == '\r';
    ++at_;
    if (!is_return) return true;
    if (at_ == text.size()) return is_last;
    if (text[at_] == '\n') ++at_;
    return true;
}

}
