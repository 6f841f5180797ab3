// Answers over real results, each with what is wrong with it. tests/cases/checks/*.txt, by lines:
//   database: NAME    examples/NAME.sql or tests/cases/checks/NAME.sql; begins a question
//   question: TEXT
//   sql: STATEMENT    its results are r1, r2, …
//   KIND: ANSWER      \n is a line's end; {{12}} is a number or date that is wrong, [[Nrth]] a name
//                     that is;
//                     KIND is right, rounded, derived, digit (a wrong digit or two), swapped (the
//                     number of another row), invented, date, or name
// All numbers and dates outside of {{ }} are right. tune.txt may be looked at while the checks are
// worked on; held_out.txt is only counted. ASKDB_SHOW_LABELLED=1 prints the misses of tune.txt.
#include "tests/support/labelled_answers.h"

#include "libagent/checks/answer_names.h"
#include "libagent/checks/answer_numbers.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace askdb::checks {
namespace {

using test::LabelledAnswer;
using test::LabelledQuestion;
using test::MarkedSpan;

struct Tally {
    int wrong = 0, caught = 0, right = 0, alarms = 0;

    double recall() const { return wrong == 0 ? 1 : static_cast<double>(caught) / wrong; }
    double alarm_rate() const { return right == 0 ? 0 : static_cast<double>(alarms) / right; }
    void add(const Tally& other) {
        wrong += other.wrong;
        caught += other.caught;
        right += other.right;
        alarms += other.alarms;
    }
};

/// What was found of one set: numbers by kind, names.
struct Counted {
    std::map<std::string, Tally> numbers;
    Tally names;
    int answers = 0;

    Tally all() const {
        Tally sum;
        for (const auto& [kind, tally] : numbers) sum.add(tally);
        return sum;
    }
};

std::vector<CheckedResult> results_of(const LabelledQuestion& question) {
    static constexpr std::string_view handles[] = {"r1", "r2", "r3", "r4"};
    std::vector<CheckedResult> results;
    for (std::size_t i = 0; i < question.results.size(); ++i)
        results.push_back({handles[i], question.results[i], question.statements[i]});
    return results;
}

bool is_shown(const std::string& set) {
    return set == "tune" && std::getenv("ASKDB_SHOW_LABELLED") != nullptr;
}

Tally count_numbers(const std::string& set, const LabelledQuestion& question,
                    const LabelledAnswer& answer) {
    const std::vector<CheckedResult> results = results_of(question);
    const std::string_view asked = question.question;
    Tally tally{.wrong = static_cast<int>(answer.wrong_numbers.size())};
    std::vector<bool> caught(answer.wrong_numbers.size(), false);
    for (const CheckedNumber& number :
         check_numbers({.answer = answer.answer, .questions = {&asked, 1}, .results = results})) {
        const bool is_flagged =
            number.verdict == Verdict::unmatched || number.verdict == Verdict::misplaced;
        bool is_wrong = false;
        for (std::size_t i = 0; i < caught.size(); ++i) {
            if (!answer.wrong_numbers[i].touches(number.begin, number.end)) continue;
            is_wrong = true;
            caught[i] = caught[i] || is_flagged;
        }
        if (!is_wrong) {
            ++tally.right;
            tally.alarms += is_flagged ? 1 : 0;
        }
        if (is_wrong != is_flagged && is_shown(set))
            std::printf("%s: '%s' %s in: %s\n", is_wrong ? "MISSED" : "ALARM",
                        answer.answer.substr(number.begin, number.end - number.begin).c_str(),
                        number.source.c_str(), answer.answer.c_str());
    }
    for (std::size_t i = 0; i < caught.size(); ++i) {
        const MarkedSpan& span = answer.wrong_numbers[i];
        if (!caught[i] && is_shown(set))
            std::printf("NOT CAUGHT: '%s' in: %s\n",
                        answer.answer.substr(span.begin, span.end - span.begin).c_str(),
                        answer.answer.c_str());
    }
    tally.caught = static_cast<int>(std::count(caught.begin(), caught.end(), true));
    return tally;
}

Tally count_names(const std::string& set, const LabelledQuestion& question,
                  const LabelledAnswer& answer) {
    const std::vector<CheckedResult> results = results_of(question);
    const std::string_view asked = question.question;
    Tally tally{.wrong = static_cast<int>(answer.wrong_names.size())};
    const std::vector<UnknownName> found =
        find_unknown_names({.answer = answer.answer,
                            .questions = {&asked, 1},
                            .results = results,
                            .schema_names = question.schema_names});
    for (const MarkedSpan& wrong : answer.wrong_names) {
        const bool is_caught = std::any_of(
            found.begin(), found.end(),
            [&](const UnknownName& name) { return wrong.touches(name.begin, name.end); });
        tally.caught += is_caught ? 1 : 0;
        if (!is_caught && is_shown(set)) std::printf("MISSED NAME in: %s\n", answer.answer.c_str());
    }
    if (answer.wrong_names.empty()) {
        tally.right = 1;
        tally.alarms = found.empty() ? 0 : 1;
        if (!found.empty() && is_shown(set))
            std::printf("NAME ALARM: '%s' for '%s' in: %s\n",
                        answer.answer.substr(found[0].begin, found[0].end - found[0].begin).c_str(),
                        found[0].nearest.c_str(), answer.answer.c_str());
    }
    return tally;
}

Counted count_set(const std::string& set) {
    Counted counted;
    for (const LabelledQuestion& question : test::read_labelled_answers(set)) {
        for (const LabelledAnswer& answer : question.answers) {
            ++counted.answers;
            counted.numbers[answer.kind].add(count_numbers(set, question, answer));
            counted.names.add(count_names(set, question, answer));
        }
    }
    return counted;
}

void print_tally(const std::string& set, const std::string& kind, const Tally& tally) {
    std::printf("%-9s %-9s wrong caught %3d of %3d (%.3f), false alarms %2d of %3d (%.3f)\n",
                set.c_str(), kind.c_str(), tally.caught, tally.wrong, tally.recall(), tally.alarms,
                tally.right, tally.alarm_rate());
}

}

TEST_CASE("labelled answers: wrong numbers are found, right ones left alone", "[checks]") {
    Tally numbers, names;
    int answers = 0;

    for (const std::string set : {"tune", "held_out"}) {
        const Counted counted = count_set(set);
        for (const auto& [kind, tally] : counted.numbers) print_tally(set, kind, tally);
        print_tally(set, "numbers", counted.all());
        print_tally(set, "names", counted.names);
        // By themselves, too: what nobody looked at while the checks were worked on is one of them.
        CHECK(counted.all().recall() >= 0.97);
        CHECK(counted.all().alarm_rate() <= 0.02);
        numbers.add(counted.all());
        names.add(counted.names);
        answers += counted.answers;
    }
    print_tally("all", "numbers", numbers);
    print_tally("all", "names", names);

    CHECK(answers >= 300);
    CHECK(numbers.recall() >= 0.98);
    CHECK(numbers.alarm_rate() <= 0.02);
    CHECK(names.recall() >= 0.8);
    CHECK(names.alarm_rate() <= 0.02);
}

}
