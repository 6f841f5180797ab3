#pragma once

#include "libagent/checks/answer_numbers.h"
#include "libagent/checks/date_cells.h"
#include "libagent/checks/part_of_year.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// Dates that an answer may hold without a cell: those of the questions and of what else was said
/// (today's among them), of the statements and of the names of columns.
class KnownDates {
  public:
    explicit KnownDates(const NumberCheck& check);

    /// "question", "statement of r1", "name of a column", or empty. A date is known where one says
    /// it at its precision or finer, where it is the first or last day of a month that one names,
    /// and, where it is said as an end, the first or last month of a year. A bound of `<` or `>` is
    /// known, too, as the day, month or year before or behind it. `knows_year` tells of years that
    /// only the data has.
    std::string source_of(const DateParts& date, bool is_end, bool knows_year) const;
    /// A statement works dates out, from now or from others: what they are is not known here.
    bool are_computed() const { return are_computed_; }
    /// A statement names a year.
    bool limit_years() const { return most_year_ != 0; }

  private:
    struct Known {
        DateParts date;
        std::string source;
        bool is_excluded = false;  ///< The bound of `<` or `>`: known as it is written only.
    };

    void add_text(std::string_view text, const std::string& source);
    void add_statement(std::string_view sql, const std::string& source);
    bool says(const Known& known, const DateParts& date, bool is_end, bool knows_year) const;
    bool is_known_year(int year) const;

    std::vector<Known> known_;
    int least_year_ = 0, most_year_ = 0;  ///< Of the statements.
    std::vector<PartOfYear> parts_;
    bool are_computed_ = false;
};

}
