// Times whole processes on loopback: askdb with one tool call (kept as a conversation, and not),
// the same two requests by curl with sqlite3 between them, `askdb --version`, and an empty program.
// Prints medians, the best run, peak memory and ratios. Runs alternate, so that a noisy machine
// bothers all alike.

#include "tests/support/scripted_server.h"
#include "tests/support/temp_database.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace askdb::test;

struct Timing {
    std::vector<double> wall_ms;
    std::vector<double> rss_mib;
    bool failed = false;

    static double at(std::vector<double> values, double share) {
        std::sort(values.begin(), values.end());
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    }
    double best() const { return at(wall_ms, 0); }
    double median() const { return at(wall_ms, 0.5); }
    double memory() const { return at(rss_mib, 0.5); }
};

void run(std::vector<std::string> words, const std::vector<std::string>& settings, Timing& timing) {
    std::vector<char*> argv, envp;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    for (const std::string& setting : settings) envp.push_back(const_cast<char*>(setting.c_str()));
    envp.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);

    const auto begin = std::chrono::steady_clock::now();
    pid_t pid = -1;
    posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), envp.data());
    int status = 0;
    rusage usage{};
    wait4(pid, &status, 0, &usage);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;

    posix_spawn_file_actions_destroy(&actions);
    timing.wall_ms.push_back(took.count());
    timing.rss_mib.push_back(static_cast<double>(usage.ru_maxrss) / 1024);
    timing.failed |= !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

void print(const char* name, const Timing& timing) {
    std::printf("%-34s %8.2f %8.2f %8.1f%s\n", name, timing.median(), timing.best(),
                timing.memory(), timing.failed ? "   FAILED" : "");
}

}

int main(int count, char** words) {
    if (count < 4) {
        std::fprintf(stderr, "usage: bench_one_question ASKDB EMPTY-PROGRAM RUNS\n");
        return 2;
    }
    const std::string askdb = words[1], empty = words[2];
    const int runs = std::max(1, std::atoi(words[3]));
    const TempDatabase database(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, v REAL);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) "
        "INSERT INTO t SELECT i, 'name ' || i, i * 0.5 FROM n;");

    std::vector<ScriptedReply> script;
    for (int i = 0; i < 3 * runs + 2; ++i) {
        script.push_back(
            openai_calls({{"call_1", "query", R"({"sql":"SELECT count(*) AS n FROM t"})"}}));
        script.push_back(openai_text("There are 1,000 rows in t."));
    }
    const ScriptedServer server(script);
    const std::string url = server.url("/v1");
    const std::string curl =
        "curl -sN -H 'Content-Type: application/json' -d \"$BODY\" " + url + "/chat/completions";
    const std::string by_hand = "BODY='{\"model\":\"m\",\"stream\":true,\"messages\":[]}'; " +
                                curl + "; sqlite3 " + database.path() +
                                " 'SELECT count(*) FROM t'; " + curl;
    const TempFolder home;  // Where conversations are kept: more of them with each run.
    const std::vector<std::string> settings = {"PATH=" + std::string(std::getenv("PATH")),
                                               "HOME=" + home.path().string(),
                                               "OPENAI_API_KEY=bench", "OPENAI_BASE_URL=" + url};

    const std::vector<std::string> ask = {askdb, "-d",       database.path(),
                                          "-m",  "openai:m", "How many rows are in t?"};
    std::vector<std::string> ask_unkept = ask;
    ask_unkept.emplace_back("--ephemeral");
    Timing question, unkept, curls, version, nothing;
    for (int i = 0; i < runs; ++i) {
        run(ask, settings, question);
        run(ask_unkept, settings, unkept);
        run({"sh", "-c", by_hand}, settings, curls);
        run({askdb, "--version"}, settings, version);
        run({empty}, settings, nothing);
    }
    std::printf("%-34s %8s %8s %8s   (%d runs)\n", "", "median ms", "best ms", "MiB", runs);
    print("askdb, one tool call", question);
    print("askdb, the same with --ephemeral", unkept);
    print("curl + sqlite3 + curl", curls);
    print("askdb --version", version);
    print("empty program, same libraries", nothing);
    std::printf("askdb / (curl + sqlite3 + curl): %.2f   --version over empty: %+.2f ms\n",
                question.median() / curls.median(), version.median() - nothing.median());
    return question.failed || unkept.failed || version.failed ? 1 : 0;
}
