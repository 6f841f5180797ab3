#include "cli/render/views_json.h"

#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("json views: the answer is one line, and only the answer", "[cli]") {
    test::Captured captured, silent;
    Output output(captured.writer());
    Messages messages(silent.writer(), false);
    AnswerJson view(output, messages);
    chat::Answer answer;
    answer.response = "two\nlines \x1b";

    view.receive(chat::Token{"two"});
    view.receive(chat::Completed{answer});

    const std::string text = captured.so_far();
    CHECK(std::count(text.begin(), text.end(), '\n') == 1);
    CHECK_THAT(text, Catch::Contains("two\\nlines \\u001b"));
}

TEST_CASE("json views: a failure is one object, without secrets", "[cli]") {
    test::Captured captured, silent;
    Output output(captured.writer());
    Messages messages(silent.writer(), false);
    messages.hide_secret("sk-12345");

    AnswerJson(output, messages)
        .receive(chat::Failed{{Errc::model, "the key sk-12345 is wrong"}, "s"});

    CHECK(captured.so_far() ==
          "{\"session_id\":\"s\",\"error\":{\"type\":\"model_error\","
          "\"message\":\"the key *** is wrong\"}}\n");
}

TEST_CASE("json views: a stream is one event a line, at once, without secrets", "[cli]") {
    test::Captured captured, silent;
    Output output(captured.writer());
    Messages messages(silent.writer(), false);
    messages.hide_secret("sk-12345");
    StreamJson view(output, messages);

    view.receive(chat::Token{"one"});
    CHECK(captured.so_far() == "{\"type\":\"token\",\"content\":\"one\"}\n");
    view.receive(chat::Failed{{Errc::model, "the key sk-12345 is wrong"}, "s"});
    const std::string text = captured.so_far();
    CHECK_THAT(text, Catch::Contains("the key *** is wrong"));
    CHECK_THAT(text, !Catch::Contains("sk-12345"));
}

TEST_CASE("json views: nothing in a string steers a terminal", "[cli]") {
    test::Captured captured, silent;
    Output output(captured.writer());
    Messages messages(silent.writer(), false);
    chat::Answer answer;
    answer.response = "\x7f\u009b2J\u202e";

    AnswerJson(output, messages).receive(chat::Completed{answer});
    StreamJson(output, messages).receive(chat::Token{"\u009b2J"});

    const std::string text = captured.so_far();
    CHECK_THAT(text, Catch::Contains("\\u007f\\u009b2J\\u202e"));
    CHECK_THAT(text, Catch::Contains("\"content\":\"\\u009b2J\""));
    CHECK_THAT(text, !Catch::Contains("\u009b"));
}
