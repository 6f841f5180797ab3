#include "libagent/models/retry.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace askdb;
using namespace askdb::models;
using namespace std::chrono_literals;

namespace {

/// Fails with the given errors in turn, then answers; says `before_failing` first.
class FailingModel : public Model {
  public:
    FailingModel(std::vector<Error> errors, int& calls, std::string before_failing = "")
        : errors_(std::move(errors)), calls_(calls), before_failing_(std::move(before_failing)) {}

    std::string name() const override { return "test:model"; }
    ModelReply complete(const ModelRequest&, TextSink& sink, std::stop_token) const override {
        const auto call = static_cast<std::size_t>(calls_++);
        if (!before_failing_.empty()) sink.on_text(before_failing_);
        if (call < errors_.size()) throw Failure(errors_[call]);
        return {.text = "ok", .tool_calls = {}, .usage = {}};
    }

  private:
    std::vector<Error> errors_;
    int& calls_;
    std::string before_failing_;
};

class IgnoringSink : public TextSink {
  public:
    void on_text(std::string_view) override {}
};

class CountingLog : public Log {
  public:
    void write(LogLevel, std::string_view what, std::initializer_list<LogField> fields) override {
        lines.emplace_back(what);
        for (const LogField& field : fields) lines.back() += " " + std::string(field.key);
    }
    std::vector<std::string> lines;
};

Error passing(std::chrono::milliseconds retry_after = 0ms) {
    return {.code = Errc::model, .message = "busy", .retryable = true, .retry_after = retry_after};
}

struct Retrying {
    std::string run(std::vector<Error> errors, RetryPolicy policy = {.first_delay = 1ms},
                    std::string before_failing = "", std::stop_token stop = {}) {
        IgnoringSink sink;
        const auto model = make_retrying_model(
            std::make_unique<FailingModel>(std::move(errors), calls, std::move(before_failing)),
            policy, log);
        try {
            return model->complete({}, sink, stop).text;
        } catch (const Failure& failure) {
            return "failed: " + failure.error().message;
        }
    }
    int calls = 0;
    CountingLog log;
};

}

TEST_CASE("retry: what may pass is tried again and logged", "[retry]") {
    Retrying retrying;

    CHECK(retrying.run({passing(), passing()}) == "ok");

    CHECK(retrying.calls == 3);
    CHECK(
        retrying.log.lines ==
        std::vector<std::string>(2, "model call failed, trying again model error attempt wait_ms"));
}

TEST_CASE("retry: what will not pass is not tried again", "[retry]") {
    Retrying retrying;

    CHECK(retrying.run({{Errc::model, "wrong key"}}) == "failed: wrong key");

    CHECK(retrying.calls == 1);
}

TEST_CASE("retry: after the last attempt the last error comes out", "[retry]") {
    Retrying retrying;
    Error last = passing();
    last.message = "still busy";

    CHECK(retrying.run({passing(), last, passing()}, {.attempts = 2, .first_delay = 1ms}) ==
          "failed: still busy");

    CHECK(retrying.calls == 2);
}

TEST_CASE("retry: once a word reached the reader nothing is said twice", "[retry]") {
    Retrying retrying;

    CHECK(retrying.run({passing()}, {.first_delay = 1ms}, "The answer") == "failed: busy");

    CHECK(retrying.calls == 1);
}

TEST_CASE("retry: the server's own wait is kept, unless it is too long", "[retry]") {
    Retrying patient, impatient;
    const auto begin = std::chrono::steady_clock::now();

    CHECK(patient.run({passing(50ms)}) == "ok");
    CHECK(std::chrono::steady_clock::now() - begin >= 50ms);
    CHECK(impatient.run({passing(61s)}) == "failed: busy");
    CHECK(impatient.calls == 1);
}

TEST_CASE("retry: a stop ends the wait", "[retry]") {
    Retrying retrying;
    std::stop_source stop;
    stop.request_stop();
    const auto begin = std::chrono::steady_clock::now();

    CHECK_THROWS_AS(retrying.run({passing()}, {.first_delay = 20s}, "", stop.get_token()), Stopped);

    CHECK(std::chrono::steady_clock::now() - begin < 200ms);
}
