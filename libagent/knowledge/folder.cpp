#include "libagent/knowledge/folder.h"

#include "libagent/base/descriptor.h"
#include "libagent/base/result.h"
#include "libagent/base/text.h"
#include "libagent/knowledge/entry_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace askdb::knowledge {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view readme = "readme.md";

std::string words_of(int reason) {
    return std::generic_category().message(reason);
}

bool is_below(const fs::path& target, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), target.begin(), target.end()).first ==
           folder.end();
}

/// Whether links lead from `path` out of `folder`. What is not there leads nowhere.
bool leads_out(const fs::path& path, const fs::path& folder) {
    std::error_code failed, failed_too;
    const fs::path target = fs::canonical(path, failed);
    const fs::path within = fs::canonical(folder, failed_too);
    return !failed && !failed_too && !is_below(target, within);
}

bool is_entry_name(const std::string& name) {
    return name.ends_with(".md") && !name.starts_with('.') && name != rules_file &&
           lower_ascii(name) != readme;
}

Result<std::string> read_open_file(int file, std::size_t max_bytes) {
    std::string text;
    std::string piece(16u << 10, '\0');
    while (text.size() <= max_bytes) {
        const ssize_t count = ::read(file, piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return Error{Errc::usage, "it cannot be read: " + words_of(errno)};
        if (count == 0) return text;
        text.append(piece, 0, static_cast<std::size_t>(count));
    }
    return Error{Errc::usage, fmt::format("it is longer than {} bytes", max_bytes)};
}

/// The text of a regular file.
Result<std::string> read_text(const fs::path& path, std::size_t max_bytes) {
    // A FIFO is opened at once, and found out below.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
    struct stat info = {};
    if (file.value() < 0 || ::fstat(file.value(), &info) != 0)
        return Error{Errc::usage, "it cannot be read: " + words_of(errno)};
    if (!S_ISREG(info.st_mode)) return Error{Errc::usage, "it is no file"};
    return read_open_file(file.value(), max_bytes);
}

/// One folder while it is read.
class FolderReader {
  public:
    explicit FolderReader(const Folder& folder) : folder_(folder) {}

    FolderContents read();

  private:
    std::vector<std::string> names();
    void read_rules();
    bool read_entry(const std::string& name);
    std::optional<std::string> text_of(const std::string& name, std::size_t max_bytes);
    void add_problem(const fs::path& path, const Error& error);

    const Folder& folder_;
    FolderContents contents_;
    std::size_t bytes_ = 0;
};

void FolderReader::add_problem(const fs::path& path, const Error& error) {
    contents_.problems.push_back(
        {Errc::usage, fmt::format("{}: {}", visible(path.string()), error.message), error.hint});
}

/// Sorted, those above the limit left out.
std::vector<std::string> FolderReader::names() {
    std::vector<std::string> found;
    std::error_code failed;
    for (fs::directory_iterator entries(folder_.path, failed), end; !failed && entries != end;
         entries.increment(failed)) {
        std::string name = entries->path().filename().string();
        if (is_entry_name(name)) found.push_back(std::move(name));
    }
    if (failed) add_problem(folder_.path, {Errc::usage, "it cannot be read: " + failed.message()});
    std::sort(found.begin(), found.end());
    if (found.size() > max_entries) {
        add_problem(folder_.path, {Errc::usage, fmt::format("of its {} files only the first {} "
                                                            "are read",
                                                            found.size(), max_entries)});
        found.resize(max_entries);
    }
    return found;
}

/// Nothing when it cannot be read, which is then told.
std::optional<std::string> FolderReader::text_of(const std::string& name, std::size_t max_bytes) {
    const fs::path path = fs::path(folder_.path) / name;
    if (folder_.is_project && leads_out(path, folder_.path)) {
        add_problem(path, {Errc::usage, "a link leads out of the project's folder"});
        return std::nullopt;
    }
    Result<std::string> text = read_text(path, max_bytes);
    if (text) return std::move(text).value();
    add_problem(path, text.error());
    return std::nullopt;
}

void FolderReader::read_rules() {
    const fs::path path = fs::path(folder_.path) / rules_file;
    std::error_code failed;
    if (!fs::exists(fs::symlink_status(path, failed))) return;
    std::optional<std::string> text = text_of(std::string(rules_file), max_rules_bytes);
    if (!text) return;
    if (const auto line = line_of_strange_byte(*text)) {
        contents_.problems.push_back(
            {Errc::usage, fmt::format("{}:{}: it holds control characters, or is not UTF-8",
                                      visible(path.string()), *line)});
        return;
    }
    contents_.rules = trim(*text);
}

/// False when there is no more room.
bool FolderReader::read_entry(const std::string& name) {
    const std::optional<std::string> text = text_of(name, max_entry_bytes);
    if (!text) return true;
    bytes_ += text->size();
    if (bytes_ > max_folder_bytes) {
        add_problem(folder_.path,
                    {Errc::usage, fmt::format("what comes from '{}' on is not read: all files "
                                              "together are longer than {} bytes",
                                              visible(name), max_folder_bytes)});
        return false;
    }
    Result<Entry> entry = parse_entry(*text, (fs::path(folder_.path) / name).string());
    if (entry) {
        contents_.entries.push_back(std::move(entry).value());
    } else {
        contents_.problems.push_back(entry.error());
    }
    return true;
}

FolderContents FolderReader::read() {
    const fs::path path(folder_.path);
    std::error_code failed;
    if (!fs::is_directory(path, failed)) return std::move(contents_);
    if (folder_.is_project && leads_out(path, path.has_parent_path() ? path.parent_path() : ".")) {
        add_problem(path, {Errc::usage, "a link leads out of the project's folder"});
        return std::move(contents_);
    }
    read_rules();
    for (const std::string& name : names()) {
        if (!read_entry(name)) break;
    }
    return std::move(contents_);
}

}

FolderContents read_folder(const Folder& folder) {
    return folder.path.empty() ? FolderContents{} : FolderReader(folder).read();
}

std::string folder_stamp(const Folder& folder) {
    std::string stamp;
    std::error_code failed;
    if (folder.path.empty()) return stamp;
    std::vector<std::string> parts;
    for (fs::directory_iterator entries(folder.path, failed), end; !failed && entries != end;
         entries.increment(failed)) {
        const std::string name = entries->path().filename().string();
        if (!is_entry_name(name) && name != rules_file) continue;
        struct stat info = {};
        if (::stat(entries->path().c_str(), &info) != 0) info = {};
        parts.push_back(fmt::format("{}\t{}\t{}\t{}.{}", name, info.st_ino, info.st_size,
                                    info.st_mtim.tv_sec, info.st_mtim.tv_nsec));
        if (parts.size() > max_entries + 1) break;
    }
    std::sort(parts.begin(), parts.end());
    return join(parts, "\n");
}

}
