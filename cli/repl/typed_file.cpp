#include "cli/repl/typed_file.h"

#include "cli/environment.h"
#include "cli/output_file.h"
#include "cli/render/output.h"
#include "cli/repl/person_approver.h"
#include "cli/repl/shell.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <sys/stat.h>

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
