#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace askdb::test {

/// How to start the askdb program. Its environment is only what is given here, plus PATH and a HOME
/// that does not exist where it does not name its own.
struct ProgramStart {
    std::vector<std::string> arguments = {};
    std::map<std::string, std::string> environment = {};
    std::string input = {};       ///< What stdin holds; then it is at its end.
    bool on_terminal = false;     ///< stdin, stdout and stderr are one terminal.
    unsigned short columns = 80;  ///< Of that terminal.
    unsigned short rows = 24;
    std::string folder = {};     ///< Its working folder; empty: this one.
    std::size_t memory_mib = 0;  ///< Address space limit; 0: none.
};

struct ProgramEnd {
    int exit_code = 0;  ///< 128 + signal when one killed it.
    std::string out;    ///< On a terminal: all that the screen was sent.
    std::string err;
    std::chrono::milliseconds took{};
    std::size_t peak_mib = 0;  ///< Most resident memory, as last seen while it printed or ended.
};

/// The program while it runs. The destructor kills what still runs; where a test broke off, it
/// says on stderr what the program had printed.
class Program {
  public:
    explicit Program(ProgramStart start);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void send(int signal_number) const;
    /// Types on its terminal.
    void type(std::string_view keys) const;
    /// Gives its terminal another size.
    void resize(unsigned short columns, unsigned short rows) const;
    /// What it printed since the last call, once there is something, or `patience` is over.
    std::string news(std::chrono::milliseconds patience);
    /// Whether it still runs.
    bool runs() const;
    /// Reads until `text` was printed on either stream; false when it ended, or 20 s went by,
    /// before.
    bool wait_for(std::string_view text);
    /// Stops reading its output, as `| head -1` does.
    void close_output();
    /// Whether it ends within 20 s although nobody reads what it prints.
    bool ends_unread() const;
    /// Reads to the end; kills it after 60 s, which shows as exit code 137.
    ProgramEnd wait();

  private:
    void tell_what_it_did();
    bool read_some(std::chrono::milliseconds patience);
    void look_at_memory();

    pid_t pid_ = -1;
    int out_ = -1;
    int err_ = -1;
    int terminal_ = -1;
    ProgramEnd end_;
    std::size_t told_ = 0;  ///< How much of what it printed news() gave.
    std::chrono::steady_clock::time_point begin_;
};

ProgramEnd run_program(ProgramStart start);

}
