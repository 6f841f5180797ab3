#include "libagent/models/egress_ledger.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace askdb;

namespace {

const std::vector<chat::Message>& one_result() {
    static const std::vector<chat::Message> messages = {
        {.role = chat::Role::assistant, .tool_calls = {{"c1", "query", "{}"}}},
        {.role = chat::Role::tool,
         .text = R"({"handle":"r1","row_count":2,"columns":[{"name":"n"}],"rows":[["ab"],["c"]]})",
         .tool_call_id = "c1"}};
    return messages;
}

models::Departure departure(std::string host, std::string_view conversation) {
    return {.host = std::move(host),
            .model = "m",
            .conversation = conversation,
            .bytes = 100,
            .messages = one_result()};
}

struct LogFile {
    std::string path = (std::filesystem::temp_directory_path() /
                        ("askdb-egress-" + std::to_string(::getpid()) + ".jsonl"))
                           .string();
    ~LogFile() { std::filesystem::remove(path); }
    std::size_t lines() const {
        std::ifstream file(path);
        std::size_t count = 0;
        for (std::string line; std::getline(file, line);) ++count;
        return count;
    }
    mode_t mode() const {
        struct stat info = {};
        ::stat(path.c_str(), &info);
        return info.st_mode & 0777;
    }
};

}

TEST_CASE("egress ledger: counts by conversation and host, each value once", "[share][egress]") {
    models::EgressLedger ledger;
    ledger.before_sending(departure("a", "c1"));
    ledger.before_sending(departure("a", "c1"));
    ledger.before_sending(departure("b", "c1"));
    ledger.before_sending(departure("a", "c2"));

    const models::EgressByHost hosts = ledger.of_conversation("c1");
    REQUIRE(hosts.size() == 2);
    CHECK(hosts.at("a").requests == 2);
    CHECK(hosts.at("a").bytes == 200);
    CHECK(hosts.at("a").columns.at("r1.n").values == 2);
    CHECK(hosts.at("a").columns.at("r1.n").bytes == 3);
    CHECK(ledger.of_conversation("none").empty());
}

TEST_CASE("egress ledger: appends lines to a file that only its owner reads", "[share][egress]") {
    const LogFile log;
    models::EgressLedger(log.path).before_sending(departure("a", "c1"));
    CHECK(log.mode() == 0600);
    ::chmod(log.path.c_str(), 0644);

    models::EgressLedger again(log.path);
    again.before_sending(departure("a", "c1"));
    models::EgressLedger last(log.path);
    last.before_sending(departure("a", "c1"));

    CHECK(log.lines() == 3);
    CHECK(log.mode() == 0600);
    CHECK(again.was_open_to_others());
    CHECK_FALSE(last.was_open_to_others());
}

TEST_CASE("egress ledger: a file with something else in it is refused, and stays as it is",
          "[share][egress]") {
    const LogFile log;
    for (const std::string text :
         {"SQLite format 3", "name,city\nAna,Oslo\n", "{\"time\":\"now\"}\n"}) {
        std::ofstream(log.path) << text;
        ::chmod(log.path.c_str(), 0644);
        try {
            models::EgressLedger ledger{log.path};
            FAIL("opened");
        } catch (const Failure& failure) {
            CHECK(failure.error().code == Errc::usage);
            CHECK(failure.error().message.find("something else than an egress log") !=
                  std::string::npos);
        }
        CHECK(log.mode() == 0644);
        CHECK(std::filesystem::file_size(log.path) == text.size());
    }
    std::ofstream(log.path, std::ios::trunc).close();
    models::EgressLedger(log.path).before_sending(departure("a", "c1"));
    CHECK(log.lines() == 1);
}

TEST_CASE("egress ledger: a file that cannot be opened is a usage error", "[share][egress]") {
    for (const char* path : {"/nowhere/at/all", "/tmp"}) {
        try {
            models::EgressLedger ledger{std::string(path)};
            FAIL("opened");
        } catch (const Failure& failure) {
            CHECK(failure.error().code == Errc::usage);
            CHECK(failure.error().message.find(path) != std::string::npos);
        }
    }
}

TEST_CASE("egress ledger: what cannot be noted must not be sent", "[share][egress]") {
    models::EgressLedger ledger("/dev/full");

    try {
        ledger.before_sending(departure("a", "c1"));
        FAIL("noted");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::refused);
        CHECK_FALSE(failure.error().retryable);
    }
    CHECK(ledger.of_conversation("c1").empty());
}
