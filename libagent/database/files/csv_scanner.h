#pragma once

#include "libagent/database/files/record.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// Takes the records of CSV text apart (RFC 4180, and CR or LF alone as the end of a line).
class CsvScanner {
  public:
    enum class Outcome {
        record,
        more_needed,       ///< The text ends before the record does.
        unclosed_quote,    ///< At the end of the file; `fault_line` tells where it began.
        text_after_quote,  ///< Something else than a separator follows a closing quote.
    };

    explicit CsvScanner(char separator);

    /// The record at the beginning of `text`; `is_last`: nothing follows it. Its cells point into
    /// `text` and this object.
    Outcome scan(std::string_view text, bool is_last, std::vector<RawCell>& cells);

    std::size_t bytes() const { return at_; }     ///< Of the record, with the end of its line.
    std::size_t lines() const { return lines_; }  ///< That it takes.
    std::size_t fault_line() const { return fault_line_; }  ///< From 0, within the record.

  private:
    struct Field {
        std::size_t begin = 0, size = 0;
        bool quoted = false, mended = false;
    };

    Outcome scan_quoted(std::string_view text, bool is_last);
    void scan_plain(std::string_view text);
    /// Takes the end of a line away; false when its second half may still come.
    bool skip_line_end(std::string_view text, bool is_last);

    char separator_;
    bool ends_plain_[256] = {};
    std::size_t at_ = 0, lines_ = 0, fault_line_ = 0;
    std::vector<Field> fields_;
    std::string mended_;  ///< Fields in which doubled quotes became one.
};

}
