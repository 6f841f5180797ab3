#include "cli/repl/typed_file.h"

#include "cli/environment.h"
#include "cli/output_file.h"
#include "cli/render/output.h"
#include "cli/repl/person_approver.h"
#include "cli/repl/shell.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace askdb::cli::repl {

std::string typed_path(const Shell& shell, const std::string& typed) {
    const std::string home = shell.program().environment.get("HOME");
    return typed.starts_with("~/") && !home.empty() ? home + typed.substr(1) : typed;
}

bool may_write_file(Shell& shell, const std::string& path) {
    struct stat found = {};
    if (::stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return true;
    const std::optional<std::string> answer =
        shell.ask_person(fmt::format("Replace '{}'? [y/N] ", visible(path)));
    return means_yes(answer.value_or(""));
}

void expect_appendable(const std::string& path) {
    const results::WriterSpec* const writer = results::find_writer_of_file(path);
    if (writer != nullptr && writer->is_binary)
        throw Failure({Errc::usage,
                       fmt::format("'{}' cannot grow: results are appended as text", visible(path)),
                       fmt::format("/save {}", visible(path))});
    const auto refuse = [&](std::string_view why, std::string hint) {
        throw Failure({Errc::usage, fmt::format("cannot write to '{}': {}", visible(path), why),
                       std::move(hint)});
    };
    struct stat found = {};
    const bool exists = ::stat(path.c_str(), &found) == 0;
    if (exists && S_ISDIR(found.st_mode))
        refuse("it is a folder", fmt::format("/output {}/FILE", visible(path)));
    std::string folder = path.substr(0, path.rfind('/') + 1);  // npos + 1 is 0.
    if (folder.empty()) folder = ".";
    const std::string& written = exists ? path : folder;
    if (::faccessat(AT_FDCWD, written.c_str(), W_OK, AT_EACCESS) != 0)
        refuse(std::strerror(errno), "name another file");
}

void write_private_file(const std::string& path, std::string_view text,
                        const std::stop_token& stop) {
    Output output(-1);
    output.redirect(std::make_unique<OutputFile>(path, stop));
    output.write(text);
    output.finish();
}

const results::StoredResult& chosen_result(Shell& shell, std::string_view name) {
    const std::string_view wanted = name.empty() ? shell.state().last.handle : name;
    if (wanted.empty())
        throw Failure({Errc::usage, "there is no result yet", "ask, or run: SELECT …;"});
    if (const results::StoredResult* result = shell.conversation().results.find(wanted))
        return *result;
    throw Failure({Errc::usage, fmt::format("no result is called '{}'", visible(wanted)),
                   "list them with: /results"});
}

}
