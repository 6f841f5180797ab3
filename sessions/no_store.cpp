#include "sessions/no_store.h"

namespace askdb::sessions {
namespace {

class NoStore : public session::SessionStore {
  public:
    std::vector<session::Turn> load(const session::SessionKey&) override { return {}; }
    int begin_turn(const session::SessionKey&, const session::TurnStart&) override { return 1; }
    void commit_turn(const session::SessionKey&, int, const session::Turn&) override {}
    void fail_turn(const session::SessionKey&, int, const Error&) noexcept override {}
};

}

std::unique_ptr<session::SessionStore> make_no_store() {
    return std::make_unique<NoStore>();
}

}
