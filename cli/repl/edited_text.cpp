#include "cli/repl/edited_text.h"

#include "cli/environment.h"
#include "cli/input.h"
#include "cli/repl/shell.h"
#include "cli/repl/shell_line.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace askdb::cli::repl {
namespace {

Failure no_place(const std::string& path) {
    return Failure({Errc::unavailable,
                    fmt::format("cannot make '{}': {}", visible(path), std::strerror(errno)),
                    "name a folder with room: export TMPDIR=…"});
}

/// A file in a folder of its own, both for this user alone; gone with the object, whatever else an
/// editor left beside it.
class PrivateFile {
  public:
    PrivateFile(std::string folder, std::string_view text);
    ~PrivateFile() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    PrivateFile(const PrivateFile&) = delete;
    PrivateFile& operator=(const PrivateFile&) = delete;

    const std::string& path() const { return path_; }

  private:
    void fill(std::string_view text) const;

    std::string folder_;
    std::string path_;
};

PrivateFile::PrivateFile(std::string folder, std::string_view text)
    : folder_(std::move(folder) + "/askdb-edit-XXXXXX") {
    if (::mkdtemp(folder_.data()) == nullptr) throw no_place(folder_);
    path_ = folder_ + "/input.sql";
    try {
        fill(text);
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
        throw;
    }
}

void PrivateFile::fill(std::string_view text) const {
    constexpr mode_t only_ours = 0600;
    const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, only_ours);
    if (file < 0) throw no_place(path_);
    const std::string all = std::string(text) + "\n";
    const ssize_t written = ::write(file, all.data(), all.size());
    const bool is_whole = ::close(file) == 0 && written == static_cast<ssize_t>(all.size());
    if (!is_whole) throw no_place(path_);
}

std::string editor_of(const Environment& environment) {
    for (const char* variable : {"VISUAL", "EDITOR"}) {
        std::string editor(trim(environment.get(variable)));
        if (!editor.empty()) return editor;
    }
    return "vi";
}

/// As a shell takes it for one word.
std::string shell_word(std::string_view text) {
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

}

std::string edit_text(Shell& shell, const std::string& text) {
    constexpr std::size_t most_bytes = 1u << 20;
    const Environment& environment = shell.program().environment;
    std::string folder = environment.get("TMPDIR");
    if (!folder.starts_with('/')) folder = "/tmp";
    const PrivateFile file(folder, text);
    const std::string editor = editor_of(environment);
    ShellEnd end;
    shell.lend_terminal([&] {
        end = run_shell_line(editor + " " + shell_word(file.path()), environment.get("SHELL"))
                  .value_or_throw();
    });
    if (!end.words().empty())
        throw Failure({Errc::unavailable,
                       fmt::format("the editor '{}' {}", visible(editor), end.words()),
                       "name another one: export EDITOR=nano, before askdb"});
    std::string edited = read_file(file.path(), most_bytes, {}).value_or_throw();
    if (edited.find('\0') != std::string::npos || !is_valid_utf8(edited))
        throw Failure({Errc::bad_input, "what the editor left is no UTF-8 text"});
    while (edited.ends_with('\n') || edited.ends_with('\r')) edited.pop_back();
    return edited;
}

}
