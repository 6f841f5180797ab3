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
#include <unistd.h>
#include <utility>

namespace askdb::models {
namespace {

constexpr mode_t private_mode = S_IRUSR | S_IWUSR;

std::string why_of(int error) {
    return std::generic_category().message(error);
}

[[noreturn]] void fail_to_open(const std::string& path, const std::string& why,
                               std::string hint = {}) {
    throw Failure({Errc::usage,
                   fmt::format("cannot write the egress log '{}': {}", visible(path), why),
                   std::move(hint)});
}

bool is_same_file(const struct stat& file, int descriptor) {
    struct stat other = {};
    return ::fstat(descriptor, &other) == 0 && other.st_dev == file.st_dev &&
           other.st_ino == file.st_ino;
}

/// A database, or another file of somebody's, is worth more than a log.
void demand_egress_log(const std::string& path) {
    constexpr std::size_t telling_bytes = 4u << 10;
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    std::string head(telling_bytes, '\0');
    const ssize_t got = file.value() < 0 ? -1 : ::read(file.value(), head.data(), head.size());
    if (got < 0) fail_to_open(path, "what is in it cannot be read: " + why_of(errno));
    head.resize(static_cast<std::size_t>(got));
    if (head.empty() || begins_with_egress_line(head)) return;
    fail_to_open(path, "it holds something else than an egress log",
                 "give it another file: --egress-log FILE");
}

Descriptor opened(const std::string& path) {
    // A FIFO that nobody reads must not hold the program up.
    constexpr int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    Descriptor file(::open(path.c_str(), flags, private_mode));
    if (file.value() < 0) fail_to_open(path, why_of(errno));
    return file;
}

/// Makes what holds values a file for its owner alone. Whether others could read it until now.
bool hide_from_others(const std::string& path, const Descriptor& file) {
    struct stat info = {};
    if (::fstat(file.value(), &info) != 0) fail_to_open(path, why_of(errno));
    if (!S_ISREG(info.st_mode)) return false;
    if (is_same_file(info, STDOUT_FILENO)) fail_to_open(path, "standard output goes there");
    if (is_same_file(info, STDERR_FILENO)) return false;  // As its owner wants it.
    demand_egress_log(path);
    constexpr mode_t of_others = S_IRWXG | S_IRWXO;
    if ((info.st_mode & of_others) == 0) return false;
    if (::fchmod(file.value(), private_mode) != 0) fail_to_open(path, why_of(errno));
    return true;
}

std::string column_name(const SentColumn& sent) {
    return sent.column.empty() ? sent.source : sent.source + "." + sent.column;
}

void count_request(HostEgress& host, std::size_t bytes, std::span<const SentColumn> values) {
    ++host.requests;
    host.bytes += bytes;
    for (const SentColumn& sent : values) {
        HostEgress::Column& column = host.columns[column_name(sent)];
        if (sent.values.size() >= column.values) {
            column.values = sent.values.size();
            column.bounds = sent.bounds;
        }
        column.bytes = std::max(column.bytes, sent.bytes());
    }
}

}

EgressLedger::EgressLedger(const std::string& path)
    : path_(path), file_(opened(path)), was_open_to_others_(hide_from_others(path, *file_)) {}

void EgressLedger::before_sending(const Departure& departure) {
    const std::vector<SentColumn> values = sent_values(departure.messages, departure.quoting);
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
