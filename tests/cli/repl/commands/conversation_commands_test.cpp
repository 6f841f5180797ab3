// What was said: /turns /new /sessions /resume /fork /rewind /compact /retry /good /bad /share.
#include "cli/repl/kept_turns.h"
#include "libagent/base/text.h"
#include "libagent/session/compaction_json.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/fake_shell.h"

#include <catch2/catch.hpp>

#include <filesystem>

namespace askdb::test {
namespace {

struct TalkFixture {
    TempFolder folder;
    FakeShell shell{config(), {{"XDG_CONFIG_HOME", folder.file("config")}}};

    cli::Config config() const {
        cli::Config config;
        config.databases = {make_database(folder, shop_sql, "shop.db")};
        return config;
    }
    /// A finished turn of the conversation in hand.
    void turn(const std::string& question, const std::string& answer) {
        const session::SessionKey key = shell.conversation().key();
        const int number = shell.archive().begin_turn(key, {.question = question});
        session::Turn turn;
        turn.question = question;
        turn.messages.push_back({.role = chat::Role::user, .text = question});
        turn.messages.push_back({.role = chat::Role::assistant, .text = answer});
        turn.answer = {.session_id = key.id, .response = answer};
        shell.archive().commit_turn(key, number, turn);
        shell.state().last.question = question;
        shell.state().last.answer = turn.answer;
    }
    std::size_t turns() { return shell.archive().load(shell.conversation().key()).size(); }
};

bool shows(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("repl: /turns lists the questions, those that were taken back too", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/turns");
    CHECK(shell.said == "This conversation has no turns yet.\n");
    fixture.turn("How many\norders?", "Five.");
    fixture.turn("And customers?", "Three.");
    shell.type("/rewind");
    shell.type("/turns");
    CHECK(shows(shell.out, ",,How many orders?\n"));
    CHECK(shows(shell.out, ",taken back,And customers?\n"));
}

TEST_CASE("repl: the keyboard stays alive while the store is asked", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    for (const char* question : {"one?", "two?", "three?"}) fixture.turn(question, "x");
    fixture.turn("another one?", "x");
    std::vector<std::string> waits;
    shell.on_wait = [&](const std::string& doing) { waits.push_back(doing); };
    using Waits = std::vector<std::string>;
    const auto waited = [&](std::string_view line) {
        waits.clear();
        shell.type(line);
        INFO(line);
        CHECK(shell.error_message() == "");
        return waits;
    };
    const std::string reading = "reading the conversation";

    CHECK(waited("/turns") == Waits{reading});
    CHECK(waited("/compact") == Waits{reading, "shortening the conversation"});
    CHECK(waited("/bad It is five") == Waits{"keeping the rating"});
    CHECK(waited("/retry") == Waits{reading, "taking back"});
    CHECK(waited("/rewind") == Waits{reading, "taking back"});
    CHECK(waited("/fork") == Waits{reading, "copying the conversation"});
    CHECK(waited("/sessions") == Waits{"reading the conversations"});
    CHECK(waited("/resume") == Waits{"looking for the conversation"});
}

TEST_CASE("repl: /rewind takes back, and puts the question on the line", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    shell.type("/rewind");
    CHECK(shell.error_message() == "this conversation has no turns yet");
    for (const char* question : {"one?", "two?", "three?"}) fixture.turn(question, "x");

    shell.type("/rewind");
    CHECK(shell.said == "Turn 3 is taken back.\n");
    CHECK(shell.line == "three?");
    CHECK(fixture.turns() == 2);
    shell.type("/rewind 3");
    CHECK(shell.error_message() == "there is no turn '3'");
    shell.type("/rewind 1");
    CHECK(shell.said == "Turns 1 to 2 are taken back.\n");
    CHECK(shell.line == "one?");
    CHECK(fixture.turns() == 0);
    for (const char* wrong : {"/rewind 0", "/rewind x", "/rewind 99999999999", "/rewind -1"}) {
        shell.type(wrong);
        CHECK(shell.error);
    }
}

TEST_CASE("repl: /fork goes on in a copy, /resume finds the way back", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    fixture.turn("one?", "x");
    fixture.turn("two?", "x");
    const std::string first = shell.conversation().session_id;

    shell.type("/fork 1");
    CHECK(shell.conversation().session_id != first);
    CHECK(fixture.turns() == 1);
    CHECK(shows(shell.said, "/resume " + first.substr(0, 8)));
    shell.type("/resume " + first.substr(0, 8));
    CHECK(shell.conversation().session_id == first);
    CHECK(fixture.turns() == 2);
    CHECK(shows(shell.said, "Going on with 'one?', from just now."));
    shell.type("/resume " + first);
    CHECK(shell.said == "That is this conversation.\n");
    shell.type("/resume nothing-like-that");
    CHECK(shell.error);
    CHECK(shell.conversation().session_id == first);
}

TEST_CASE("repl: /new begins anew, /resume alone goes to the newest other one", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    shell.type("/resume");
    CHECK(shell.error_message() == "there is no other conversation to go on with");
    fixture.turn("one?", "x");
    const std::string first = shell.conversation().session_id;

    shell.type("/new");
    CHECK(shell.conversation().session_id != first);
    shell.type("/resume");
    CHECK(shell.conversation().session_id == first);
}

TEST_CASE("repl: /sessions lists them, and searches", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    shell.type("/sessions");
    CHECK(shell.said == "No conversation is kept yet.\n");
    fixture.turn("Which orders are late?", "None of the \x1b[2Jfive.");
    const std::string id = shell.conversation().session_id.substr(0, 8);

    shell.type("/sessions");
    CHECK(shows(shell.out, id + " *,"));
    CHECK(shows(shell.out, ",1,Which orders are late?\n"));
    shell.type("/sessions late orders");
    CHECK(shows(shell.out, id + ",1,"));
    shell.type("/sessions zebra");
    CHECK(shell.said == "Nothing was found.\n");
}

TEST_CASE("repl: /export writes the conversation, or shows it", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    const std::string page = fixture.folder.file("talk.html");
    shell.type("/export " + page);
    CHECK(shell.error_message() == "this conversation has no turns yet");
    CHECK_FALSE(std::filesystem::exists(page));
    fixture.turn("How many orders?", "Five.");

    shell.type("/export markdown");
    CHECK(shows(shell.out, "How many orders?"));
    CHECK(shows(shell.out, "Five."));
    shell.type("/export " + fixture.folder.file("talk.json"));
    CHECK(shows(file_bytes(fixture.folder.file("talk.json")), "How many orders?"));
    shell.type("/export " + fixture.folder.file("talk.json"));
    CHECK(shell.said == "Nothing was written.\n");
    for (const char* wrong : {"/export talk", "/export talk.pdf", "/export", "/export a.md b.md"}) {
        shell.type(wrong);
        INFO(wrong);
        CHECK(shell.error);
    }
    shell.type("/export markdwn");
    CHECK(shell.hint() == "did you mean 'markdown'?");
}

TEST_CASE("repl: /compact remarks that models see less", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    fixture.turn("one?", "x");

    shell.type("/compact");

    const session::Transcript transcript =
        shell.archive().transcript(shell.conversation().key()).value_or_throw();
    CHECK(session::compacted_up_to(transcript.notes) == 1);
    shell.type("/compact");
    CHECK(shows(shell.said, "There is nothing more to shorten"));
    shell.type("/compact now");
    CHECK(shell.error);
}

TEST_CASE("repl: /retry takes the answer back and asks again", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    shell.type("/retry");
    CHECK(shell.error_message() == "there is no question yet");
    fixture.turn("one?", "x");
    fixture.turn("two?", "y");
    shell.state().last.material = "notes";

    shell.type("/retry");

    CHECK(shell.questions == std::vector<std::string>{"two?"});
    CHECK(shell.state().last.material == "notes");
    CHECK(fixture.turns() == 1);
    CHECK(shell.rewired == 0);
}

TEST_CASE("repl: /retry with a model uses it once, and not at all when it cannot", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    fixture.turn("one?", "x");

    shell.type("/retry openai:gpt-4o");
    CHECK(shell.error);  // There is no key.
    CHECK(fixture.turns() == 1);
    CHECK(shell.questions.empty());
    shell.type("/retry ollama:qwen");
    CHECK(shell.questions.size() == 1);
    CHECK(shell.wiring().model_choice().offline);
    CHECK(shell.rewired == 2);
}

TEST_CASE("repl: /good and /bad keep the last answer as files", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    shell.type("/good");
    CHECK(shell.error_message() == "there is no answer yet");
    shell.type("/bad it is wrong");
    CHECK(shell.error);
    shell.type("/sql SELECT count(*) FROM orders");
    fixture.turn("How many orders?", "Five.");
    shell.state().last.answer.handle = "r1";

    shell.type("/good asked by sales");
    CHECK(shows(shell.said, "Kept as good: "));
    const std::string file(trim(shell.said.substr(shell.said.find('/'))));
    CHECK(std::filesystem::exists(file));
    CHECK(shows(file_bytes(file), "SELECT count(*) FROM orders"));
    CHECK(shows(file_bytes(file), "asked by sales"));
    shell.type("/good asked by sales");
    CHECK(shell.said == "Is already kept as good: " + file + "\n");
    shell.answers = {"/quit"};
    shell.type("/bad");
    CHECK(shell.said == "Nothing was kept.\n");
    shell.type("/bad Cancelled ones do not count.");
    CHECK(shows(shell.said, "Kept as bad: "));
    const session::Transcript transcript =
        shell.archive().transcript(shell.conversation().key()).value_or_throw();
    REQUIRE(transcript.notes.size() == 3);
    CHECK(transcript.notes[0].text == "rated");
}

TEST_CASE("repl: /bad asks what is right, or takes the statement that ran since", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    shell.type("/sql SELECT count(*) FROM customers");
    fixture.turn("How many orders?", "Three.");
    shell.state().last.answer.handle = "r1";

    shell.type("/bad");
    CHECK(shell.said == "Nothing was kept.\n");
    CHECK(shell.asked.size() == 1);
    shell.type("/bad sql");
    CHECK(shows(shell.error_message(), "the one behind the answer"));
    shell.type("/sql SELECT count(*) FROM orders");
    shell.answers = {"sql"};
    shell.type("/bad");
    CHECK(shows(shell.said, "Kept as bad: "));
    const std::string file(trim(shell.said.substr(shell.said.find('/'))));
    CHECK(shows(file_bytes(file), "SELECT count(*) FROM orders"));
}

TEST_CASE("repl: /share shows what a model gets, and where it goes", "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    shell.type("/sql SELECT * FROM orders");

    shell.type("/share");
    CHECK(shows(shell.out, "nothing of this leaves this machine"));
    CHECK(shows(shell.out, "r1: 5 of 5 rows, 4 columns"));
    CHECK(shows(shell.out, "customers"));
    shell.type("/share 2");
    CHECK(shell.said == "A model gets to see the first 2 rows of each result.\n");
    shell.type("/model ollama:qwen");
    shell.type("/share");
    CHECK(shows(shell.out, "ollama:qwen at localhost, this machine"));
    CHECK(shows(shell.out, "r1: 2 of 5 rows"));
    shell.type("/share 0");
    CHECK(shell.wiring().agent().limits.head_rows == 0);
    shell.type("/share some");
    CHECK(shell.error);
}

TEST_CASE("repl: /share LEVEL holds until one leaves, for models that are elsewhere alone",
          "[repl][share]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/share schema");
    CHECK(shows(shell.said, "schema: names, types"));
    CHECK(shell.wiring().agent().sharing.is_full());  // The built-in planner sees all.
    shell.type("/model ollama:qwen");
    CHECK(shell.wiring().agent().sharing.common.level == tools::ShareLevel::schema);
    shell.type("/share");
    CHECK(shows(shell.out, "no value"));
    CHECK(shows(shell.out, "{r1.total}"));
    CHECK_FALSE(shows(shell.out, "smallest and largest"));
    shell.type("/share ROWS");
    CHECK(shell.wiring().agent().sharing.is_full());
    shell.type("/share schem");
    REQUIRE(shell.error);
    CHECK(shows(shell.hint(), "schema"));
}

TEST_CASE("repl: /egress shows what went to whom in this conversation", "[repl][share][egress]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    shell.type("/egress");
    CHECK(shows(shell.out, "nobody"));
    CHECK(shows(shell.out, "sends nothing"));
    const std::vector<chat::Message> messages = {
        {.role = chat::Role::assistant, .tool_calls = {{"c1", "query", "{}"}}},
        {.role = chat::Role::tool,
         .text = R"({"handle":"r1","columns":[{"name":"city"}],"rows":[["Oslo"],["Sevilla"]]})",
         .tool_call_id = "c1"}};
    shell.sent.before_sending({.host = "api.example.com",
                               .conversation = shell.conversation().session_id,
                               .bytes = 1'234,
                               .messages = messages});

    shell.type("/egress");

    CHECK(shows(shell.out, "share        rows"));
    CHECK(shows(shell.out, "api.example.com: 1 request, 1,234 bytes"));
    CHECK(shows(shell.out, "r1.city: 2 values, 11 bytes"));
    shell.type("/egress now");
    CHECK(shell.error);
}

TEST_CASE("repl: /rewind of a statement leaves the answer before it for /good and /last",
          "[repl]") {
    TalkFixture fixture;
    FakeShell& shell = fixture.shell;
    fixture.turn("How many orders?", "Five.");
    shell.run_sql("SELECT 1 AS one");
    CHECK(fixture.turns() == 2);

    shell.type("/turns");
    CHECK(shows(shell.out, "SELECT 1 AS one"));
    shell.type("/rewind");

    CHECK(shell.line == "SELECT 1 AS one");
    CHECK(shell.state().last.question == "How many orders?");
    shell.type("/last");
    CHECK(shows(shell.out, "Five."));
    shell.type("/rewind");
    CHECK(shell.state().last.question.empty());
}

TEST_CASE("repl: what a conversation is gone on with has the last answer and the last statement",
          "[repl]") {
    TalkFixture fixture;
    fixture.turn("How many orders?", "Five.");
    fixture.shell.run_sql("SELECT 1 AS one");

    const cli::repl::LastTurn last =
        cli::repl::last_turn_of(fixture.shell.archive().load(fixture.shell.conversation().key()));

    CHECK(last.question == "How many orders?");
    CHECK(last.answer.response == "Five.");
    CHECK(last.sql == "SELECT 1 AS one");
    CHECK(last.handle == "r1");
    CHECK(cli::repl::last_turn_of({}).question.empty());
}

TEST_CASE("repl: /export writes a conversation of statements alone", "[repl]") {
    TalkFixture fixture;
    fixture.shell.run_sql("SELECT 1 AS one");

    fixture.shell.type("/export sql");

    CHECK(shows(fixture.shell.out, "-- 1. (typed as SQL)\n"));
    CHECK(shows(fixture.shell.out, "\nSELECT 1 AS one;\n"));
}

}
