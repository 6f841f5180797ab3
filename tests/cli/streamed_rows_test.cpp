#include "cli/streamed_rows.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/progress.h"
#include "cli/render/rows_output.h"
#include "cli/render/terminal.h"
#include "libagent/database/database.h"
#include "tests/cli/render/captured.h"
#include "tests/support/fake_database.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace askdb;
using namespace askdb::cli;
using database::Limits;
using database::Rows;
using database::StreamEnd;

namespace {

/// A database whose every statement gives 1,234 rows, and then waits for something.
class WaitingSource : public database::Source {
  public:
    WaitingSource(std::function<void()> wait, std::size_t& limit) : wait_(wait), limit_(limit) {}

    std::unique_ptr<database::Connection> connect(std::stop_token) const override {
        return std::make_unique<WaitingConnection>(*this);
    }
    const database::Dialect& dialect() const override { return *database::find_dialect("sqlite"); }

  private:
    class WaitingConnection : public database::Connection {
      public:
        explicit WaitingConnection(const WaitingSource& source) : source_(source) {}
        Result<Rows> query(std::string_view, const Limits&, std::stop_token) override {
            return Rows{};
        }
        Result<StreamEnd> stream(std::string_view, const Limits& limits, database::RowSink& sink,
                                 std::stop_token) override {
            constexpr std::size_t rows = 1234;
            Rows block;
            block.columns = {{.name = "a"}};
            for (std::size_t row = 0; row < rows; ++row) block.append(database::Kind::text, "x");
            sink.begin(block.columns);
            sink.take(block);
            source_.limit_ = limits.rows;
            source_.wait_();
            return StreamEnd{.rows = rows, .truncated = limits.rows == rows};
        }
        std::optional<Error> check(std::string_view, std::stop_token) override { return {}; }
        database::Catalog load_catalog(std::stop_token) override { return {}; }

      private:
        const WaitingSource& source_;
    };

    std::function<void()> wait_;
    std::size_t& limit_;
};

/// One run of `askdb sql --data csv`.
struct StreamedRun {
    int run(std::function<void()> wait = [] {}) {
        Messages messages(err.writer(), false);
        Output output(out.writer());
        const Environment environment;
        const CommandContext context{args, config, environment, terminal, output, messages, {}};
        database::Database database("fake",
                                    std::make_unique<WaitingSource>(std::move(wait), limit));
        RowsOutput rows(context);
        Progress progress(context);
        progress.show("loading big.csv");
        return stream_rows(context, progress, {database, "SELECT 1"}, rows);
    }

    test::Captured err;
    test::Captured out;
    Args args = parse_args(std::vector<const char*>{"sql", "--data", "csv"}).value_or_throw();
    Config config;
    Terminal terminal{.on_stderr = true, .stderr_width = 80};
    std::size_t limit = 0;
};

}

TEST_CASE("streamed rows: a terminal is told how many came so far, and keeps a clean line",
          "[cli][stream]") {
    StreamedRun streamed;
    std::string shown;

    const int code = streamed.run([&] {
        std::size_t at = std::string::npos;
        while ((at = shown.find("1,234 rows")) == std::string::npos) shown += streamed.err.next();
        // Whoever was shown before does not come back in between.
        while (shown.find("1,234 rows", at + 1) == std::string::npos) shown += streamed.err.next();
        CHECK(shown.find("loading", at) == std::string::npos);
    });

    CHECK(code == 0);
    CHECK_THAT(streamed.err.so_far(), Catch::EndsWith("\r\x1b[K"));
    CHECK_THAT(streamed.out.next(), Catch::StartsWith("a\nx\nx\n"));
}

TEST_CASE("streamed rows: nothing is drawn where rows go to the same terminal", "[cli][stream]") {
    StreamedRun streamed;
    streamed.terminal.on_stdout = true;

    streamed.run();

    CHECK_THAT(streamed.err.so_far(), !Catch::Contains("rows"));
}

TEST_CASE("streamed rows: only a limit that somebody set is one", "[cli][stream]") {
    StreamedRun without, with;
    with.config.limits.max_rows = 1234;

    CHECK(without.run() == 0);
    CHECK(with.run() == 7);

    CHECK(without.limit == std::numeric_limits<std::size_t>::max());
    CHECK(with.limit == 1234);
    CHECK_THAT(with.err.so_far(), Catch::Contains("cut after 1234 rows"));
}
