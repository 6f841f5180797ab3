#include "cli/repl/kept_words.h"

#include "cli/repl/kept_turns.h"
#include "cli/sessions/age_text.h"
#include "cli/sessions/short_id.h"
#include "libagent/base/error.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace askdb::cli::repl {
namespace {

constexpr std::size_t shown_title_columns = 40;
constexpr std::size_t offered_sessions = 50;

CompletedWord session_word(const session::SessionSummary& summary) {
    return {.word = short_id(summary.key.id),
            .title = short_line(summary.title, shown_title_columns),
            .note = age_text(summary.updated_at, moment_now())};
}

}

KeptWords::KeptWords(session::SessionArchive& archive) : archive_(archive) {
    try {
        reader_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
    } catch (const std::system_error&) {  // Too few threads: nothing is completed.
    }
}

void KeptWords::refresh(session::SessionKey key) {
    const std::lock_guard lock(mutex_);
    wanted_ = std::move(key);
    is_wanted_.notify_one();
}

std::vector<CompletedWord> KeptWords::sessions() const {
    const std::lock_guard lock(mutex_);
    return sessions_;
}

std::vector<CompletedWord> KeptWords::turns() const {
    const std::lock_guard lock(mutex_);
    return turns_;
}

void KeptWords::serve(const std::stop_token& stop) {
    while (true) {
        session::SessionKey key;
        {
            std::unique_lock lock(mutex_);
            if (!is_wanted_.wait(lock, stop, [this] { return wanted_.has_value(); })) return;
            key = *std::exchange(wanted_, std::nullopt);
        }
        try {
            read(key);
        } catch (const std::exception&) {  // Who opens one hears what is wrong.
        }
    }
}

void KeptWords::read(const session::SessionKey& key) {
    std::vector<CompletedWord> sessions, turns;
    // One more, since the one that goes on is mostly among them.
    for (const session::SessionSummary& summary :
         archive_.list({.user = key.user, .limit = offered_sessions + 1}).sessions) {
        if (summary.key.id != key.id && sessions.size() < offered_sessions)
            sessions.push_back(session_word(summary));
    }
    const Result<session::Transcript> transcript = archive_.transcript(key);
    const std::size_t count = transcript ? transcript.value().turns.size() : 0;
    for (std::size_t i = count; i-- > 0;) {
        const session::KeptTurn& turn = transcript.value().turns[i];
        if (turn.is_taken_back) continue;
        turns.push_back({.word = fmt::format("{}", turn.number),
                         .title = short_line(turn.turn.question, shown_title_columns)});
    }
    const std::lock_guard lock(mutex_);
    sessions_ = std::move(sessions);
    turns_ = std::move(turns);
}

}
