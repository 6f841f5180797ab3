#include "cli/args.h"
#include "cli/command.h"
#include "cli/sessions/verb.h"

namespace askdb::cli {

int run_sessions(const CommandContext& context) {
    return find_sessions_verb(context.args.words.front())->run(context);
}

}
