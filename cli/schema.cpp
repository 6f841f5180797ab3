#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/render/output.h"
#include "libagent/chat/answer_schema.h"

namespace askdb::cli {

int run_schema(const CommandContext& context) {
    const bool of_events = context.args.words.front() == "events";
    context.output.write(of_events ? chat::events_schema() : chat::answer_schema());
    return exit_answered;
}

}
