#include "cli/batch/turn_line.h"

#include "cli/batch/batch_log.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

namespace askdb::cli {

TEST_CASE("turn line: turns are looked at in order, whoever ends first", "[cli][batch]") {
    TurnLine line(4);
    BatchTurn& one = line.begin({.id = "one"});
    BatchTurn& two = line.begin({.id = "two"});
    line.finish(two, {.error = Error{Errc::no_answer, "no"}});
    line.tell(two, std::string("late news of two"));
    line.tell(one, std::string("news of one"));
    line.finish(one, {});
    line.close();

    std::vector<std::string> seen;
    while (BatchTurn* turn = line.first()) {
        seen.push_back(turn->question.id);
        while (const auto news = line.next_news(*turn))
            seen.push_back(std::get<std::string>(*news));
        line.take_first();
    }

    CHECK(seen == std::vector<std::string>{"one", "news of one", "two", "late news of two"});
}

TEST_CASE("turn line: who is far ahead of the first waits until it is taken", "[cli][batch]") {
    constexpr std::size_t most = 3;
    constexpr std::size_t turns = 200;
    TurnLine line(most);
    std::atomic<std::size_t> open = 0, most_open = 0;
    std::vector<std::jthread> workers;
    std::mutex taking;  // As a run does it: one takes at a time.
    std::size_t begun = 0;
    for (int i = 0; i < 4; ++i) {
        workers.emplace_back([&] {
            while (true) {
                BatchTurn* turn = nullptr;
                {
                    const std::lock_guard lock(taking);
                    if (begun == turns) return line.close();
                    if (!line.wait_for_room()) return;
                    ++begun;
                    most_open = std::max<std::size_t>(most_open, ++open);
                    turn = &line.begin({.id = std::to_string(begun)});
                }
                line.finish(*turn, {});
            }
        });
    }

    std::size_t seen = 0;
    while (BatchTurn* turn = line.first()) {
        CHECK(turn->question.id == std::to_string(++seen));
        while (line.next_news(*turn)) {
        }
        --open;
        line.take_first();
    }

    CHECK(seen == turns);
    CHECK(most_open <= most);
}

TEST_CASE("turn line: closing ends the wait for room and for the first", "[cli][batch]") {
    TurnLine full(1);
    full.begin({});
    TurnLine empty(1);

    bool got_room = true;
    std::thread worker([&] { got_room = full.wait_for_room(); });
    std::thread closer([&] {
        full.close();
        empty.close();
    });

    CHECK(empty.first() == nullptr);
    worker.join();
    closer.join();
    CHECK_FALSE(got_room);
}

TEST_CASE("batch log: a line goes to the turn of the thread that writes it", "[cli][batch]") {
    TurnLine line(4);
    BatchTurn& one = line.begin({.id = "one"});
    BatchTurn& two = line.begin({.id = "two"});
    BatchLog log(line, true), silent(line, false);
    {
        const BatchLog::Of of(log, one);
        const BatchLog::Of of_silent(silent, one);
        log.info("mine", {{"rows", 3}});
        log.debug("detail");
        silent.info("unseen");
        std::jthread([&] {
            log.info("nobody's");
            const BatchLog::Of of_two(log, two);
            log.warning("yours");
        }).join();
    }
    log.info("too late");

    REQUIRE(one.news.size() == 1);
    CHECK(std::get<std::string>(one.news.front()) == "mine  rows=3");
    REQUIRE(two.news.size() == 1);
    CHECK(std::get<std::string>(two.news.front()) == "yours");
}

}
