#include "cli/batch/batch_tally.h"

#include <catch2/catch.hpp>

namespace askdb::cli {
namespace {

constexpr std::chrono::milliseconds four_seconds{4'100};

TurnEnd failed_by(Errc code) {
    return {.error = Error{code, "m"}};
}

TurnEnd answered_for(std::int64_t tokens, std::optional<double> cost) {
    chat::Answer answer;
    answer.usage.input_tokens = tokens;
    answer.cost_usd = cost;
    return {.answer = std::move(answer)};
}

}

TEST_CASE("batch tally: the summary tells what became of all", "[cli][batch]") {
    BatchTally tally;
    for (int i = 0; i < 3; ++i) tally.add(answered_for(4'115, 0.04));
    TurnEnd old = answered_for(1'000'000, 99);
    old.is_from_file = true;
    tally.add(old);
    tally.add(failed_by(Errc::no_answer));
    tally.add(failed_by(Errc::bad_input));
    tally.add(failed_by(Errc::unavailable));

    CHECK(tally.summary({.took = four_seconds, .answers_file = "a.jsonl"}) ==
          "7 questions: 4 answered, 2 without an answer, 1 failed (database), 1 from a.jsonl; 4.1 "
          "s, at least 12,345 tokens, $0.12");
}

TEST_CASE("batch tally: a price that is not known is not guessed", "[cli][batch]") {
    BatchTally tally;
    tally.add(answered_for(10, 0.5));
    tally.add(answered_for(10, std::nullopt));

    CHECK(tally.summary({.took = four_seconds}) == "2 questions: 2 answered; 4.1 s, 20 tokens");
}

TEST_CASE("batch tally: several kinds of failures are counted apart", "[cli][batch]") {
    BatchTally tally;
    TurnEnd cut = answered_for(0, {});
    cut.answer->stopped_by = "max_steps";
    tally.add(cut);
    tally.add(failed_by(Errc::model));
    tally.add(failed_by(Errc::model));
    tally.add(TurnEnd{});

    CHECK(tally.summary({.took = four_seconds}) ==
          "4 questions: 0 answered, 3 failed (2 model, 1 limit), 1 interrupted; 4.1 s");
}

TEST_CASE("batch tally: a run that ended early tells how many there were", "[cli][batch]") {
    BatchTally tally;
    tally.add(failed_by(Errc::usage));

    CHECK(tally.summary({.took = four_seconds, .questions = 1'000}) ==
          "1 of 1,000 questions: 0 answered, 1 failed (usage); 4.1 s");
    CHECK(tally.summary({.took = four_seconds, .questions = 1}) ==
          "1 question: 0 answered, 1 failed (usage); 4.1 s");
}

TEST_CASE("batch tally: the exit code is that of the worst", "[cli][batch]") {
    const Errc worst_last[] = {Errc::no_answer, Errc::check, Errc::limit,       Errc::refused,
                               Errc::timeout,   Errc::model, Errc::unavailable, Errc::usage};
    const int codes[] = {1, 8, 7, 6, 4, 5, 3, 2};
    BatchTally tally;
    CHECK(tally.exit_code() == 0);
    tally.add(answered_for(0, {}));
    CHECK(tally.exit_code() == 0);

    for (std::size_t i = 0; i < std::size(codes); ++i) {
        tally.add(failed_by(worst_last[i]));
        CHECK(tally.exit_code() == codes[i]);
    }
    tally.add(TurnEnd{});
    CHECK(tally.exit_code() == 130);
}

}
