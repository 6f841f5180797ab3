#include "tests/support/repl_case.h"

#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "tests/support/example.h"
#include "tests/support/test_data.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <utility>

namespace askdb::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::chrono::seconds patience_for_screen{20};
/// When nothing more comes for so long, a screen that is recorded stands still.
constexpr std::chrono::milliseconds stillness{700};

const std::vector<std::pair<std::string, std::string>> key_names = {
    {"<Enter>", "\r"},         {"<Tab>", "\t"},      {"<Esc>", "\x1b"},
    {"<A-Enter>", "\x1b\r"},   {"<Up>", "\x1b[A"},   {"<Down>", "\x1b[B"},
    {"<Right>", "\x1b[C"},     {"<Left>", "\x1b[D"}, {"<Home>", "\x1b[H"},
    {"<End>", "\x1b[F"},       {"<BS>", "\x7f"},     {"<C-a>", "\x01"},
    {"<C-c>", "\x03"},         {"<C-d>", "\x04"},    {"<C-e>", "\x05"},
    {"<C-l>", "\x0c"},         {"<C-r>", "\x12"},    {"<C-u>", "\x15"},
    {"<C-w>", "\x17"},         {"<C-z>", "\x1a"},    {"<Paste>", "\x1b[200~"},
    {"</Paste>", "\x1b[201~"}, {"<LF>", "\n"}};

std::string keys_of(std::string text) {
    for (const auto& [name, bytes] : key_names) {
        for (std::size_t at = text.find(name); at != std::string::npos;
             at = text.find(name, at + bytes.size()))
            text.replace(at, name.size(), bytes);
    }
    return text;
}

int signal_of(const std::string& name) {
    const std::vector<std::pair<std::string, int>> signals = {{"INT", SIGINT},   {"TERM", SIGTERM},
                                                              {"HUP", SIGHUP},   {"KILL", SIGKILL},
                                                              {"STOP", SIGSTOP}, {"CONT", SIGCONT}};
    for (const auto& [known, number] : signals)
        if (known == name) return number;
    return 0;  // None is called so.
}

bool is_number(char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '<';
}

/// How long things took is another thing each time: "2.4 s" and "<1 ms" become "# s".
std::string without_times(std::string row) {
    for (const std::string_view unit : {" ms", " s"}) {
        for (std::size_t at = row.find(unit); at != std::string::npos;
             at = row.find(unit, at + 1)) {
            const std::size_t end = at + unit.size();
            const bool is_word = end < row.size() && row[end] >= 'a' && row[end] <= 'z';
            std::size_t begin = at;
            while (begin > 0 && is_number(row[begin - 1])) --begin;
            if (is_word || begin == at) continue;
            row.replace(begin, end - begin, "# s");
            at = begin;
        }
    }
    return row;
}

/// The line of status moves, and its seconds begin to show after one.
std::string without_motion(std::string row) {
    constexpr std::string_view pictures = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", seconds = " · # s";
    constexpr std::size_t bytes = 3;
    row = without_times(std::move(row));
    if (row.size() < bytes || pictures.find(row.substr(0, bytes)) == std::string_view::npos)
        return row;
    row.replace(0, bytes, "*");
    if (const std::size_t at = row.find(seconds); at != std::string::npos)
        row.erase(at, seconds.size());
    return row;
}

void read_size(const std::string& text, unsigned short& columns, unsigned short& rows) {
    columns = static_cast<unsigned short>(std::stoi(text));
    rows = static_cast<unsigned short>(std::stoi(text.substr(text.find('x') + 1)));
}

}

ReplCase::ReplCase(std::filesystem::path folder, bool records)
    : folder_(std::move(folder)),
      records_(records),
      database_(make_database(home_, maintenance_script(), "plant.db")) {
    start_model();
}

void ReplCase::start_model() {
    if (!std::filesystem::exists(folder_ / "model.jsonl")) return;
    std::vector<ScriptedReply> script;
    for (const std::string& line : split(read_whole(folder_ / "model.jsonl"), '\n')) {
        if (trim(line).empty()) continue;
        const Json json = parse_json(line, "model.jsonl").value();
        std::vector<chat::ToolCall> calls;
        for (const Json& call : json.value("calls", Json::array()))
            calls.push_back({"call" + std::to_string(calls.size()), call["name"],
                             dump_json(call["arguments"])});
        script.push_back(calls.empty() ? openai_text(json["text"].get<std::string>())
                                       : openai_calls(calls));
        constexpr std::size_t second_piece = 2;
        if (json.value("held", false))
            script.back().pieces.at(second_piece).wait_for = &gates_.emplace_back();
    }
    model_ = std::make_unique<ScriptedServer>(std::move(script));
}

std::string ReplCase::start(const std::string& arguments) {
    ProgramStart start{.on_terminal = true, .columns = columns_, .rows = rows_};
    for (const std::string& word : split(arguments, ' '))
        if (!word.empty()) start.arguments.push_back(word);
    if (arguments == "none")
        start.arguments.clear();
    else
        start.arguments.insert(start.arguments.end(), {"-d", "plant.db"});
    start.folder = home_.path().string();
    start.environment = environment_;
    start.environment.insert({{"HOME", home_.path().string()}, {"INPUTRC", "/dev/null"}});
    if (model_) {
        start.environment["OPENAI_BASE_URL"] = model_->url("/v1");
        start.environment["OPENAI_API_KEY"] = "key-of-a-test";
        start.arguments.insert(start.arguments.end(), {"-m", "openai:scripted"});
    }
    program_ = std::make_unique<Program>(std::move(start));
    terminal_ = std::make_unique<TerminalEmulator>(columns_, rows_);
    return {};
}

void ReplCase::look(std::chrono::milliseconds patience) {
    terminal_->feed(program_->news(patience));
}

std::string ReplCase::seen() const {
    std::string text;
    for (std::string row : terminal_->screen()) {
        const std::string home = home_.path().string();
        if (const std::size_t at = row.find(home); at != std::string::npos)
            row.replace(at, home.size(), "~");
        text += without_motion(std::move(row)) + '\n';
    }
    return text;
}

std::string ReplCase::expect_screen(const std::string& name) {
    const std::filesystem::path file = folder_ / (name + ".screen");
    if (records_) {
        auto last_news = steady_clock::now();
        for (std::string before = seen(); steady_clock::now() - last_news < stillness;) {
            look(50ms);
            if (std::exchange(before, seen()) != before) last_news = steady_clock::now();
        }
        std::ofstream(file, std::ios::binary) << seen();
        return {};
    }
    const std::string expected = read_whole(file);
    const auto deadline = steady_clock::now() + patience_for_screen;
    while (seen() != expected && steady_clock::now() < deadline) look(50ms);
    if (seen() == expected) return {};
    return fmt::format("screen '{}' should be\n{}and is\n{}", name, expected, seen());
}

std::string ReplCase::expect_text(const std::string& text) {
    const auto deadline = steady_clock::now() + patience_for_screen;
    while (seen().find(text) == std::string::npos) {
        if (steady_clock::now() > deadline)
            return fmt::format("'{}' is not on the screen:\n{}", text, seen());
        look(50ms);
    }
    return {};
}

std::string ReplCase::expect_end(int code) {
    const ProgramEnd end = program_->wait();
    terminal_->feed(program_->news(0ms));
    program_.reset();
    if (end.exit_code != code)
        return fmt::format("it ended with {} instead of {}:\n{}", end.exit_code, code, seen());
    constexpr int killed = 137;
    if (code != killed && (terminal_->marks_pastes() || !terminal_->is_cursor_shown()))
        return "it left the terminal otherwise than it found it";
    return {};
}

std::string ReplCase::send_signal(const std::string& name) const {
    const int number = signal_of(name);
    if (number == 0) return "no such signal";
    program_->send(number);
    return {};
}

std::string ReplCase::prepare(const std::string& verb, const std::string& rest) {
    if (verb == "size") read_size(rest, columns_, rows_);
    if (verb == "folder") std::filesystem::create_directories(home_.path() / rest);
    if (verb == "env")
        environment_[rest.substr(0, rest.find('='))] = rest.substr(rest.find('=') + 1);
    return {};
}

std::string ReplCase::take_step(const std::string& step) {
    const std::size_t blank = std::min(step.find(' '), step.size());
    const std::string verb = step.substr(0, blank);
    const std::string rest = blank < step.size() ? step.substr(blank + 1) : std::string();
    if (verb == "start") return start(rest);
    if (verb == "size" || verb == "env" || verb == "folder") return prepare(verb, rest);
    if (!program_) return "the program does not run";
    if (verb == "type") return program_->type(keys_of(rest)), std::string();
    if (verb == "screen") return expect_screen(rest);
    if (verb == "see") return expect_text(rest);
    if (verb == "signal") return send_signal(rest);
    if (verb == "end") return expect_end(std::stoi(rest));
    if (verb == "go") return gates_.at(open_gates_++).open(), std::string();
    if (verb == "resize") {
        look(0ms);
        read_size(rest, columns_, rows_);
        terminal_->resize(columns_, rows_);
        return program_->resize(columns_, rows_), std::string();
    }
    return "no such step";
}

std::string ReplCase::play() {
    if (!std::filesystem::is_regular_file(folder_ / "steps")) return "there is no file 'steps'";
    int number = 0;
    for (const std::string& step : split(read_whole(folder_ / "steps"), '\n')) {
        ++number;
        if (trim(step).empty() || step.starts_with('#')) continue;
        const std::string trouble = take_step(step);
        if (!trouble.empty()) return fmt::format("steps:{}: {}: {}", number, step, trouble);
        if (terminal_ && !terminal_->unknown().empty())
            return fmt::format("steps:{}: {}: the terminal got '{}'", number, step,
                               terminal_->unknown().front());
    }
    return {};
}

}
