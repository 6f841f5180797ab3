#pragma once

#include "libagent/checks/answer_numbers.h"
#include "libagent/checks/known_dates.h"
#include "libagent/checks/mentions.h"
#include "libagent/checks/number_places.h"
#include "libagent/checks/said_dates.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace askdb::checks {

/// What the dates of an answer are judged by; borrowed.
struct DateSearch {
    const NumberCheck& check;
    const AnswerText& text;
    std::span<const WrittenNumber> numbers;  ///< What is judged as a number is no date.
    std::span<const ResultFacts> results;
    std::span<const Mention> mentions;
};

/// Judges the dates of one answer at the precision that they are written with. A date is right when
/// a cell has it, or the question, what else was said, or a statement; one that only a row has
/// beside whose name it does not stand is misplaced. Nothing is said of what no result could bear
/// out: where none holds dates, where a statement works dates out, of weeks, of sentences that say
/// what is not there. Cells are read once, and only where the answer has dates. Throws Stopped.
class DateJudge {
  public:
    explicit DateJudge(const DateSearch& search);

    std::vector<CheckedNumber> judge();

    /// Where a year is from; empty when nothing bears it out.
    std::string source_of_year(int year);

  private:
    struct Found {
        std::string source;
        bool is_elsewhere = false;  ///< Of a row that the clause does not name.
    };

    void read_cells();
    void place_dates();
    bool is_of_dates(const Mention& mention) const;
    std::string name_around(const SaidDate& date) const;
    std::string source_of(std::size_t result, const DateColumn& column, std::uint32_t row) const;
    std::optional<std::string> in_row(const SaidDate& date, const NamedRows& named) const;
    Found in_cells(const SaidDate& date, const NumberPlace& place) const;
    bool has_in_texts(const SaidDate& date);
    bool is_known_year(int year) const;
    bool is_silent(const SaidDate& date) const;
    std::optional<CheckedNumber> judge_one(const SaidDate& date, const NumberPlace& place);

    const DateSearch search_;
    std::vector<SaidDate> said_;
    std::vector<NumberPlace> places_;
    std::vector<DateFacts> dates_;
    std::optional<KnownDates> known_;
    bool is_dated_ = false, is_unsure_ = false, has_zones_ = false, has_years_ = false;
    bool are_texts_read_ = false, are_texts_cut_ = false;
    std::vector<DateParts> in_texts_;
};

}
