#include "sessions/no_store.h"

namespace askdb::sessions {
namespace {

class NoStore : public session::SessionStore {
  public:
    std::vector<session::Turn> load(std::string_view) override { return {}; }
    void begin_turn(std::string_view, std::string_view) override {}
    void commit_turn(std::string_view, const session::Turn&) override {}
};

}

std::unique_ptr<session::SessionStore> make_no_store() {
    return std::make_unique<NoStore>();
}

}
