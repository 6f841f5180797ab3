#include "cli/repl/repl_log.h"

#include "cli/turn_log.h"

namespace askdb::cli::repl {

void ReplLog::write(LogLevel level, std::string_view what, std::initializer_list<LogField> fields) {
    if (std::string retry = retry_notice(fields); !retry.empty()) tell_retry_(std::move(retry));
    if (!verbose_ || level == LogLevel::debug) return;
    messages_.say(log_line(what, fields), level == LogLevel::info ? Tone::dim : Tone::warning);
}

}
