#include "cli/batch/turn_line.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <utility>

namespace askdb::cli {

std::string message_begin(const BatchTurn& turn) {
    constexpr std::size_t most_id_bytes = 100;
    return fmt::format("question {}: ", visible(clipped(turn.question.id, most_id_bytes)));
}

std::string progress_text(const BatchTurn& turn, std::optional<std::size_t> total) {
    const std::string place =
        total ? fmt::format("{}/{}", turn.number, *total) : std::to_string(turn.number);
    return fmt::format("{} {}", place, turn.question.text);
}

bool TurnLine::wait_for_room() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || turns_.size() < most_turns_; });
    return !closed_;
}

BatchTurn& TurnLine::begin(ListedQuestion question) {
    const std::lock_guard lock(mutex_);
    turns_.push_back(std::make_unique<BatchTurn>(
        BatchTurn{.question = std::move(question), .number = ++begun_}));
    changed_.notify_all();
    return *turns_.back();
}

void TurnLine::tell(BatchTurn& turn, TurnNews news) {
    const std::lock_guard lock(mutex_);
    turn.news.push_back(std::move(news));
    if (&turn == turns_.front().get()) changed_.notify_all();
}

void TurnLine::finish(BatchTurn& turn, TurnEnd end) {
    const std::lock_guard lock(mutex_);
    turn.end = std::move(end);
    changed_.notify_all();
}

void TurnLine::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
}

BatchTurn* TurnLine::first() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !turns_.empty(); });
    return turns_.empty() ? nullptr : turns_.front().get();
}

std::optional<TurnNews> TurnLine::next_news(BatchTurn& turn) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return turn.end || !turn.news.empty(); });
    if (turn.news.empty()) return std::nullopt;
    TurnNews news = std::move(turn.news.front());
    turn.news.pop_front();
    return news;
}

void TurnLine::take_first() {
    const std::lock_guard lock(mutex_);
    turns_.pop_front();
    changed_.notify_all();
}

}
