#pragma once

#include "libagent/base/result.h"
#include "libagent/session/conversation_event.h"
#include "libagent/session/store.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::session {

/// A conversation at a glance.
struct SessionSummary {
    SessionKey key;
    std::string title = {};  ///< Of its first question; empty where titles are not kept.
    std::string agent = {};
    std::vector<std::string> databases = {};  ///< Of its newest turn.
    std::string model = {};                   ///< Of its newest turn.
    Moment created_at = {};
    Moment updated_at = {};
    int turns = 0;                         ///< Finished ones that are in force.
    TurnState last = TurnState::finished;  ///< How its newest turn ended.
    std::string last_answer = {};  ///< chat::answer_json() of the newest finished turn, or empty.
    std::uint64_t artifact_bytes = 0;
};

struct ListQuery {
    std::optional<std::string> user = {};  ///< Nothing: everybody's.
    std::size_t limit = 50;
    std::string after = {};  ///< SessionPage::next of the page before; empty: the first one.
};

/// Newest first, by updated_at.
struct SessionPage {
    std::vector<SessionSummary> sessions = {};
    std::string next = {};  ///< Empty: there are no more.
};

/// One turn, however it ended.
struct KeptTurn {
    int number = 0;
    TurnState state = TurnState::finished;
    bool is_taken_back = false;  ///< By a rewind: no model sees it any more.
    Moment began_at = {};
    Moment ended_at = {};  ///< Of one that has not ended: began_at.
    std::string why = {};  ///< Why it failed, in words.
    Turn turn = {};        ///< Of an unfinished one only the question. Without artifacts.
};

/// A conversation from its beginning to now.
struct Transcript {
    SessionSummary summary;
    std::vector<KeptTurn> turns = {};
    std::vector<ConversationEvent> notes = {};  ///< The system events.
};

struct SearchQuery {
    std::optional<std::string> user = {};
    std::string words = {};  ///< All of them must occur; the last may be a word's beginning.
    std::size_t limit = 20;
};

struct SearchHit {
    SessionKey key;
    std::string title = {};
    int turn = 0;
    EventType type = EventType::user_message;
    Moment at = {};
    /// Some of the text around the words, one line; `marks` are the byte ranges of the words in it.
    std::string excerpt = {};
    std::vector<std::pair<std::size_t, std::size_t>> marks = {};
};

struct SearchResult {
    std::vector<SearchHit> hits = {};  ///< Newest first.
    bool was_scanned = false;  ///< There is no index (the texts are encrypted): all were read.
};

/// What may be kept; what is not set has no limit.
struct Retention {
    std::optional<std::chrono::hours> longest = {};  ///< Since updated_at.
    std::optional<std::uint64_t> most_bytes = {};    ///< Of texts and artifacts; the oldest go.
    bool only_tell = false;                          ///< What would go; nothing does.
};

struct PruneReport {
    std::size_t sessions = 0;
    std::uint64_t bytes = 0;
};

/// What somebody has to mend, in words; empty: all is well.
struct IntegrityReport {
    std::vector<std::string> problems = {};
    std::size_t sessions = 0;
    std::size_t turns = 0;
    std::size_t interrupted = 0;
};

/// All that a person, or a server for its clients, does with kept conversations. Any thread may
/// call it; throws as SessionStore does.
class SessionArchive : public SessionStore {
  public:
    virtual SessionPage list(const ListQuery& query) = 0;

    /// The one conversation of the user that is called so or, where none is, whose id begins so.
    /// Errc::bad_input: there is none (with the nearest as a hint), or more than one.
    virtual Result<SessionSummary> find(std::string_view user, std::string_view id_or_prefix) = 0;

    /// Errc::bad_input: there is no such conversation.
    virtual Result<Transcript> transcript(const SessionKey& key) = 0;

    /// Of questions and answers; no words find nothing.
    virtual SearchResult search(const SearchQuery& query) = 0;

    /// Takes the conversation and its artifacts away; false: there was none.
    virtual bool remove(const SessionKey& key) = 0;
    /// Takes away what is more than may be kept, oldest first, but never `spared`.
    virtual PruneReport prune(const Retention& retention, Moment now, const SessionKey* spared) = 0;

    /// A new conversation of the same user with all turns of this one up to number `last_turn`
    /// that are in force, and their artifacts; what was shortened there is so here, too. Gives its
    /// id. Errc::bad_input: there is no such conversation, or no such turn in it.
    virtual Result<std::string> fork(const SessionKey& key, int last_turn) = 0;
    /// Takes back all turns after number `last_turn` (0: all): they stay, and are marked.
    /// Errc::bad_input as fork().
    virtual std::optional<Error> rewind(const SessionKey& key, int last_turn) = 0;
    /// Errc::bad_input: there is no such conversation.
    virtual std::optional<Error> rename(const SessionKey& key, std::string_view title) = 0;
    /// A remark beside the turns ("rated", "model changed"); `metadata` is a JSON object.
    virtual void note(const SessionKey& key, std::string_view text, std::string_view metadata) = 0;

    /// Where the files of the conversation are, for a person; empty where there are none.
    virtual std::string artifact_folder(const SessionKey& key) = 0;

    /// Reads everything, files included, which takes its time; SQLite's index of words is asked by
    /// a statement that writes.
    virtual IntegrityReport check() = 0;
};

}
