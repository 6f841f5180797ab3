#include "sessions/memory_store.h"

#include <map>
#include <mutex>

namespace askdb::sessions {
namespace {

class MemoryStore : public session::SessionStore {
  public:
    std::vector<session::Turn> load(const session::SessionKey& key) override {
        const std::lock_guard lock(mutex_);
        const auto found = turns_.find(key);
        return found == turns_.end() ? std::vector<session::Turn>{} : found->second;
    }

    /// Nothing outlives the process, so that there is no interrupted turn to show.
    int begin_turn(const session::SessionKey& key, const session::TurnStart&) override {
        const std::lock_guard lock(mutex_);
        return static_cast<int>(turns_[key].size()) + 1;
    }

    void commit_turn(const session::SessionKey& key, int, const session::Turn& turn) override {
        const std::lock_guard lock(mutex_);
        turns_[key].push_back(turn);
    }

    void fail_turn(const session::SessionKey&, int, const Error&) noexcept override {}

  private:
    std::mutex mutex_;  ///< Guards turns_.
    std::map<session::SessionKey, std::vector<session::Turn>> turns_;
};

}

std::unique_ptr<session::SessionStore> make_memory_store() {
    return std::make_unique<MemoryStore>();
}

}
