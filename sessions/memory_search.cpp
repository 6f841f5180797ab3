#include "sessions/memory_search.h"

#include "sessions/excerpt.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace askdb::sessions {
namespace {

struct SearchedText {
    session::EventType type;
    std::string_view text;
};

/// What a person may look for in a turn, newest first.
std::vector<SearchedText> searched_texts(const session::Turn& turn) {
    std::vector<SearchedText> texts;
    if (!turn.answer.response.empty())
        texts.push_back({session::EventType::agent_response, turn.answer.response});
    texts.push_back({session::EventType::user_message, turn.question});
    return texts;
}

struct Search {
    const session::SearchQuery& query;
    std::vector<std::string> words;
    session::SearchResult result = {};

    bool is_full() const { return result.hits.size() >= query.limit; }

    void add(const MemorySession& kept, const session::KeptTurn& turn) {
        for (const SearchedText& searched : searched_texts(turn.turn)) {
            if (is_full()) return;
            std::optional<Excerpt> excerpt = find_excerpt(searched.text, words);
            if (!excerpt) continue;
            result.hits.push_back({.key = kept.key(),
                                   .title = kept.title(),
                                   .turn = turn.number,
                                   .type = searched.type,
                                   .at = turn.ended_at,
                                   .excerpt = std::move(excerpt->text),
                                   .marks = std::move(excerpt->marks)});
        }
    }
};

}

session::SearchResult search_sessions(std::span<const MemorySession* const> sessions,
                                      const session::SearchQuery& query) {
    Search search{query, search_words(query.words)};
    if (search.words.empty()) return {};
    std::vector<std::pair<const session::KeptTurn*, const MemorySession*>> turns;
    for (const MemorySession* kept : sessions) {
        for (const session::KeptTurn& turn : kept->turns()) {
            if (!turn.is_taken_back) turns.emplace_back(&turn, kept);
        }
    }
    std::stable_sort(turns.begin(), turns.end(), [](const auto& a, const auto& b) {
        return a.first->ended_at > b.first->ended_at;
    });
    for (const auto& [turn, kept] : turns) {
        if (search.is_full()) break;
        search.add(*kept, *turn);
    }
    return std::move(search.result);
}

}
