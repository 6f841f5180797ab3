// A process that keeps turns is killed at random moments: the store always opens, what was
// committed is there, and no turn is torn.
#include "tests/support/archive_cases.h"
#include "tests/support/children.h"
#include "tests/support/session_stores.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <csignal>
#include <poll.h>
#include <random>
#include <set>
#include <thread>

namespace askdb::test {
namespace {

const std::vector<session::SessionKey> killed_keys = {{"ann", "one"}, {"ann", "two"}, {"", "x"}};

std::string answer_to(const std::string& question) {
    return "The answer to " + question;
}

/// What a child says of a turn when its commit has returned.
struct Committed {
    int key = 0, turn = 0, run = 0;
};

std::string question_in(const Committed& turn) {
    return fmt::format("question {}/{}", turn.run, turn.turn);
}

/// Keeps turns until it is killed, on two threads, so that some share a commit.
void keep_turns(const StorePlace& place, int run, int report) {
    const auto archive = place.open();
    const auto keep = [&](int first_key) {
        for (int count = 0;; ++count) {
            Committed turn{.key = (first_key + 2 * count) % 3, .run = run};
            const session::SessionKey& key = killed_keys[static_cast<std::size_t>(turn.key)];
            // The number is known only when it began: the question names another one that is.
            turn.turn = first_key * 1'000'000 + count;
            const std::string question = question_in(turn);
            keep_turn(*archive, key, question, answer_to(question),
                      {{"data", fmt::format("r{}-{}.csv", run, turn.turn), question}});
            (void)!::write(report, &turn, sizeof(turn));
        }
    };
    const std::jthread second([&] { keep(1); });
    keep(0);
}

class KillTest {
  public:
    explicit KillTest(std::string database) : place_(std::move(database)) {}

    void run(int kills) {
        for (int kill = 0; kill < kills; ++kill) {
            kill_one(kill);
            check_store(kill + 1 == kills);
        }
        CHECK(committed_.size() > 0);
    }

  private:
    void kill_one(int run) {
        std::array<int, 2> pipe{};
        REQUIRE(::pipe(pipe.data()) == 0);
        const pid_t child = start_child([&] { keep_turns(place_, run, pipe[1]); });
        ::close(pipe[1]);
        // Some while the store is opened, the others while turns are kept.
        constexpr int longest = 50'000, patience_ms = 30'000;
        pollfd reports{.fd = pipe[0], .events = POLLIN, .revents = 0};
        if (run % 4 != 0) CHECK(::poll(&reports, 1, patience_ms) == 1);
        const int delay = std::uniform_int_distribution<int>(0, longest)(dice_);
        ::usleep(static_cast<useconds_t>(delay));
        ::kill(child, SIGKILL);
        const int status = wait_for_child(child);
        CHECK(WIFSIGNALED(status));
        Committed turn;
        while (::read(pipe[0], &turn, sizeof(turn)) == sizeof(turn)) {
            committed_.emplace(turn.key, question_in(turn));
        }
        ::close(pipe[0]);
    }

    void check_store(bool thoroughly) {
        const auto archive = place_.open();
        std::set<std::pair<int, std::string>> kept;
        for (int key = 0; key < 3; ++key) {
            for (const session::Turn& turn :
                 archive->load(killed_keys[static_cast<std::size_t>(key)])) {
                CHECK(turn.answer.response == answer_to(turn.question));
                CHECK(kept.emplace(key, turn.question).second);
            }
        }
        for (const auto& turn : committed_) CHECK(kept.count(turn) == 1);
        for (const session::SessionSummary& summary : archive->list({}).sessions)
            CHECK(summary.last != session::TurnState::running);
        if (!thoroughly) return;
        CHECK(archive->check().problems == std::vector<std::string>());
        for (const auto& [key, question] : committed_) {
            const std::string name = fmt::format("r{}.csv", file_part(question));
            const auto file = archive->artifact(killed_keys[static_cast<std::size_t>(key)], name);
            CHECK((file && file.value().bytes == question));
        }
    }

    static std::string file_part(const std::string& question) {
        std::string part = question.substr(question.find(' ') + 1);
        part[part.find('/')] = '-';
        return part;
    }

    StorePlace place_;
    std::mt19937 dice_{std::random_device{}()};
    std::set<std::pair<int, std::string>> committed_;
};

}

TEST_CASE("sql store: a process that is killed loses only the turn that runs, on SQLite",
          "[sessions][store]") {
    if (!may_start_children()) return;
    KillTest("SQLite").run(number_from_environment("ASKDB_TEST_KILLS", 40));
}

TEST_CASE("sql store: a process that is killed loses only the turn that runs, on PostgreSQL",
          "[sessions][store]") {
    if (!may_start_children() || store_databases().size() < 2) return;
    KillTest("PostgreSQL").run(number_from_environment("ASKDB_TEST_KILLS", 40) / 4);
}

}
