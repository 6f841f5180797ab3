#include "cli/repl/model_words.h"

#include "tests/support/fake_shell.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>

using namespace askdb;
using namespace askdb::test;

namespace {

struct CheckedShell {
    TempDatabase file{"CREATE TABLE t (x)"};
    FakeShell shell{config(), {{"OPENAI_API_KEY", "sk-very-secret"}}};

    cli::Config config() const {
        cli::Config config;
        config.databases = {file.path()};
        return config;
    }
    /// What the line prints and says.
    std::string told(std::string_view line) {
        shell.type(line);
        return shell.out + shell.said;
    }
};

}

TEST_CASE("repl: the host of the model that answers again is told", "[repl][share]") {
    CheckedShell checked;
    CHECK(checked.told("/share").find("nothing of this leaves") != std::string::npos);

    checked.shell.check_twice_by("openai:gpt-4o");

    for (const char* line : {"/share", "/egress", "/model"}) {
        INFO(line);
        const std::string told = checked.told(line);
        CHECK(told.find("answers again: openai:gpt-4o at api.openai.com") != std::string::npos);
        CHECK(told.find("leaves this machine") == std::string::npos);
        CHECK(told.find("That is this machine") == std::string::npos);
    }
}

TEST_CASE("repl: a model on this machine may be checked by the planner", "[repl][share]") {
    CheckedShell checked;
    checked.shell.type("/model ollama:qwen");

    checked.shell.check_twice_by("offline");

    CHECK(checked.told("/model").find("answers again: the built-in planner") != std::string::npos);
    CHECK(checked.told("/share").find("That is this machine") != std::string::npos);
}
