#include "cli/batch/answers_file.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sys/stat.h>

namespace askdb::cli {
namespace {

const AnswersOrigin shop_origin{.databases = {"shop.db"}};

ListedQuestion asked_as(std::string id, std::string text) {
    return {.id = std::move(id), .has_number_id = false, .text = std::move(text)};
}

TurnEnd answered_with(std::string response) {
    chat::Answer answer{.session_id = "s", .response = std::move(response), .model = "m"};
    answer.workflow.push_back({.step = 1, .tool = "query", .arguments = "{}", .sql = "SELECT 1"});
    answer.warnings.push_back({.check = "truncation", .message = "cut"});
    return {.answer = std::move(answer)};
}

TurnEnd failed_with(Errc code) {
    return {.error = Error{.code = code, .message = "why", .hint = "do", .sqlstate = "42000"}};
}

/// A file of answers, opened as often as a test wants.
struct Answers {
    AnswersFile open(const AnswersOrigin& origin = shop_origin) { return {path, origin, {}}; }

    /// Why it is refused.
    std::string refusal(const AnswersOrigin& origin = shop_origin) {
        const std::string before = std::filesystem::exists(path) ? test::file_bytes(path) : "";
        try {
            const AnswersFile answers(path, origin, {});
        } catch (const Failure& failure) {
            CHECK(failure.error().code == Errc::usage);
            CHECK(test::file_bytes(path) == before);
            std::string message = failure.error().message;
            return message.substr(message.rfind("': ") + 3);
        }
        return "none";
    }

    void write(std::string_view bytes) const { std::ofstream(path, std::ios::app) << bytes; }

    test::TempFolder folder;
    std::string path = folder.file("answers.jsonl");
};

}

TEST_CASE("answers file: what was answered is found again, by id and text", "[cli][batch]") {
    Answers file;
    file.open().add(asked_as("a", "How many?"), answered_with("Five\nof them 😀"));

    const AnswersFile again = file.open();
    const auto found = again.find(asked_as("a", "How many?"));

    REQUIRE(found);
    CHECK(found->is_from_file);
    CHECK(found->answer->response == "Five\nof them 😀");
    CHECK(found->answer->warnings.front().message == "cut");
    CHECK(found->answer->workflow.front().sql == "SELECT 1");
    CHECK_FALSE(again.find(asked_as("a", "How many, really?")));
    CHECK_FALSE(again.find(asked_as("b", "How many?")));
    struct stat status = {};
    REQUIRE(::stat(file.path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("answers file: only what asking again would not change is kept", "[cli][batch]") {
    Answers file;
    TurnEnd cut_short = answered_with("So far");
    cut_short.answer->stopped_by = "max_steps";
    {
        AnswersFile answers = file.open();
        answers.add(asked_as("limit", "q"), cut_short);
        answers.add(asked_as("stopped", "q"), {});
        for (const Errc code : {Errc::unavailable, Errc::timeout, Errc::model, Errc::usage,
                                Errc::limit, Errc::no_answer, Errc::refused, Errc::bad_input})
            answers.add(asked_as(std::to_string(static_cast<int>(code)), "q"), failed_with(code));
    }

    const AnswersFile again = file.open();
    const auto is_kept = [&](const std::string& id) {
        return again.find(asked_as(id, "q")).has_value();
    };

    CHECK_FALSE(is_kept("limit"));
    CHECK_FALSE(is_kept("stopped"));
    for (const Errc code :
         {Errc::unavailable, Errc::timeout, Errc::model, Errc::usage, Errc::limit})
        CHECK_FALSE(is_kept(std::to_string(static_cast<int>(code))));
    for (const Errc code : {Errc::no_answer, Errc::refused, Errc::bad_input}) {
        const auto found = again.find(asked_as(std::to_string(static_cast<int>(code)), "q"));
        REQUIRE(found);
        CHECK(found->error->code == code);
        CHECK(found->error->hint == "do");
        CHECK(found->error->sqlstate == "42000");
    }
}

TEST_CASE("answers file: a half line that a kill left is cut off, whatever its length",
          "[cli][batch]") {
    Answers file;
    file.open().add(asked_as("a", "one"), answered_with("1"));
    const std::string whole = test::file_bytes(file.path);
    file.open().add(asked_as("b", "two"), answered_with("2"));
    const std::string both = test::file_bytes(file.path);

    for (std::size_t size = whole.size(); size < both.size(); ++size) {
        std::ofstream(file.path, std::ios::trunc) << both.substr(0, size);
        const AnswersFile again = file.open();
        CHECK(again.find(asked_as("a", "one")));
        CHECK_FALSE(again.find(asked_as("b", "two")));
        CHECK(test::file_bytes(file.path) == whole);
    }
    // Of a first line, too.
    std::ofstream(file.path, std::ios::trunc) << both.substr(0, 30);
    file.open().add(asked_as("a", "one"), answered_with("1"));
    CHECK(test::file_bytes(file.path) == whole);
}

TEST_CASE("answers file: the later of two answers to a changed question counts", "[cli][batch]") {
    Answers file;
    file.open().add(asked_as("a", "How many?"), answered_with("5"));
    file.open().add(asked_as("a", "How many now?"), answered_with("6"));

    const AnswersFile again = file.open();

    CHECK_FALSE(again.find(asked_as("a", "How many?")));
    CHECK(again.find(asked_as("a", "How many now?"))->answer->response == "6");
}

TEST_CASE("answers file: with --strict, what was answered without and is in doubt is none here",
          "[cli][batch][checks]") {
    Answers file;
    TurnEnd sound = answered_with("5"), failing = answered_with("7");
    sound.answer->warnings.clear();
    failing.answer->failed_checks = {"truncation"};
    const auto strict = [&] { return AnswersFile(file.path, shop_origin, {}, true); };
    file.open().add(asked_as("a", "Doubted?"), answered_with("6"));
    file.open().add(asked_as("b", "Sound?"), sound);

    CHECK_FALSE(strict().find(asked_as("a", "Doubted?")));
    CHECK(strict().find(asked_as("b", "Sound?"))->answer->response == "5");
    strict().add(asked_as("a", "Doubted?"), failing);

    CHECK(strict().find(asked_as("a", "Doubted?"))->answer->failed_checks ==
          std::vector<std::string>{"truncation"});
    const auto lenient = file.open().find(asked_as("a", "Doubted?"));
    CHECK(lenient->answer->response == "7");
    CHECK(lenient->answer->failed_checks.empty());
    CHECK(lenient->recorded.find("failed_checks") == std::string::npos);
}

TEST_CASE("answers file: any other file is refused and stays as it is", "[cli][batch]") {
    for (const std::string_view bytes :
         {"my only copy\n", "my only copy", "{\"id\":1}\n", "\n", "{",
          "{\"askdb_answers\":99,\"databases\":[],\"sql\":false}\n", "{\"askdb_answers\":1\n"}) {
        Answers file;
        file.write(bytes);
        CHECK(file.refusal() != "none");
    }
    Answers damaged;
    damaged.open().add(asked_as("a", "one"), answered_with("1"));
    damaged.write("garbage in the middle\n");
    CHECK(damaged.refusal() == "line 3 is no recorded answer");

    CHECK_THROWS_AS(AnswersFile("/", shop_origin, {}), Failure);
    CHECK_THROWS_AS(AnswersFile("/dev/null", shop_origin, {}), Failure);
    CHECK_THROWS_AS(AnswersFile("/nonexistent/x", shop_origin, {}), Failure);
    const std::string fifo = damaged.folder.file("fifo");
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    CHECK_THROWS_AS(AnswersFile(fifo, shop_origin, {}), Failure);
}

TEST_CASE("answers file: answers of another database or with --sql are none here", "[cli][batch]") {
    Answers file;
    file.open().add(asked_as("a", "one"), answered_with("1"));

    CHECK(file.refusal({.databases = {"other.db"}}) ==
          "it holds answers from shop.db, not from other.db");
    CHECK(file.refusal({.databases = {"shop.db"}, .sql_only = true}) ==
          "it was written without --sql");
}

TEST_CASE("answers file: a second run on the same file is told", "[cli][batch]") {
    Answers file;
    std::optional<AnswersFile> first;
    first.emplace(file.path, shop_origin, std::stop_token());

    CHECK(file.refusal() == "another run of askdb uses it now");
    first.reset();
    CHECK(file.refusal() == "none");
}

TEST_CASE("answers file: an empty file is taken as a new one", "[cli][batch]") {
    Answers file;
    std::ofstream(file.path).close();

    file.open().add(asked_as("a", "one"), answered_with("1"));

    CHECK(file.open().find(asked_as("a", "one")));
}

TEST_CASE("answers file: an answer that could not be read back is not kept", "[cli][batch]") {
    Answers file;
    TurnEnd deep = answered_with("1");
    deep.answer->workflow.front().arguments = std::string(199, '[') + std::string(199, ']');
    file.open().add(asked_as("deep", "one"), deep);
    file.open().add(asked_as("a", "one"), answered_with("1"));

    const AnswersFile again = file.open();

    CHECK_FALSE(again.find(asked_as("deep", "one")));
    CHECK(again.find(asked_as("a", "one")));
}

}
