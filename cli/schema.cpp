#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/render/output.h"
#include "libagent/chat/answer_schema.h"
#include "sessions/export/conversation_schema.h"

namespace askdb::cli {

int run_schema(const CommandContext& context) {
    const std::string& what = context.args.words.front();
    if (what == "conversation") {
        context.output.write(sessions::conversation_schema());
    } else {
        context.output.write(what == "events" ? chat::events_schema() : chat::answer_schema());
    }
    return exit_answered;
}

}
