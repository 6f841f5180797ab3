#include "cli/command.h"
#include "cli/repl/repl.h"

namespace askdb::cli {

int run_chat(const CommandContext& context) {
    return repl::run_repl(context);
}

}
