#pragma once

#include "tests/support/program.h"
#include "tests/support/scripted_server.h"
#include "tests/support/temp_database.h"
#include "tests/support/terminal_emulator.h"

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace askdb::test {

/// A recorded session of the REPL: a folder of plain files, played on a terminal of our own.
///
/// `steps`, one a line (empty lines and those that begin with # are none):
///     size 80x24         how large the terminal is, before `start`
///     start ARGUMENTS    starts askdb over the maintenance example (`none`: over nothing); again:
///                        with the same home
///     env NAME=VALUE     a variable of its environment, before `start`
///     folder PATH        makes a folder below the home, before `start`
///     type TEXT<Enter>   keys by their names: <Enter> <Tab> <C-c> <Up> <Esc> <A-Enter> <Paste>
///     screen NAME        waits until the screen is what the file NAME.screen says
///     see TEXT           waits until the screen holds the text
///     resize 40x24       gives the terminal another size
///     go                 lets a model's answer that is held go on
///     signal NAME        sends INT, TERM, HUP, KILL, STOP or CONT
///     end CODE           waits until the program has ended so
/// `model.jsonl`, where there is one: the replies of a language model, one a line, see
/// tests/libagent/loop/cases_test.cpp; {"text": "…", "held": true} stops after its first third.
class ReplCase {
  public:
    /// `records`: writes the screens that it sees instead of comparing them.
    ReplCase(std::filesystem::path folder, bool records);

    /// What went wrong, in words; empty: nothing did.
    std::string play();

  private:
    void start_model();
    std::string take_step(const std::string& step);
    std::string start(const std::string& arguments);
    std::string prepare(const std::string& verb, const std::string& rest);
    std::string expect_screen(const std::string& name);
    std::string expect_text(const std::string& text);
    std::string expect_end(int code);
    std::string send_signal(const std::string& name) const;
    void look(std::chrono::milliseconds patience);
    std::string seen() const;

    const std::filesystem::path folder_;
    const bool records_;
    TempFolder home_;
    std::string database_;
    std::deque<Gate> gates_;
    std::size_t open_gates_ = 0;
    std::unique_ptr<ScriptedServer> model_;
    std::map<std::string, std::string> environment_;
    unsigned short columns_ = 80;
    unsigned short rows_ = 24;
    std::unique_ptr<Program> program_;
    std::unique_ptr<TerminalEmulator> terminal_;
};

}
