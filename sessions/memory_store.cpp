#include "sessions/memory_store.h"

#include <map>
#include <mutex>

namespace askdb::sessions {
namespace {

class MemoryStore : public session::SessionStore {
  public:
    std::vector<session::Turn> load(std::string_view session_id) override {
        const std::lock_guard lock(mutex_);
        const auto found = turns_.find(session_id);
        return found == turns_.end() ? std::vector<session::Turn>{} : found->second;
    }

    /// Nothing outlives the process, so that there is no interrupted turn to show.
    void begin_turn(std::string_view, std::string_view) override {}

    void commit_turn(std::string_view session_id, const session::Turn& turn) override {
        const std::lock_guard lock(mutex_);
        turns_[std::string(session_id)].push_back(turn);
    }

  private:
    std::mutex mutex_;  ///< Guards turns_.
    std::map<std::string, std::vector<session::Turn>, std::less<>> turns_;
};

}

std::unique_ptr<session::SessionStore> make_memory_store() {
    return std::make_unique<MemoryStore>();
}

}
