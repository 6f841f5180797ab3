#include "cli/doors.h"

#include "cli/render/messages.h"

#include <catch2/catch.hpp>

#include <array>
#include <new>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

using namespace askdb;
using namespace askdb::cli;

namespace {

struct DoorOutcome {
    int code;
    std::string text;
};

DoorOutcome through(const std::function<int()>& work, const std::string& secret = {}) {
    std::array<int, 2> ends = {};
    REQUIRE(::pipe(ends.data()) == 0);
    Messages messages(ends[1], false);
    messages.hide_secret(secret);
    const int code = through_door(messages, work);
    ::close(ends[1]);
    std::string text(4096, '\0');
    const ssize_t got = ::read(ends[0], text.data(), text.size());
    ::close(ends[0]);
    text.resize(static_cast<std::size_t>(got));
    return {code, text};
}

}

TEST_CASE("doors: every kind of bad news has its exit code", "[cli]") {
    using enum Errc;
    const std::vector<std::pair<Errc, int>> codes = {{bad_input, 1},   {no_answer, 1}, {usage, 2},
                                                     {unavailable, 3}, {timeout, 4},   {model, 5},
                                                     {refused, 6},     {limit, 7},     {check, 8}};
    for (const auto& [code, expected] : codes) {
        const Error error{code, "it failed"};
        CHECK(through([&]() -> int { throw Failure(error); }).code == expected);
    }
    CHECK(through([]() -> int { throw Stopped(); }).code == 130);
    CHECK(through([] { return 7; }).code == 7);
}

TEST_CASE("doors: a failure is one line with its hint", "[cli]") {
    const auto outcome = through([]() -> int {
        throw Failure({Errc::usage, "no such thing 'x'", "did you mean 'y'?"});
    });

    CHECK(outcome.text == "askdb: no such thing 'x' (did you mean 'y'?)\n");
}

TEST_CASE("doors: no secret and no escape sequence passes", "[cli]") {
    const auto outcome = through(
        []() -> int {
            throw Failure({Errc::model, "the key sk-12345 is \x1b[31mwrong"});
        },
        "sk-12345");

    CHECK(outcome.text == "askdb: the key *** is \\x1b[31mwrong\n");
}

TEST_CASE("doors: no memory and no thread left is told, and may be better later", "[cli]") {
    const auto memory = through([]() -> int { throw std::bad_alloc(); });
    const auto thread = through([]() -> int {
        throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
    });

    CHECK(memory.code == 3);
    CHECK_THAT(memory.text, Catch::Contains("out of memory"));
    CHECK(thread.code == 3);
    CHECK_THAT(thread.text, Catch::StartsWith("askdb: ") && Catch::Contains("unavailable"));
}

TEST_CASE("doors: what nobody foresaw is told, too", "[cli]") {
    const auto outcome = through([]() -> int { throw std::logic_error("\x1bodd"); });

    CHECK(outcome.code == 1);
    CHECK(outcome.text == "askdb: unexpected: \\x1bodd\n");
}
