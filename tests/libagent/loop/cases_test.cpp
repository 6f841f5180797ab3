// Whole conversations, a folder each under tests/cases/turns: `question`; `model.jsonl`, a reply a
// line,
// {"text": "…"} or {"calls": [{"name": "…", "arguments": {…}}]}; `answer`; and, where it matters,
// `rows.csv`, the rows behind the answer. The database is the maintenance example.

#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"
#include "tests/built_paths.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace askdb::loop {
namespace {

const std::filesystem::path source_folder = ASKDB_SOURCE_DIR;

std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<models::ModelReply> script_of(const std::filesystem::path& folder) {
    std::vector<models::ModelReply> script;
    for (const std::string& line : split(file_text(folder / "model.jsonl"), '\n')) {
        if (trim(line).empty()) continue;
        const Json json = parse_json(line, "model.jsonl").value();
        std::vector<std::pair<std::string, std::string>> calls;
        for (const Json& call : json.value("calls", Json::array())) {
            calls.emplace_back(call["name"], dump_json(call["arguments"]));
        }
        script.push_back(calls.empty() ? test::says(json["text"]) : test::calls(calls));
        script.back().text = json.value("text", "");
    }
    return script;
}

}

TEST_CASE("cases: every recorded conversation ends with its answer and its rows", "[loop][cases]") {
    const std::string example = file_text(source_folder / "examples/maintenance.sql");
    int cases = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(source_folder / "tests/cases/turns")) {
        const std::filesystem::path folder = entry.path();
        INFO(folder.filename().string());
        test::AgentFixture turn(script_of(folder), example);
        const std::string before = turn.file.bytes();

        const chat::Answer answer = turn.ask(trim(file_text(folder / "question")));

        CHECK(answer.response == trim(file_text(folder / "answer")));
        CHECK(turn.file.bytes() == before);
        if (std::filesystem::exists(folder / "rows.csv")) {
            results::StringSink csv;
            const results::StoredResult* result = turn.conversation.results.find(answer.handle);
            REQUIRE(result);
            results::write_rows(*results::find_writer("csv"), result->rows, {}, csv);
            CHECK(csv.text == file_text(folder / "rows.csv"));
        }
        ++cases;
    }
    CHECK(cases >= 5);
}

}
