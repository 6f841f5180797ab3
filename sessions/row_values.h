#pragma once

#include "libagent/database/rows.h"
#include "libagent/session/conversation_event.h"

#include <charconv>
#include <cstdint>
#include <string>

namespace askdb::sessions {

/// One row of a result of our own SQL, whose columns are known: read from the left to the right.
/// What is NULL, or no number where one is asked for, reads as empty and as 0.
class RowReader {
  public:
    RowReader(const database::Rows& rows, std::size_t row) : rows_(rows), row_(row) {}

    std::string text() { return std::string(next()); }
    std::int64_t integer() { return number<std::int64_t>(); }
    int small() { return static_cast<int>(integer()); }
    double real() { return number<double>(); }
    session::Moment moment() { return session::Moment(session::Moment::duration(integer())); }

  private:
    std::string_view next() {
        const database::Cell cell = rows_.cell(row_, column_++);
        return cell.is_null() ? std::string_view() : cell.text;
    }
    template <class Number>
    Number number() {
        const std::string_view text = next();
        Number value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }

    const database::Rows& rows_;
    std::size_t row_;
    std::size_t column_ = 0;
};

/// How a moment is kept: microseconds since 1970, UTC.
inline std::int64_t kept_moment(session::Moment moment) {
    return moment.time_since_epoch().count();
}

}
