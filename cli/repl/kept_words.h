#pragma once

#include "cli/repl/completion_sources.h"
#include "libagent/session/archive.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace askdb::cli::repl {

/// What is kept in the store, as completion names it: the newest conversations, and the turns of
/// the one that goes on. Read by a thread of its own, so that no key ever waits for the store; a
/// store that fails leaves what was known. Any thread may call it.
class KeptWords {
  public:
    /// Borrows the archive.
    explicit KeptWords(session::SessionArchive& archive);
    KeptWords(const KeptWords&) = delete;
    KeptWords& operator=(const KeptWords&) = delete;

    /// Has all read anew, for that conversation; returns at once.
    void refresh(session::SessionKey key);

    std::vector<CompletedWord> sessions() const;  ///< At most 50, newest first, without `key`'s.
    std::vector<CompletedWord> turns() const;     ///< Those in force, newest first.

  private:
    void serve(const std::stop_token& stop);
    void read(const session::SessionKey& key);

    session::SessionArchive& archive_;
    mutable std::mutex mutex_;  ///< Guards the next three.
    std::optional<session::SessionKey> wanted_;
    std::vector<CompletedWord> sessions_;
    std::vector<CompletedWord> turns_;
    std::condition_variable_any is_wanted_;
    std::jthread reader_;  ///< Last: it uses the others.
};

}
