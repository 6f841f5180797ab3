#pragma once

#include "libagent/checks/answer_numbers.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/derived_values.h"
#include "libagent/checks/number_excuses.h"
#include "libagent/checks/number_places.h"

#include <string>
#include <vector>

namespace askdb::checks {

/// A cell that a number is.
struct CellPlace {
    std::size_t result = 0;
    std::size_t row = 0;
    const NumberColumn* column = nullptr;  ///< Null: no cell.
};

/// Judges the numbers of one answer, in order: check_numbers().
class NumberJudge {
  public:
    explicit NumberJudge(const NumberCheck& check);

    std::vector<CheckedNumber> judge();

  private:
    /// Cells that all groups of rows together may add up.
    static constexpr std::size_t most_cells = 20'000'000;

    /// A derived value that a number is: its source is made with all others of its list.
    struct WantedSource {
        std::size_t value = 0;   ///< Its number in the list.
        std::size_t number = 0;  ///< Whose source it is.
    };

    /// What one unit has for its numbers; read when the first of them needs it.
    struct UnitView {
        std::size_t unit = std::string::npos;
        SentenceCues cues = {};
        std::span<const WrittenNumber> numbers = {};
        std::span<const Mention> mentions = {};
        bool is_derived = false;
        std::size_t budget = 0;  ///< What there was when it was derived.
        std::vector<DerivedValue> derived = {};
        std::vector<const NumberColumn*> told =
            {};  ///< Of which a number has been matched by a cell.
        std::vector<WantedSource> wanted = {};
    };

    bool follows_key_word(const WrittenNumber& number) const;
    void enter(std::size_t number);
    DerivedSearch search(std::size_t& budget) const;
    CheckedNumber judge_one(std::size_t number);
    CheckedNumber judge_without_cell(std::size_t number, CheckedNumber checked, bool is_strict);
    std::string name_around(const WrittenNumber& number) const;
    CellPlace find_in(const WrittenNumber& number, const NamedRows& rows) const;
    CellPlace find_anywhere(const WrittenNumber& number) const;
    bool reads_cell(const WrittenNumber& number, const CellPlace& cell, double factor) const;
    std::string source_of(const CellPlace& cell) const;
    bool is_derived(std::size_t number, bool is_strict);
    void settle_unit();
    template <class Sources>
    void settle(std::vector<WantedSource>& wanted, const Sources& sources);
    bool may_be_of_all(std::size_t number, const DerivedValue& value) const;
    bool is_counted_noun(const WrittenNumber& number) const;
    bool says_of(const WrittenNumber& number) const;
    bool fits_direction(const WrittenNumber& number, const NumberColumn& column,
                        double value) const;
    bool counts_rows(const std::vector<Word>& words) const;
    bool is_unfounded_part(const WrittenNumber& number) const;
    bool is_surely_not_none(std::size_t number) const;
    void add_none_claim();
    std::string arithmetic_of(std::size_t number) const;
    std::string excuse_for(std::size_t number) const;
    CheckedNumber matched(CheckedNumber checked, const CellPlace& cell);
    void add_dates(std::vector<CheckedNumber>& checked) const;

    const NumberCheck& check_;
    AnswerText text_;
    std::vector<WrittenNumber> numbers_;
    std::vector<ResultFacts> facts_;
    std::vector<Mention> mentions_;
    std::vector<NumberPlace> places_;
    KnownNumbers known_;
    std::vector<DerivedValue> totals_;
    std::vector<WantedSource> wanted_totals_;
    std::vector<bool> is_founded_;  ///< By number, of those that are judged: matched, or excused.
    std::vector<std::string> derived_sources_;  ///< By number; empty where it is not derived.
    UnitView view_;
    double most_rows_ = 0;
    std::size_t budget_ = most_cells;
};

}
