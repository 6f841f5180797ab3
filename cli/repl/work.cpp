#include "cli/repl/work.h"

#include <utility>

namespace askdb::cli::repl {

Work::Work(std::function<void(std::stop_token)> work, Mailbox& mailbox) : mailbox_(mailbox) {
    thread_ = std::thread([this, work = std::move(work)] {
        try {
            work(source_.get_token());
        } catch (...) {  // Thrown again by finish().
            thrown_ = std::current_exception();
        }
        mailbox_.post([is_done = is_done_] { *is_done = true; });
    });
}

Work::~Work() {
    source_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void Work::finish() {
    if (thread_.joinable()) thread_.join();
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

}
