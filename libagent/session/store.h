#pragma once

#include "libagent/base/error.h"
#include "libagent/base/result.h"
#include "libagent/chat/event.h"
#include "libagent/chat/message.h"

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::session {

/// Which conversation: an id is one within what its user owns.
struct SessionKey {
    std::string user;  ///< Empty: nobody in particular.
    std::string id;    ///< See is_session_id().

    auto operator<=>(const SessionKey&) const = default;
};

/// A file that a turn made, kept beside the conversation.
struct Artifact {
    std::string kind;           ///< "data", "code", "image".
    std::string name;           ///< "r1.csv": no path; unique within its conversation.
    std::string bytes = {};     ///< Empty where only the others were asked for.
    std::string metadata = {};  ///< A JSON object; empty = {}.
};

/// What one finished turn leaves behind: the messages that it added to the conversation, tool calls
/// and tool results included, its answer, and its files.
struct Turn {
    std::string question;
    std::vector<chat::Message> messages;
    chat::Answer answer;
    std::vector<Artifact> artifacts = {};
};

/// What is known of a turn when it begins.
struct TurnStart {
    std::string question;
    std::string agent = {};  ///< Empty: the usual one.
    std::string model = {};  ///< Empty: none is asked.
    std::vector<std::string> databases = {};
};

/// The port behind which conversations are kept. Any thread may call it; in each conversation one
/// turn runs at a time, see begin_turn(). Its calls throw Failure(unavailable) when the place where
/// they are kept cannot be reached or written to.
class SessionStore {
  public:
    virtual ~SessionStore() = default;

    /// The finished turns of the conversation that are in force (not taken back), oldest first,
    /// without their artifacts; none for one that is new. Where a person shortened the conversation
    /// (compaction_json.h), older turns are question and answer alone.
    virtual std::vector<Turn> load(const SessionKey& key) = 0;

    /// Notes that a turn began, in a conversation that is made when it is not there, and gives its
    /// number (from 1). 0, and nothing is noted, while another turn of the conversation runs: in
    /// this process or in another one that lives; of other machines nothing is known. A beginning
    /// without an end shows as interrupted. Need not be durable.
    virtual int begin_turn(const SessionKey& key, const TurnStart& start) = 0;

    /// Stores a whole turn, durably, or, throwing, nothing of it. Failure(unavailable) also where
    /// that turn does not run: its conversation was removed meanwhile, or it never began.
    virtual void commit_turn(const SessionKey& key, int turn, const Turn& result) = 0;

    /// Notes why a turn that began brought no answer; nothing of `why` is a secret. Need not be
    /// durable, and never fails: the turn's own failure is what matters.
    virtual void fail_turn(const SessionKey& key, int turn, const Error& why) noexcept = 0;

    /// Whether commit_turn() keeps Turn::artifacts. Where it does not, nobody makes any.
    virtual bool keeps_artifacts() const { return false; }
    /// Where a person finds the file that was kept under its name; empty where there is no such
    /// file that can be read as it is (it is encrypted, or kept in a database).
    virtual std::string artifact_path(const SessionKey&, std::string_view) const { return {}; }

    /// The names of all files that the conversation has, those of turns that were taken back
    /// included: a later file that is called so would take the place of that one. In no order.
    virtual std::vector<std::string> artifact_names(const SessionKey&) { return {}; }
    /// The files of turns that are in force, in the order in which they were made, without their
    /// bytes.
    virtual std::vector<Artifact> artifacts(const SessionKey&) { return {}; }
    /// The whole artifact; Errc::bad_input when there is none, or when it has been damaged.
    virtual Result<Artifact> artifact(const SessionKey&, std::string_view name) {
        return Error{Errc::bad_input, "there is no file '" + std::string(name) + "'"};
    }
};

/// A new session id: a random UUID, version 4 (RFC 9562).
std::string new_session_id();

/// Whether a person or a client may call a conversation so: 1 to 128 of [A-Za-z0-9._-], one of them
/// a letter or digit. Such an id may be part of a file's name.
bool is_session_id(std::string_view id);

}
