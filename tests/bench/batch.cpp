// Times many questions in one run of askdb, by -j 1, 2 and 4, and the same questions in a shell
// loop of single runs: answered by the built-in planner, by a model on loopback that answers at
// once, and by one that takes 50 ms. Prints questions a second, and how many times the loop that
// is.

#include "tests/support/scripted_server.h"
#include "tests/support/temp_database.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

using namespace askdb::test;

struct Model {
    const char* name;
    std::string settings;  ///< Of the environment, before a command.
    std::string option;
};

struct Bench {
    std::string askdb;
    int questions;
    TempDatabase database{
        "CREATE TABLE orders (order_id INTEGER PRIMARY KEY, total REAL);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) "
        "INSERT INTO orders SELECT i, i * 0.5 FROM n;"};
    bool failed = false;

    std::string file() const { return (database.folder() / "questions").string(); }

    /// Questions a second of a command that asks all of them.
    double speed(const std::string& command) {
        const auto begin = std::chrono::steady_clock::now();
        failed |= std::system(command.c_str()) != 0;
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        return questions / took.count();
    }

    void measure(const Model& model) {
        const std::string one = model.settings + "'" + askdb + "' -q -d '" + database.path() +
                                "' -m " + model.option + " ";
        const double loop = speed("while read -r question; do " + one +
                                  "\"$question\" </dev/null; done <'" + file() + "' >/dev/null");
        std::printf("%-22s %8.0f", model.name, loop);
        for (const char* jobs : {"1", "2", "4"}) {
            const double many = speed(one + "-j " + jobs + " -f '" + file() + "' >/dev/null");
            std::printf(" %8.0f (%4.1f)", many, many / loop);
        }
        std::printf("\n");
    }
};

}

int main(int count, char** words) {
    if (count < 3) {
        std::fprintf(stderr, "usage: bench_batch ASKDB QUESTIONS\n");
        return 2;
    }
    Bench bench{.askdb = words[1], .questions = std::max(1, std::atoi(words[2]))};
    std::ofstream questions(bench.file());
    for (int i = 0; i < bench.questions; ++i) questions << "How many orders are there?\n";
    questions.close();

    ScriptedReply quick = openai_text("There are 1,000 orders."), slow = quick;
    slow.think_time = std::chrono::milliseconds(50);
    const ScriptedServer quick_server({quick}), slow_server({slow});
    const auto by = [](const ScriptedServer& server) {
        return "OPENAI_API_KEY=bench OPENAI_BASE_URL=" + server.url("/v1") + " ";
    };
    std::printf("%-22s %8s %15s %15s %15s   (%d questions a second, times the loop)\n", "", "loop",
                "-j 1", "-j 2", "-j 4", bench.questions);
    bench.measure({"built-in planner", "", "offline"});
    bench.measure({"model, at once", by(quick_server), "openai:m"});
    bench.measure({"model, 50 ms", by(slow_server), "openai:m"});
    return bench.failed ? 1 : 0;
}
