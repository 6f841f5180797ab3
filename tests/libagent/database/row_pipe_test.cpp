#include "libagent/database/row_pipe.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

#include <future>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>

namespace askdb::database {
namespace {

constexpr std::chrono::seconds pipe_patience{20};

Rows one_column(std::size_t rows, std::string_view text) {
    Rows block;
    block.columns = {{.name = "a"}};
    for (std::size_t row = 0; row < rows; ++row) block.append(Kind::text, text);
    return block;
}

/// What came, in words: "begin" and the rows of each block.
struct NotedRows : RowSink {
    void begin(const std::vector<ResultColumn>& columns) override {
        notes.push_back("begin " + std::to_string(columns.size()));
    }
    void take(const Rows& block) override {
        for (std::size_t row = 0; row < block.row_count(); ++row) {
            notes.emplace_back(block.cell(row, 0).text);
        }
    }
    std::vector<std::string> notes;
};

struct ThrowingSink : RowSink {
    void begin(const std::vector<ResultColumn>&) override {}
    void take(const Rows&) override { throw std::runtime_error("no space left"); }
};

}

TEST_CASE("row pipe: rows come in order, after their columns, on the thread that asked",
          "[stream]") {
    const auto pipe = std::make_shared<RowPipe>();
    std::thread reader([pipe] {
        RowFeed feed(pipe);
        Rows block = one_column(0, "");
        feed.begin(block.columns);
        for (int i = 0; i < 20; ++i) {
            block.append(Kind::text, std::to_string(i));
            feed.put(block);
        }
    });

    NotedRows sink;
    const RowPipe::Drained drained = pipe->drain(sink, {.timeout = pipe_patience});
    reader.join();

    CHECK(drained.how == RowPipe::How::ended);
    CHECK(drained.rows == 20);
    REQUIRE(sink.notes.size() == 21);
    CHECK(sink.notes.front() == "begin 1");
    for (int i = 0; i < 20; ++i)
        CHECK(sink.notes[static_cast<std::size_t>(i) + 1] == std::to_string(i));
}

TEST_CASE("row pipe: who reads waits for who takes, so that few blocks are held", "[stream]") {
    struct SlowSink : RowSink {
        void begin(const std::vector<ResultColumn>&) override {}
        void take(const Rows&) override { most_ahead = std::max(most_ahead, put - ++taken); }
        std::atomic<int> put = 0;
        int taken = 0;
        int most_ahead = 0;
    } sink;
    const auto pipe = std::make_shared<RowPipe>();
    std::thread reader([pipe, &sink] {
        RowFeed feed(pipe);
        for (int i = 0; i < 1000; ++i) {
            Rows block = one_column(1, "x");
            feed.put(block);
            ++sink.put;
        }
    });

    (void)pipe->drain(sink, {.timeout = pipe_patience});
    reader.join();

    CHECK(sink.taken == 1000);
    CHECK(sink.most_ahead <= static_cast<int>(RowPipe::most_waiting) + 1);
}

TEST_CASE("row pipe: what the sink throws ends the reading and comes back", "[stream]") {
    const auto pipe = std::make_shared<RowPipe>();
    auto reading = std::async(std::launch::async, [pipe] {
        RowFeed feed(pipe);
        for (;;) {
            Rows block = one_column(1, "x");
            feed.put(block);
        }
    });

    ThrowingSink sink;
    const RowPipe::Drained drained = pipe->drain(sink, {.timeout = pipe_patience});

    REQUIRE(drained.how == RowPipe::How::thrown);
    CHECK_THROWS_WITH(std::rethrow_exception(drained.thrown), "no space left");
    CHECK_THROWS_AS(reading.get(), Stopped);
}

TEST_CASE("row pipe: a stop ends the wait, and so does the time", "[stream]") {
    NotedRows sink;
    const auto idle = std::make_shared<RowPipe>();
    const RowFeed nothing_comes(idle);
    std::stop_source stop;
    std::thread stopper([&stop] { stop.request_stop(); });

    const RowPipe::Drained stopped =
        idle->drain(sink, {.timeout = pipe_patience, .stop = stop.get_token()});
    const auto late = std::make_shared<RowPipe>();
    const RowFeed nothing_comes_either(late);
    const RowPipe::Drained timed_out = late->drain(sink, {.timeout = std::chrono::milliseconds(1)});
    stopper.join();

    CHECK(stopped.how == RowPipe::How::stopped);
    CHECK(nothing_comes.left().stop_requested());
    CHECK(timed_out.how == RowPipe::How::timed_out);
    CHECK_FALSE(nothing_comes_either.left().stop_requested());
}

TEST_CASE("row pipe: the time is what a block is waited for, not what the sink takes", "[stream]") {
    static constexpr std::chrono::milliseconds timeout{1000};
    const auto pipe = std::make_shared<RowPipe>();
    std::promise<void> first_taken;
    std::thread reader([pipe, &first_taken] {
        RowFeed feed(pipe);
        Rows block = one_column(1, "x");
        feed.put(block);
        first_taken.get_future().wait();
        feed.put(block = one_column(1, "y"));
    });
    struct SlowFirst : RowSink {
        explicit SlowFirst(std::promise<void>& first) : first_taken(first) {}
        void begin(const std::vector<ResultColumn>&) override {}
        void take(const Rows&) override {
            if (++blocks > 1) return;
            std::this_thread::sleep_for(timeout * 5 / 4);
            first_taken.set_value();
        }
        std::promise<void>& first_taken;
        int blocks = 0;
    } sink(first_taken);

    const RowPipe::Drained drained = pipe->drain(sink, {.timeout = timeout});
    reader.join();

    CHECK(drained.how == RowPipe::How::ended);
    CHECK(drained.rows == 2);
}

TEST_CASE("row pipe: who waits gets a block that is not full", "[stream]") {
    const auto pipe = std::make_shared<RowPipe>();
    std::thread reader([pipe] {
        RowFeed feed(pipe);
        Rows block = one_column(1, "x");
        while (!feed.is_due(block)) std::this_thread::yield();
        feed.put(block);
    });

    NotedRows sink;
    const RowPipe::Drained drained = pipe->drain(sink, {.timeout = pipe_patience});
    reader.join();

    CHECK(drained.how == RowPipe::How::ended);
    CHECK(sink.notes == std::vector<std::string>{"x"});
}

TEST_CASE("row pipe: too much memory ends the wait", "[stream]") {
    NotedRows sink;
    const auto pipe = std::make_shared<RowPipe>();
    const RowFeed nothing_comes(pipe);

    const RowPipe::Drained drained =
        pipe->drain(sink, {.timeout = pipe_patience, .is_too_much = [] { return true; }});

    CHECK(drained.how == RowPipe::How::too_much);
}

}
