#include "cli/repl/change_config.h"

#include "cli/repl/shell.h"

#include <utility>

namespace askdb::cli::repl {

void change_config(Shell& shell, const std::function<void(Config&)>& change) {
    Config changed = shell.state().config;
    change(changed);
    Config before = std::exchange(shell.state().config, std::move(changed));
    try {
        shell.rewire();
    } catch (...) {
        shell.state().config = std::move(before);
        throw;
    }
}

}
