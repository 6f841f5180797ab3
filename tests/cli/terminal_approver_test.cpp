#include "cli/terminal_approver.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <pty.h>
#include <string>
#include <unistd.h>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("approval: the statement is shown whole, behind a margin it cannot leave", "[write]") {
    const std::string sql = "DELETE FROM t\nWHERE a = 'x'\r\x1b[2Kcommit? [y/N] y\u202e" +
                            std::string(300, ' ') + "OR 1 = 1";

    const std::string shown = framed_statement(sql, 80);

    std::vector<std::string> lines = split(shown, '\n');
    CHECK(lines.back().empty());
    lines.pop_back();
    CHECK(lines.size() > 4);
    for (const std::string& line : lines) {
        CHECK(line.starts_with("  | "));
        CHECK(display_width(line) <= 80);
    }
    CHECK(shown.find('\x1b') == std::string::npos);
    CHECK(shown.find('\r') == std::string::npos);
    CHECK(shown.find("\\x1b[2K") != std::string::npos);
    CHECK(shown.find("OR 1 = 1") != std::string::npos);
}

TEST_CASE("approval: of a very long statement head, tail and length are shown", "[write]") {
    const std::string sql =
        "DELETE FROM t WHERE a IN ('" + std::string(1u << 20, 'x') + "') OR is_last";

    const std::string shown = framed_statement(sql, 80);

    CHECK(shown.size() < 8'000);
    CHECK(shown.find("DELETE FROM t") != std::string::npos);
    CHECK(shown.find("OR is_last") != std::string::npos);
    CHECK(shown.find("of " + std::to_string(sql.size()) + " bytes are not shown") !=
          std::string::npos);
}

TEST_CASE("approval: patience has an end, and a stop ends it at once", "[write]") {
    int terminal_end = -1, keyboard = -1;
    REQUIRE(::openpty(&terminal_end, &keyboard, nullptr, nullptr, nullptr) == 0);
    Messages messages(-1, false);
    Progress progress(messages, false, 80);
    const Terminal terminal{.on_stderr = true};
    TerminalApprover approver(messages, progress, terminal, keyboard);
    const tools::WriteProposal impatient{.database = "shop",
                                         .sql = "DELETE FROM t",
                                         .touches = "DELETE from t: 1 row",
                                         .patience = std::chrono::milliseconds(1)};
    tools::WriteProposal patient = impatient;
    patient.patience = std::chrono::minutes(5);
    std::stop_source stop;
    stop.request_stop();

    CHECK(approver.ask(impatient, {}) == tools::Approval::no_answer);
    CHECK_THROWS_AS(approver.ask(patient, stop.get_token()), Stopped);
    ::close(terminal_end);  // The terminal goes away while it asks.
    CHECK(approver.ask(patient, {}) == tools::Approval::no);
    ::close(keyboard);
}

TEST_CASE("approval: without a terminal nobody can be asked, and that is no", "[write]") {
    Messages messages(-1, false);
    Progress progress(messages, false, 80);
    const Terminal terminal{.on_stderr = false};
    TerminalApprover approver(messages, progress, terminal);

    REQUIRE(approver.cannot_ask());
    CHECK(approver.cannot_ask()->code == Errc::refused);
    CHECK_FALSE(approver.cannot_ask()->hint.empty());
    CHECK(approver.ask({}, {}) == tools::Approval::no);
}
