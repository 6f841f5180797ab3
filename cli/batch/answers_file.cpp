#include "cli/batch/answers_file.h"

#include "cli/batch/line_reader.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr std::size_t max_record_bytes = 256u << 20;
constexpr std::chrono::seconds between_syncs{1};

/// Without waiting: opening a FIFO could take for ever.
int opened_answers(const std::string& path) {
    constexpr int flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    constexpr mode_t for_nobody_else = 0600;
    const int file = ::open(path.c_str(), flags, for_nobody_else);
    if (file >= 0) return file;
    throw Failure({Errc::usage, fmt::format("cannot open '{}' for answers: {}", visible(path),
                                            std::strerror(errno))});
}

bool is_same_file(int one, int other) {
    struct stat a = {}, b = {};
    return ::fstat(one, &a) == 0 && ::fstat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/// How much of the file ends with a newline.
std::size_t whole_bytes(int file, std::size_t size) {
    std::string block(64u << 10, '\0');
    while (size > 0) {
        const std::size_t bytes = std::min(size, block.size());
        const ssize_t got = ::pread(file, block.data(), bytes, static_cast<off_t>(size - bytes));
        if (got != static_cast<ssize_t>(bytes)) return size;  // Told when the lines are read.
        const std::size_t newline = std::string_view(block).substr(0, bytes).rfind('\n');
        if (newline != std::string_view::npos) return size - bytes + newline + 1;
        size -= bytes;
    }
    return 0;
}

/// Why not all of it could be written; 0: it was. Only a full disk or a limit takes a second write.
int write_whole(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return written < 0 ? errno : ENOSPC;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

}

AnswersFile::AnswersFile(const std::string& path, const AnswersOrigin& origin,
                         const std::stop_token& stop, bool is_strict)
    : path_(path), is_strict_(is_strict), file_(opened_answers(path)), synced_at_(Clock::now()) {
    take_lock();
    load(origin, stop);
}

AnswersFile::~AnswersFile() {
    if (!is_synced_) ::fdatasync(file_.value());
}

void AnswersFile::refuse(const std::string& why, std::string hint) const {
    throw Failure({Errc::usage, fmt::format("cannot keep answers in '{}': {}", visible(path_), why),
                   std::move(hint)});
}

void AnswersFile::fail(int reason) const {
    throw Failure({Errc::no_answer,
                   fmt::format("cannot write to '{}': {}", visible(path_), std::strerror(reason))});
}

void AnswersFile::take_lock() const {
    struct stat status = {};
    if (::fstat(file_.value(), &status) != 0) refuse(std::strerror(errno));
    if (!S_ISREG(status.st_mode)) refuse("it is not a regular file");
    if (is_same_file(file_.value(), STDOUT_FILENO)) refuse("standard output goes there");
    if (::flock(file_.value(), LOCK_EX | LOCK_NB) == 0) return;
    if (errno == EWOULDBLOCK) refuse("another run of askdb uses it now");
    refuse(std::strerror(errno));
}

void AnswersFile::cut_at(std::size_t size) const {
    if (::ftruncate(file_.value(), static_cast<off_t>(size)) != 0) fail(errno);
}

void AnswersFile::load(const AnswersOrigin& origin, const std::stop_token& stop) {
    const std::string other_file = "give it another file: --answers FILE";
    struct stat status = {};
    if (::fstat(file_.value(), &status) != 0) refuse(std::strerror(errno));
    const auto size = static_cast<std::size_t>(status.st_size);
    const std::size_t whole = whole_bytes(file_.value(), size);
    LineReader lines(file_.value(), path_, max_record_bytes, stop);
    const auto first = lines.next().value_or_throw();
    if (first && whole > 0) {
        const Result<AnswersOrigin> found = read_origin(*first);
        if (!found) refuse(found.error().message, other_file);
        if (found.value().sql_only != origin.sql_only)
            refuse(fmt::format("it was written {} --sql", origin.sql_only ? "without" : "with"),
                   other_file);
        if (found.value() != origin)
            refuse(fmt::format("it holds answers from {}, not from {}",
                               visible(join(found.value().databases, ", ")),
                               visible(join(origin.databases, ", "))),
                   other_file);
        size_ = lines.consumed();
    } else if (first && !is_begun_origin(*first)) {
        refuse("it holds something else than answers of askdb", other_file);
    }
    while (size_ > 0 && size_ < whole) {
        const auto line = lines.next().value_or_throw();
        if (!line) break;
        const Result<AnswerRecord> record = read_record(*line);
        if (!record) refuse(fmt::format("line {} is no recorded answer", lines.number()));
        places_[record.value().id] = {size_, line->size()};
        size_ = lines.consumed();
    }
    if (size_ < size) cut_at(size_);
    if (size_ > 0) return;
    const std::string line = origin_line(origin);
    if (const int reason = write_whole(file_.value(), line); reason != 0) {
        cut_at(0);
        fail(reason);
    }
    size_ = line.size();
}

std::optional<TurnEnd> AnswersFile::find(const ListedQuestion& question) const {
    const auto found = places_.find(question.id);
    if (found == places_.end()) return std::nullopt;
    std::string line(found->second.bytes, '\0');
    const ssize_t got =
        ::pread(file_.value(), line.data(), line.size(), static_cast<off_t>(found->second.begin));
    if (got != static_cast<ssize_t>(line.size())) return std::nullopt;
    Result<AnswerRecord> record = read_record(line);
    if (!record || record.value().question != question.text) return std::nullopt;
    return end_of_record(std::move(record).value(), is_strict_);
}

void AnswersFile::add(const ListedQuestion& question, const TurnEnd& end) {
    if (!is_definite(end)) return;
    const std::optional<std::string> line = record_line(question, end, is_strict_);
    if (!line) return;
    const std::lock_guard lock(mutex_);
    if (const int reason = write_whole(file_.value(), *line); reason != 0) {
        cut_at(size_);
        fail(reason);
    }
    size_ += line->size();
    is_synced_ = false;
    if (Clock::now() - synced_at_ < between_syncs) return;
    if (::fdatasync(file_.value()) != 0) fail(errno);
    synced_at_ = Clock::now();
    is_synced_ = true;
}

void AnswersFile::finish() {
    const std::lock_guard lock(mutex_);
    if (is_synced_) return;
    is_synced_ = true;
    if (::fdatasync(file_.value()) != 0) fail(errno);
}

}
