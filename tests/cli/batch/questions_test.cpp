#include "cli/batch/questions.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <fstream>

namespace askdb::cli {
namespace {

struct QuestionsFile {
    explicit QuestionsFile(std::string_view bytes) { std::ofstream(path) << bytes; }

    test::TempFolder folder;
    std::string path = folder.file("q");
};

std::vector<ListedQuestion> questions_of(std::string_view bytes) {
    const QuestionsFile file(bytes);
    Questions questions(file.path, {});
    std::vector<ListedQuestion> all;
    while (auto question = questions.next()) all.push_back(std::move(*question));
    CHECK(questions.total() == all.size());
    return all;
}

/// Why nothing of it may be asked, without the file's name.
std::string error_of_questions(std::string_view bytes) {
    const QuestionsFile file(bytes);
    try {
        Questions questions(file.path, {});
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::usage);
        std::string message = failure.error().message;
        const std::size_t at = message.find(file.path);
        REQUIRE(at != std::string::npos);
        return message.replace(at, file.path.size(), "q");
    }
    return "none";
}

}

TEST_CASE("questions: one a line, by the number of the line", "[cli][batch]") {
    const auto all = questions_of("\xEF\xBB\xBFHow many?\r\n\n  # a note\n\tWhere is Čapek? \n");

    REQUIRE(all.size() == 2);
    CHECK(all[0].text == "How many?");
    CHECK(all[0].id == "1");
    CHECK(all[0].has_number_id);
    CHECK(all[1].text == "Where is Čapek?");
    CHECK(all[1].id == "4");
    CHECK(questions_of("").empty());
    CHECK(questions_of("# nothing\n").empty());
}

TEST_CASE("questions: a line in braces brings its own id", "[cli][batch]") {
    const auto all = questions_of(R"({"id":"north/1","question":"How\nmany?","extra":[1,{}]}
{"question":"No id"}
{"id":-7,"question":"A number"}
{"id":null,"question":"#1?"})");

    REQUIRE(all.size() == 4);
    CHECK(all[0].id == "north/1");
    CHECK_FALSE(all[0].has_number_id);
    CHECK(all[0].text == "How\nmany?");
    CHECK(all[1].id == "2");
    CHECK(all[2].id == "-7");
    CHECK(all[2].has_number_id);
    CHECK(all[3].id == "4");
}

TEST_CASE("questions: what is no question is told by its line, before any is asked",
          "[cli][batch]") {
    CHECK(error_of_questions("fine\n{\"question\": 7}\n") ==
          "line 2 of 'q' has no \"question\" with a text");
    CHECK(error_of_questions("{\"question\":\" \"}") ==
          "line 1 of 'q' has no \"question\" with a text");
    CHECK(error_of_questions("{how many}") == "line 1 of 'q' is not valid JSON");
    CHECK(error_of_questions("a\n{\"id\":1.5,\"question\":\"b\"}") ==
          "line 2 of 'q' has an \"id\" that is neither a text nor a whole number of 64 bits");
    CHECK_THAT(error_of_questions("{\"id\":18446744073709551615,\"question\":\"b\"}"),
               Catch::Contains("64 bits"));
    CHECK_THAT(error_of_questions("{\"id\":\"\",\"question\":\"b\"}"), Catch::Contains("\"id\""));
    CHECK(error_of_questions("a\nSevilla es \xE1nimo\n") == "line 2 of 'q' is not UTF-8");
    CHECK(error_of_questions(std::string_view("a\0b\n", 4)) == "line 1 of 'q' holds a NUL byte");
    CHECK(error_of_questions(R"({"question":"a\u0000b"})") == "line 1 of 'q' holds a NUL byte");
    CHECK(error_of_questions(std::string(1u << 20, 'x')) ==
          "line 1 of 'q' holds more than 128 KiB");
    CHECK(error_of_questions(std::string(100'000, '[') + "\n{" + std::string(100'000, '[')) ==
          "line 2 of 'q' nests deeper than 200 levels");
}

TEST_CASE("questions: an id that comes twice is told with both lines", "[cli][batch]") {
    CHECK(error_of_questions(R"({"id":"a","question":"x"}
{"id":"b","question":"y"}
{"id":"a","question":"z"})") == "line 3 of 'q': the id 'a' is that of line 1 too");
    CHECK(error_of_questions("plain\n{\"id\":1,\"question\":\"x\"}") ==
          "line 2 of 'q': the id '1' is that of line 1 too");
    CHECK(error_of_questions("{\"id\":\"2\",\"question\":\"x\"}\nplain") ==
          "line 2 of 'q': the id '2' is that of line 1 too");
    CHECK(questions_of("# no\n{\"id\":1,\"question\":\"x\"}\n{\"id\":\"01\",\"question\":\"y\"}")
              .size() == 2);
}

TEST_CASE("questions: a file that is not there says why", "[cli][batch]") {
    CHECK_THROWS_AS(Questions("/nonexistent/q", {}), Failure);
    Questions folder("/", {});
    CHECK_THROWS_AS(folder.next(), Failure);
}

}
