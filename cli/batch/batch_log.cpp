#include "cli/batch/batch_log.h"

#include "cli/turn_log.h"

namespace askdb::cli {

BatchLog::Of::Of(BatchLog& log, BatchTurn& turn) : log_(log) {
    const std::lock_guard lock(log_.mutex_);
    log_.writers_[std::this_thread::get_id()] = &turn;
}

BatchLog::Of::~Of() {
    const std::lock_guard lock(log_.mutex_);
    log_.writers_.erase(std::this_thread::get_id());
}

void BatchLog::write(LogLevel level, std::string_view what,
                     std::initializer_list<LogField> fields) {
    if (!verbose_ || level == LogLevel::debug) return;
    const std::lock_guard lock(mutex_);
    const auto writer = writers_.find(std::this_thread::get_id());
    if (writer != writers_.end()) turns_.tell(*writer->second, log_line(what, fields));
}

}
