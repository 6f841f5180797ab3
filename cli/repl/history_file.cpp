#include "cli/repl/history_file.h"

#include "cli/repl/key_decoder.h"
#include "libagent/base/descriptor.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace askdb::cli::repl {
namespace {

constexpr std::size_t most_kept_bytes = 64u << 10;
constexpr std::size_t most_kept_entries = 10'000;
/// Of a larger file only the end is read; then it is made shorter.
constexpr std::size_t most_read_bytes = 4u << 20;

/// No link is followed, and a pipe does not make it wait.
Descriptor open_history(const std::string& path, int flags) {
    return Descriptor(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
}

/// A pipe or a device is no history, whoever put it there.
bool is_regular_file(const Descriptor& file) {
    struct stat about = {};
    return file.value() >= 0 && ::fstat(file.value(), &about) == 0 && S_ISREG(about.st_mode);
}

/// At most the last most_read_bytes; `was_cut` tells that there were more.
std::string read_end(int descriptor, bool& was_cut) {
    struct stat about = {};
    if (::fstat(descriptor, &about) != 0) return {};
    const auto size = static_cast<std::size_t>(about.st_size);
    was_cut = size > most_read_bytes;
    std::string text(std::min(size, most_read_bytes), '\0');
    std::size_t got = 0;
    const std::size_t from = size - text.size();
    while (got < text.size()) {
        const ssize_t count = ::pread(descriptor, text.data() + got, text.size() - got,
                                      static_cast<off_t>(from + got));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        got += static_cast<std::size_t>(count);
    }
    text.resize(got);
    if (was_cut) text.erase(0, std::min(text.find('\n'), text.size() - 1) + 1);
    return text;
}

}

std::string history_line(std::string_view entry) {
    std::string line;
    for (const char c : entry) {
        if (c == '\\')
            line += "\\\\";
        else if (c == '\n')
            line += "\\n";
        else
            line += c;
    }
    return line += '\n';
}

std::string history_entry(std::string_view line) {
    if (line.size() > 2 * most_kept_bytes) return {};
    std::string entry;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\' || i + 1 == line.size()) {
            entry += line[i];
        } else {
            ++i;
            entry += line[i] == 'n' ? '\n' : line[i];
        }
    }
    return as_typed(entry);
}

void HistoryFile::note_trouble(std::string_view what, int reason) {
    if (!has_told_)
        trouble_ = fmt::format("the history cannot be {}: '{}': {}", what, path_,
                               reason == 0 ? "that is no file" : std::strerror(reason));
    has_told_ = true;
}

std::string HistoryFile::take_trouble() {
    return std::exchange(trouble_, {});
}

std::vector<std::string> HistoryFile::load() {
    std::vector<std::string> entries;
    if (path_.empty()) return entries;
    const Descriptor file = open_history(path_, O_RDONLY);
    if (!is_regular_file(file)) {
        if (file.value() >= 0) note_trouble("read", 0);
        if (file.value() < 0 && errno != ENOENT) note_trouble("read", errno);
        return entries;
    }
    bool was_cut = false;
    const std::string text = read_end(file.value(), was_cut);
    for (const std::string& line : split(text, '\n')) {
        std::string entry = history_entry(line);
        if (!trim(entry).empty() && (entries.empty() || entries.back() != entry))
            entries.push_back(std::move(entry));
    }
    const bool is_long = entries.size() > 2 * most_kept_entries;
    if (entries.size() > most_kept_entries)
        entries.erase(entries.begin(),
                      entries.end() - static_cast<std::ptrdiff_t>(most_kept_entries));
    if (was_cut || is_long) shorten(entries);
    return entries;
}

/// In place of the file, so that whoever reads it meanwhile has the old one. Who appends at this
/// moment may lose a line.
void HistoryFile::shorten(const std::vector<std::string>& entries) {
    const std::string temporary = fmt::format("{}.{}", path_, ::getpid());
    {
        const Descriptor file = open_history(temporary, O_WRONLY | O_CREAT | O_EXCL);
        if (file.value() < 0) return;
        std::string text;
        for (const std::string& entry : entries) text += history_line(entry);
        if (::write(file.value(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
            ::unlink(temporary.c_str());
            return;
        }
    }
    if (::rename(temporary.c_str(), path_.c_str()) != 0) ::unlink(temporary.c_str());
}

void HistoryFile::append(std::string_view entry) {
    if (path_.empty() || entry.size() > most_kept_bytes) return;
    const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
    std::error_code ignored;
    std::filesystem::create_directories(folder.parent_path(), ignored);
    ::mkdir(folder.c_str(), 0700);
    const Descriptor file = open_history(path_, O_WRONLY | O_APPEND | O_CREAT);
    if (!is_regular_file(file)) return note_trouble("written", file.value() >= 0 ? 0 : errno);
    const std::string line = history_line(entry);  // In one write: others append, too.
    if (::write(file.value(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        note_trouble("written", errno);
}

}
