#include "libagent/database/files/csv_reader.h"

#include "libagent/base/error.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <utility>

namespace askdb::database {

using Outcome = CsvScanner::Outcome;

namespace {

/// `sep=;` where the semicolon is the separator, as declared_separator() has found.
bool is_separator_line(const std::vector<RawCell>& cells) {
    constexpr std::size_t parts = 2;
    return cells.size() == parts && cells[0].written == Written::plain &&
           equal_ignoring_case(cells[0].text, "sep=") && cells[1].written == Written::missing;
}

}

CsvReader::CsvReader(const ByteInput& input, TextEncoding encoding, char separator,
                     std::string name)
    : window_(input, encoding), scanner_(separator), name_(std::move(name)) {}

bool CsvReader::next(Record& record, const std::stop_token& stop) {
    do {
        if (!scan(stop)) return false;
    } while (is_no_record());
    if (width_ == 0) width_ = cells_.size();
    record.line = begin_line_;
    std::swap(record.cells, cells_);
    return true;
}

bool CsvReader::is_no_record() const {
    const bool is_blank = cells_.size() == 1 && cells_[0].written == Written::missing;
    return is_blank ? width_ != 1 : begin_line_ == 1 && is_separator_line(cells_);
}

bool CsvReader::scan(const std::stop_token& stop) {
    window_.consume(std::exchange(scanned_, 0));
    while (true) {
        const std::string_view text = window_.text();
        if (text.empty() && window_.at_end()) return false;
        if (!text.empty()) {
            switch (scanner_.scan(text, window_.at_end(), cells_)) {
                case Outcome::record:
                    begin_line_ = line_;
                    line_ += scanner_.lines();
                    scanned_ = scanner_.bytes();
                    return true;
                case Outcome::unclosed_quote:
                    fail(line_ + scanner_.fault_line(), "a quote begins here that is never closed");
                case Outcome::text_after_quote:
                    fail(line_ + scanner_.fault_line(),
                         "something follows a closing quote (a quote within quotes is written "
                         "twice)");
                case Outcome::more_needed: break;
            }
        }
        throw_if_stopped(stop);
        if (text.size() > max_record_bytes) {
            fail(line_, fmt::format("the record that begins here takes more than {} MiB: is a "
                                    "quote not closed?",
                                    max_record_bytes >> 20));
        }
        window_.more();
    }
}

void CsvReader::fail(std::uint64_t line, std::string_view what) const {
    throw Failure({Errc::bad_input,
                   fmt::format("cannot read '{}': line {}: {}", visible(name_), line, what)});
}

}
