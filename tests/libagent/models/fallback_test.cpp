#include "libagent/models/fallback.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models;

namespace {

/// Says `words`, then answers or fails.
class PlannedModel : public Model {
  public:
    PlannedModel(std::string name, std::string words, bool fails, bool stops = false)
        : name_(std::move(name)), words_(std::move(words)), fails_(fails), stops_(stops) {}

    std::string name() const override { return name_; }
    ModelReply complete(const ModelRequest&, TextSink& sink, std::stop_token) const override {
        if (!words_.empty()) sink.on_text(words_);
        if (stops_) throw Stopped();
        if (fails_) throw Failure({Errc::model, name_ + " is down"});
        return {.text = words_};
    }

  private:
    const std::string name_, words_;
    const bool fails_, stops_;
};

struct LineLog : Log {
    void write(LogLevel level, std::string_view what,
               std::initializer_list<LogField> fields) override {
        lines.emplace_back(level == LogLevel::warning ? "warning: " : "");
        lines.back() += what;
        for (const LogField& field : fields) lines.back() += " " + field.value;
    }
    std::vector<std::string> lines;
};

struct Chain {
    template <class... Models>
    explicit Chain(Models... planned) {
        std::vector<std::unique_ptr<Model>> models;
        (models.push_back(std::make_unique<PlannedModel>(planned)), ...);
        model = make_fallback_model(std::move(models), log);
    }
    ModelReply ask() {
        struct Sink : TextSink {
            void on_text(std::string_view) override {}
        } sink;
        return model->complete({}, sink, {});
    }
    LineLog log;
    std::unique_ptr<Model> model;
};

}

TEST_CASE("fallback: the next model answers for one that failed, and is named", "[fallback]") {
    Chain chain(PlannedModel("a", "", true), PlannedModel("b", "", true),
                PlannedModel("c", "42", false));

    const ModelReply reply = chain.ask();

    CHECK(reply.text == "42");
    CHECK(reply.answered_by == "c");
    CHECK(chain.model->name() == "a");
    CHECK(chain.log.lines ==
          std::vector<std::string>{"warning: model failed, asking another a a is down b",
                                   "warning: model failed, asking another b b is down c"});
}

TEST_CASE("fallback: a first model that answers is the only one asked", "[fallback]") {
    Chain chain(PlannedModel("a", "42", false), PlannedModel("b", "43", false));

    CHECK(chain.ask().text == "42");
    CHECK(chain.ask().answered_by.empty());
    CHECK(chain.log.lines.empty());
}

TEST_CASE("fallback: words that went out are not said again by another", "[fallback]") {
    Chain chain(PlannedModel("a", "The ans", true), PlannedModel("b", "42", false));

    CHECK_THROWS_WITH(chain.ask(), "a is down");
}

TEST_CASE("fallback: when all fail, the last failure comes out; a stop ends all", "[fallback]") {
    Chain failing(PlannedModel("a", "", true), PlannedModel("b", "", true));
    Chain stopping(PlannedModel("a", "", false, true), PlannedModel("b", "42", false));

    CHECK_THROWS_WITH(failing.ask(), "b is down");
    CHECK_THROWS_AS(stopping.ask(), Stopped);
}
