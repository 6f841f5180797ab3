#pragma once

#include "libagent/checks/answer_text.h"
#include "libagent/checks/date_cells.h"
#include "libagent/checks/written_number.h"

#include <cstddef>
#include <span>
#include <vector>

namespace askdb::checks {

/// A date of an answer that is to be borne out.
struct SaidDate {
    std::size_t begin = 0;
    std::size_t end = 0;
    DateParts parts = {};
    bool may_swap = false;
    bool is_end = false;  ///< It ends a span: "from January", "until 2024".
    /// Right or wrong, no cell need have it: "before 2020", "no orders in July", "we expect 1,180
    /// in April", "around 14:30", or a question.
    bool is_loose = false;
};

/// The dates, months, years and times of an answer that say something of the data, in order;
/// without parts of names ("Office 2019", "report-2024.csv") and what `numbers` holds.
std::vector<SaidDate> find_said_dates(const AnswerText& text,
                                      std::span<const WrittenNumber> numbers);

}
