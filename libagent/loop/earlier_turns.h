#pragma once

#include "libagent/session/store.h"

#include <utility>
#include <vector>

namespace askdb::loop {

/// The earlier turns of one conversation, for a turn beside it that nobody keeps.
class EarlierTurns : public session::SessionStore {
  public:
    explicit EarlierTurns(std::vector<session::Turn> turns) : turns_(std::move(turns)) {}

    std::vector<session::Turn> load(const session::SessionKey&) override { return turns_; }
    int begin_turn(const session::SessionKey&, const session::TurnStart&) override { return 1; }
    void commit_turn(const session::SessionKey&, int, const session::Turn&) override {}
    void fail_turn(const session::SessionKey&, int, const Error&) noexcept override {}

  private:
    const std::vector<session::Turn> turns_;
};

}
