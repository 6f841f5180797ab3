#pragma once

#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "tests/support/model_question.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <fstream>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace askdb::test {

/// Many questions to the shop: by the built-in planner, or by a scripted server that stands for
/// OpenAI's.
struct BatchRun {
    BatchRun() = default;
    explicit BatchRun(std::vector<ScriptedReply> script)
        : server(std::make_unique<ScriptedServer>(std::move(script))) {}

    ProgramStart start(std::vector<std::string> more, std::string input = {}) const {
        ProgramStart start{.arguments = {"-d", shop.path()}, .input = std::move(input)};
        if (server) {
            start.arguments.insert(start.arguments.end(), {"-m", "openai:gpt-test"});
            start.environment = {{"OPENAI_BASE_URL", server->url("/v1")},
                                 {"OPENAI_API_KEY", secret_key}};
        }
        start.arguments.insert(start.arguments.end(), more.begin(), more.end());
        return start;
    }
    ProgramEnd run(std::vector<std::string> more, std::string input = {}) const {
        return run_program(start(std::move(more), std::move(input)));
    }

    std::string file(std::string_view name) const { return (shop.folder() / name).string(); }
    std::string write(std::string_view name, std::string_view bytes) const {
        std::ofstream(file(name), std::ios::trunc) << bytes;
        return file(name);
    }

    TempDatabase shop{shop_sql};
    std::unique_ptr<ScriptedServer> server;
};

/// A pipe with a name, into which a test writes line by line.
class NamedPipe {
  public:
    explicit NamedPipe(std::string path) : path_(std::move(path)) {
        ::mkfifo(path_.c_str(), 0600);
        descriptor_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
    }
    ~NamedPipe() { close(); }
    NamedPipe(const NamedPipe&) = delete;
    NamedPipe& operator=(const NamedPipe&) = delete;

    void write(std::string_view line) const {
        [[maybe_unused]] const auto written = ::write(descriptor_, line.data(), line.size());
    }
    void close() {
        if (descriptor_ >= 0) ::close(descriptor_);
        descriptor_ = -1;
    }
    const std::string& path() const { return path_; }

  private:
    std::string path_;
    int descriptor_ = -1;
};

/// The JSON objects of a text, one a line.
inline std::vector<Json> json_lines(const std::string& text) {
    std::vector<Json> lines;
    for (const std::string& line : split(text, '\n')) {
        if (!line.empty()) lines.push_back(parse_json(line, "a line").value_or_throw());
    }
    return lines;
}

/// Reads the file until it holds the text; false after 20 s.
inline bool file_comes_to_hold(const std::string& path, std::string_view text) {
    constexpr std::chrono::seconds hang_guard{20};
    const auto end = std::chrono::steady_clock::now() + hang_guard;
    while (file_bytes(path).find(text) == std::string::npos) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

}
