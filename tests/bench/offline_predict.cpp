// Plans each question of a file and writes the SQL, or null where the planner abstains.
//
//   offline_predict QUESTIONS.jsonl PREDICTIONS.jsonl [--why] [--ties]
//
// A question is {"id", "question", "path"}: the path of its SQLite database, relative to the file
// of questions. A prediction is {"id", "sql"}; with --why also "why". Superlatives are cut at the
// number of rows asked for, as the expected SQL of public benchmarks does; with --ties all that
// share the last place come, as the product does.

#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/models/offline/planner.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>

namespace {

using namespace askdb;
using Clock = std::chrono::steady_clock;

/// One database with what the planner knows about it.
struct Known {
    explicit Known(const std::string& path)
        : database("bench", database::make_sqlite_source(path)),
          knowledge(database.catalog({}),
                    models::offline::index_values(database, database.catalog({}), {}, {})) {}

    database::Database database;
    models::offline::Knowledge knowledge;
};

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

}

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("usage: offline_predict QUESTIONS.jsonl PREDICTIONS.jsonl [--why] [--ties]\n",
                   stderr);
        return 2;
    }
    const std::string questions_path = argv[1];
    const std::string folder = questions_path.substr(0, questions_path.rfind('/') + 1);
    const std::set<std::string> options(argv + 3, argv + argc);
    const bool why = options.contains("--why");
    const bool ties = options.contains("--ties");
    std::ifstream questions(questions_path);
    std::ofstream predictions(argv[2]);
    std::map<std::string, std::unique_ptr<Known>> databases;
    double index_ms = 0;
    double plan_ms = 0;
    double slowest = 0;
    std::size_t answered = 0;
    std::size_t count = 0;
    for (std::string line; std::getline(questions, line);) {
        const auto question = nlohmann::ordered_json::parse(line);
        std::string path = question.at("path").get<std::string>();
        if (!path.starts_with('/')) path = folder + path;
        auto& known = databases[path];
        const auto begin = Clock::now();
        if (!known) known = std::make_unique<Known>(path);
        index_ms += milliseconds_since(begin);
        const auto planning = Clock::now();
        const auto planned = models::offline::plan_question(
            question.at("question").get<std::string>(), known->knowledge, known->database.dialect(),
            {.show_measure = false, .show_ties = ties});
        const double ms = milliseconds_since(planning);
        plan_ms += ms;
        slowest = std::max(slowest, ms);
        ++count;
        nlohmann::ordered_json out = {{"id", question.at("id")}, {"sql", nullptr}};
        if (const auto* plan = std::get_if<models::offline::Plan>(&planned)) {
            out["sql"] = plan->sql;
            ++answered;
        } else if (why) {
            out["why"] = std::get<models::offline::Abstention>(planned).text;
        }
        predictions << out.dump() << '\n';
    }
    std::fprintf(stderr,
                 "%zu questions, %zu answered; %zu databases indexed in %.1f ms; "
                 "%.3f ms a question, the slowest %.1f ms\n",
                 count, answered, databases.size(), index_ms,
                 plan_ms / static_cast<double>(count == 0 ? 1 : count), slowest);
    return 0;
}
