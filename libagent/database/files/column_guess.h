#pragma once

#include "libagent/database/files/column_type.h"
#include "libagent/database/files/record.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace askdb::database {

/// Blanks at both ends are no part of a number or date.
std::string_view without_blanks(std::string_view text);

/// NULL, NA, N/A, \N and -, and what is blank: no value in a column of numbers or dates, a text
/// among texts.
bool is_null_word(std::string_view trimmed);

/// Finds out what the values of one column are, from all of them, in any order.
class ColumnGuess {
  public:
    /// `commas`: the file may write 1,5 for one and a half.
    explicit ColumnGuess(bool commas = false) : commas_(commas) {}

    void see(const RawCell& cell);

    bool has_values() const { return seen_ > 0; }
    /// Whether the column is of numbers with decimal commas, for certain.
    bool needs_commas() const;
    /// Whether `cell` would make another type of it: a name above numbers does.
    bool would_differ(const RawCell& cell) const;
    /// Whether `cell` alone is neither number nor date nor boolean: a name, perhaps.
    static bool is_word(const RawCell& cell);
    /// Whole numbers, each greater than the one before it, as far as they were seen in order.
    bool is_rising_key() const { return rising_ && seen_ > 0 && shapes_ & number_shape_bit; }

    /// `file_has_commas`: some column of the file needs them.
    ColumnType settle(bool file_has_commas) const;

  private:
    enum Shapes : unsigned {
        number_shape_bit = 1,
        comma_shape_bit = 2,
        boolean_bit = 4,
        date_bit = 8,
        time_bit = 16,
        all_shapes = 31,
    };
    struct Numbers {
        std::size_t whole_digits = 0, scale = 0;
        bool fraction = false, exponent = false, needs_double = false, misfit = false;
        bool above_double = false, no_code = false;
    };

    void see_value(std::string_view text, Written written);
    void see_comma_number(std::string_view text);
    /// Counts what a column that is no column of numbers holds of them.
    void see_spelling(std::string_view text);
    bool has_other_numbers() const { return others_ > 0 && 2 * (others_ + plain_) > seen_; }
    void see_number(std::string_view text, char mark, unsigned bit, Numbers& numbers);
    void see_date(std::string_view text);
    void see_rising(std::string_view text);
    ColumnType settle_text() const;
    ColumnType settle_number(const Numbers& numbers) const;
    ColumnType settle_date() const;

    bool commas_ = false;
    bool rising_ = true;
    bool null_words_ = false;
    bool with_time_ = false;
    bool with_zone_ = false, without_zone_ = false;  ///< Some date has one, has none.
    bool thousands_ = true;                          ///< All points may separate them.
    bool has_group_ = false;                         ///< And there is such a point.
    unsigned shapes_ = all_shapes;
    unsigned date_orders_ = iso_date | year_month_day | day_month_year | month_day_year;
    std::uint64_t seen_ = 0;                ///< Values that are none of the words for "none".
    std::uint64_t plain_ = 0, others_ = 0;  ///< Numbers as SQL has them, and in other spellings.
    std::string other_number_;              ///< The first of those.
    bool certain_comma_ = false;            ///< Some comma can be nothing but a decimal one.
    std::int64_t last_ = 0;
    Numbers points_, comma_numbers_;
};

}
