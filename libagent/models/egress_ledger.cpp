#include "libagent/models/egress_ledger.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"
#include "libagent/models/egress_line_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <span>
#include <sys/stat.h>
#include <system_error>

namespace askdb::models {
namespace {

constexpr mode_t private_mode = S_IRUSR | S_IWUSR;

std::string why_of(int error) {
    return std::generic_category().message(error);
}

Descriptor open_log(const std::string& path) {
    // A FIFO that nobody reads must not hold the program up.
    Descriptor file(::open(path.c_str(),
                           O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
                           private_mode));
    int error = file.value() < 0 ? errno : 0;
    struct stat info = {};
    if (error == 0 && ::fstat(file.value(), &info) != 0) error = errno;
    if (error == 0 && S_ISREG(info.st_mode) && ::fchmod(file.value(), private_mode) != 0)
        error = errno;
    if (error == 0) return file;
    throw Failure({Errc::usage, fmt::format("cannot write the egress log '{}': {}", visible(path),
                                            why_of(error))});
}

std::string column_name(const SentColumn& sent) {
    return sent.column.empty() ? sent.source : sent.source + "." + sent.column;
}

void count_request(HostEgress& host, std::size_t bytes, std::span<const SentColumn> values) {
    ++host.requests;
    host.bytes += bytes;
    for (const SentColumn& sent : values) {
        HostEgress::Column& column = host.columns[column_name(sent)];
        column.values = std::max(column.values, sent.values.size());
        column.bytes = std::max(column.bytes, sent.bytes());
    }
}

}

EgressLedger::EgressLedger(const std::string& path) : path_(path), file_(open_log(path)) {}

void EgressLedger::before_sending(const Departure& departure) {
    const std::vector<SentColumn> values = sent_values(departure.messages);
    const std::string line =
        file_ ? egress_line(departure, values, std::chrono::system_clock::now()) : std::string();
    const std::lock_guard lock(mutex_);
    if (file_) {
        const int error = write_all(file_->value(), line);
        if (error != 0)
            throw Failure({Errc::refused,
                           fmt::format("nothing was sent to '{}': cannot write the egress log "
                                       "'{}': {}",
                                       visible(departure.host), visible(path_), why_of(error))});
    }
    EgressByHost& hosts = conversations_[std::string(departure.conversation)];
    count_request(hosts[departure.host], departure.bytes, values);
}

EgressByHost EgressLedger::of_conversation(std::string_view conversation) const {
    const std::lock_guard lock(mutex_);
    const auto found = conversations_.find(conversation);
    return found == conversations_.end() ? EgressByHost() : found->second;
}

}
