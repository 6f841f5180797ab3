#pragma once

#include "cli/batch/questions.h"
#include "cli/batch/turn_end.h"
#include "libagent/chat/event.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

namespace askdb::cli {

/// What a turn has to say while it runs: an event, or a line of the library's log.
using TurnNews = std::variant<chat::Event, std::string>;

/// One question and what has come of it so far.
struct BatchTurn {
    ListedQuestion question;
    std::deque<TurnNews> news = {};   ///< Not yet looked at. Guarded by the line's mutex.
    std::optional<TurnEnd> end = {};  ///< Guarded by the line's mutex until it is set.
    std::size_t number = 0;           ///< The first question's is 1.
};

/// How messages begin that are about the question: "question 7: ".
std::string message_begin(const BatchTurn& turn);

/// What is being done while it runs: "2/10 How many?"; without `total` nobody knows of how many.
std::string progress_text(const BatchTurn& turn, std::optional<std::size_t> total);

/// The turns of a run in the order of their questions. Workers put them in and tell what comes of
/// them, in any order; one thread looks at the first and takes it away when it is over. Bounded:
/// who is far ahead of the first waits.
class TurnLine {
  public:
    explicit TurnLine(std::size_t most_turns) : most_turns_(most_turns) {}

    /// Waits until another turn may begin; false when none may any more.
    bool wait_for_room();
    /// The turn lives until the looking thread has taken it away, which is after finish().
    BatchTurn& begin(ListedQuestion question);
    void tell(BatchTurn& turn, TurnNews news);
    void finish(BatchTurn& turn, TurnEnd end);
    /// No turn begins any more; those that run go on.
    void close();

    /// Waits for the first turn; nullptr when there is none and will be none.
    BatchTurn* first();
    /// Waits for news of the turn; nothing when it is over and all was given.
    std::optional<TurnNews> next_news(BatchTurn& turn);
    void take_first();

  private:
    const std::size_t most_turns_;
    std::mutex mutex_;  ///< Guards the members below and what BatchTurn says.
    std::condition_variable changed_;
    std::deque<std::unique_ptr<BatchTurn>> turns_;
    std::size_t begun_ = 0;
    bool closed_ = false;
};

}
