#pragma once

#include "libagent/database/own_connection.h"
#include "libagent/session/conversation_event.h"
#include "libagent/session/store.h"
#include "sessions/artifact_folder.h"
#include "sessions/cipher.h"
#include "sessions/own_connections.h"
#include "sessions/sql_store.h"
#include "sessions/write_queue.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace askdb::sessions {

/// What all parts of the SQL store share. Any thread may use it.
class SqlStoreContext {
  public:
    explicit SqlStoreContext(SqlStoreOptions options);

    bool is_postgres() const { return is_postgres_; }
    bool is_encrypted() const { return cipher_ != nullptr; }
    /// Null where files are not kept.
    const ArtifactFolder* artifacts() const { return artifacts_ ? &*artifacts_ : nullptr; }
    session::Moment now() const { return clock_(); }
    /// See this_process().
    const std::string& process() const { return process_; }
    /// After a SELECT whose row is about to be changed.
    std::string_view for_update() const { return is_postgres_ ? " FOR UPDATE" : ""; }

    /// A text as it is kept at `place`, and back. What was sealed for another place, by another
    /// key, or was damaged, is Errc::bad_input.
    std::string sealed(std::string text, const std::string& place) const;
    Result<std::string> opened(std::string kept, const std::string& place) const;

    /// Runs `work` on one state of the store.
    void read(const std::function<void(database::OwnConnection&)>& work) {
        connections_.read(work);
    }
    /// A turn of this process that ended, while the store could not be told so.
    void give_up(const session::SessionKey& key, int turn) noexcept;
    bool is_given_up(const session::SessionKey& key, int turn) const;

    /// Makes a change, together with those that others want now.
    void write(const StoreWrite& write) { queue_.make(write); }

  private:
    bool is_postgres_;
    std::unique_ptr<Cipher> cipher_;
    std::optional<ArtifactFolder> artifacts_;
    std::function<session::Moment()> clock_;
    std::string process_;
    mutable std::mutex mutex_;  ///< Guards the one below.
    std::set<std::pair<session::SessionKey, int>> given_up_;
    OwnConnections connections_;
    WriteQueue queue_;  ///< Last: it uses the connections.
};

/// The places that texts are bound to; the user comes last, because nobody checks its characters.
struct EventPlace {
    std::string text, metadata;
};
EventPlace event_place(const session::SessionKey& key, int turn, int position);
std::string title_place(const session::SessionKey& key);
std::string failure_place(const session::SessionKey& key, int turn);
std::string artifact_place(const session::SessionKey& key, std::string_view name);

/// The number of the conversation's row, with its other changes held off until the transaction
/// ends; nothing: there is no such conversation.
std::optional<std::int64_t> hold_session(database::OwnConnection& connection,
                                         const SqlStoreContext& context,
                                         const session::SessionKey& key);
/// The same for reading.
std::optional<std::int64_t> find_session(database::OwnConnection& connection,
                                         const session::SessionKey& key);

/// Its changes go together with others in this order.
std::string write_order(const session::SessionKey& key);

}
