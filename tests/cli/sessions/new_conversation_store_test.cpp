#include "cli/sessions/new_conversation_store.h"

#include "cli/render/messages.h"
#include "sessions/memory_store.h"
#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

/// A store that cannot be reached.
class AwayStore : public session::SessionStore {
  public:
    std::vector<session::Turn> load(const session::SessionKey&) override { throw away(); }
    int begin_turn(const session::SessionKey&, const session::TurnStart&) override {
        if (!begins) throw away();
        return 5;
    }
    void commit_turn(const session::SessionKey&, int, const session::Turn&) override {
        throw away();
    }
    void fail_turn(const session::SessionKey&, int, const Error&) noexcept override { ++failed; }
    bool keeps_artifacts() const override { return true; }

    bool begins = false;
    int failed = 0;

  private:
    static Failure away() { return Failure({Errc::unavailable, "the disk is gone", "mend it"}); }
};

const session::Turn answered{.question = "q", .messages = {}, .answer = {}};

}

TEST_CASE("new conversation: it is kept where it can be", "[cli][sessions]") {
    test::Captured err;
    Messages messages(err.writer(), false);
    const auto kept = sessions::make_memory_store();
    NewConversationStore store(*kept, messages);

    CHECK(store.load({"", "a"}).empty());
    store.commit_turn({"", "a"}, store.begin_turn({"", "a"}, {.question = "q"}), answered);

    CHECK(kept->load({"", "a"}).size() == 1);
    CHECK(store.is_kept());
    CHECK(err.so_far().empty());
}

TEST_CASE("new conversation: a store that is away is told once, and then left alone",
          "[cli][sessions]") {
    test::Captured err;
    Messages messages(err.writer(), false);
    AwayStore away;
    NewConversationStore store(away, messages);

    CHECK(store.begin_turn({"", "a"}, {.question = "q"}) == 1);
    store.commit_turn({"", "a"}, 1, answered);
    store.fail_turn({"", "a"}, 1, {});

    CHECK(err.so_far() == "⚠ this conversation is not kept: the disk is gone (mend it)\n");
    CHECK_FALSE(store.is_kept());
    CHECK_FALSE(store.keeps_artifacts());
    CHECK(away.failed == 0);
}

TEST_CASE("new conversation: a turn that cannot be stored at its end is answered",
          "[cli][sessions]") {
    test::Captured err;
    Messages messages(err.writer(), false);
    AwayStore away;
    away.begins = true;
    NewConversationStore store(away, messages);

    CHECK(store.begin_turn({"", "a"}, {.question = "q"}) == 5);
    CHECK_NOTHROW(store.commit_turn({"", "a"}, 5, answered));
    CHECK(err.so_far().find("is not kept") != std::string::npos);
}
