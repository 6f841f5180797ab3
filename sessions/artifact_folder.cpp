#include "sessions/artifact_folder.h"

#include "libagent/base/descriptor.h"
#include "libagent/base/new_file.h"
#include "libagent/base/stable_hash.h"
#include "libagent/base/text.h"
#include "sessions/cipher.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace askdb::sessions {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view sealed_ending = ".sealed";
constexpr std::size_t longest_artifact_name = 120;
constexpr std::size_t longest_folder_name = 200;
constexpr std::size_t largest_file = std::size_t{256} << 20;
constexpr mode_t folder_mode = 0700;
constexpr mode_t file_mode = 0600;
constexpr int open_folder = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

[[noreturn]] void fail_with(std::string_view what, const std::string& path, int reason) {
    throw Failure({Errc::unavailable,
                   fmt::format("cannot {} '{}': {}", what, visible(path), std::strerror(reason))});
}

void check_artifact_name(std::string_view name) {
    if (auto error = bad_artifact_name(name)) throw Failure(std::move(*error));
}

/// As a part of a file's name, which nothing else is written as.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                              (c == '.' && !out.empty());
        if (is_plain) {
            out += c;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

/// -1 with ENOENT when it is not there, and `make` does not ask for it.
Descriptor open_conversation(const std::string& root, const std::string& name, bool make) {
    if (make) (void)try_make_private_folder(root);  // What failed shows when it is opened.
    const Descriptor top(::open(root.c_str(), open_folder));
    if (top.value() < 0) return Descriptor(-1);
    if (make) ::mkdirat(top.value(), name.c_str(), folder_mode);
    return Descriptor(::openat(top.value(), name.c_str(), open_folder | O_NOFOLLOW));
}

/// 0, or why not.
int write_file(int folder, const std::string& name, std::string_view bytes) {
    const std::string temporary = fmt::format(".{}.part", session::new_session_id());
    int reason = 0;
    {
        const Descriptor file(::openat(folder, temporary.c_str(),
                                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                       file_mode));
        if (file.value() < 0) return errno;
        reason = write_all(file.value(), bytes);
    }
    const bool is_there =
        reason == 0 && ::renameat(folder, temporary.c_str(), folder, name.c_str()) == 0;
    if (is_there) return 0;
    if (reason == 0) reason = errno;
    ::unlinkat(folder, temporary.c_str(), 0);
    return reason;
}

/// The file, or nothing when there is none that is a plain file.
std::optional<std::string> read_file(int folder, const std::string& name, const std::string& path) {
    const Descriptor file(
        ::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat found {};
    if (file.value() < 0 && (errno == ENOENT || errno == ELOOP)) return std::nullopt;
    if (file.value() < 0 || ::fstat(file.value(), &found) != 0)
        fail_with("read", path + "/" + name, errno);
    if (!S_ISREG(found.st_mode)) return std::nullopt;
    if (static_cast<std::uint64_t>(found.st_size) > largest_file)
        fail_with("read", path + "/" + name, EFBIG);
    std::string bytes(static_cast<std::size_t>(found.st_size), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got = ::read(file.value(), bytes.data() + have, bytes.size() - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail_with("read", path + "/" + name, errno);
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

/// Names in a folder, sorted; none when it is not there, or is a link.
std::vector<std::string> names_in(const std::string& path, bool may_be_link) {
    std::vector<std::string> names;
    std::error_code error;
    if (!may_be_link && fs::is_symlink(path, error)) return names;
    fs::directory_iterator at(path, error);
    if (error == std::errc::no_such_file_or_directory) return names;
    for (; !error && at != fs::directory_iterator(); at.increment(error))
        names.push_back(at->path().filename().string());
    if (error) fail_with("list", path, error.value());
    std::sort(names.begin(), names.end());
    return names;
}

Error artifact_error(std::string_view name, std::string_view why) {
    return {Errc::bad_input,
            fmt::format("the file '{}' of the conversation {}", visible(name), why)};
}

}

std::optional<Error> bad_artifact_name(std::string_view name) {
    const bool is_bad = name.empty() || name.size() > longest_artifact_name ||
                        name.starts_with('.') || name.ends_with(sealed_ending) ||
                        name.find('/') != std::string_view::npos || visible(name) != name;
    if (!is_bad) return std::nullopt;
    return Error{Errc::bad_input, fmt::format("no file of a conversation can be called '{}'",
                                              visible(utf8_prefix(name, longest_artifact_name)))};
}

ArtifactFolder::ArtifactFolder(std::string root, const Cipher* cipher)
    : root_(std::move(root)), cipher_(cipher) {}

std::string ArtifactFolder::folder_name(const session::SessionKey& key) {
    // An empty id cannot be written otherwise: no escaped text has a '%' without its two digits.
    std::string name = key.id.empty() ? "%" : escaped(key.id);
    if (!key.user.empty()) name += "@" + escaped(key.user);
    if (name.size() <= longest_folder_name) return name;
    constexpr std::size_t hash_length = 32;
    const std::string hash = stable_hash(name);
    return name.substr(0, longest_folder_name - hash_length - 1) + "~" + hash;
}

std::string ArtifactFolder::path(const session::SessionKey& key) const {
    return root_ + "/" + folder_name(key);
}

KeptFile ArtifactFolder::write(const session::SessionKey& key, std::string_view name,
                               std::string_view bytes) const {
    check_artifact_name(name);
    if (bytes.size() > largest_file) fail_with("write", std::string(name), EFBIG);
    const std::string folder_called = folder_name(key), plain_name(name);
    const std::string sealed_name = plain_name + std::string(sealed_ending);
    const Descriptor folder = open_conversation(root_, folder_called, true);
    if (folder.value() < 0) fail_with("make the folder", path(key), errno);
    std::string sealed;
    if (cipher_ != nullptr) {
        sealed = cipher_->seal_bytes(bytes, folder_called + "/" + plain_name);
        bytes = sealed;
    }
    const bool seals = cipher_ != nullptr;
    const int reason = write_file(folder.value(), seals ? sealed_name : plain_name, bytes);
    if (reason != 0) fail_with("write", path(key) + "/" + plain_name, reason);
    // Of a time when there was a key, or none.
    ::unlinkat(folder.value(), (seals ? plain_name : sealed_name).c_str(), 0);
    return {.bytes = bytes.size(), .digest = stable_hash(bytes)};
}

Result<std::string> ArtifactFolder::read(const session::SessionKey& key, std::string_view name,
                                         std::string_view digest) const {
    check_artifact_name(name);
    const std::string folder_called = folder_name(key), plain_name(name);
    const Descriptor folder = open_conversation(root_, folder_called, false);
    if (folder.value() < 0 && errno != ENOENT && errno != ELOOP && errno != ENOTDIR)
        fail_with("open the folder", path(key), errno);
    if (folder.value() < 0) return artifact_error(name, "is not there any more");
    std::optional<std::string> bytes =
        read_file(folder.value(), plain_name + std::string(sealed_ending), path(key));
    const bool is_sealed = bytes.has_value();
    if (!is_sealed) bytes = read_file(folder.value(), plain_name, path(key));
    if (!bytes) return artifact_error(name, "is not there any more");
    if (!digest.empty() && stable_hash(*bytes) != digest)
        return artifact_error(name, "is damaged: it is not what was written");
    if (!is_sealed) return std::move(*bytes);
    if (cipher_ == nullptr) {
        Error error = artifact_error(name, "is encrypted, and there is no key");
        error.hint = "set encryption_key_command in [sessions]";
        return error;
    }
    Result<std::string> plain = cipher_->open_bytes(*bytes, folder_called + "/" + plain_name);
    if (plain) return plain;
    Error error = artifact_error(name, "cannot be read: " + plain.error().message);
    error.hint = plain.error().hint;
    return error;
}

bool ArtifactFolder::remove(const session::SessionKey& key, std::string_view name) const {
    check_artifact_name(name);
    const Descriptor folder = open_conversation(root_, folder_name(key), false);
    if (folder.value() < 0) return false;
    bool was_there = false;
    for (const std::string_view ending : {std::string_view(), sealed_ending}) {
        const std::string file = std::string(name) + std::string(ending);
        if (::unlinkat(folder.value(), file.c_str(), 0) == 0) {
            was_there = true;
        } else if (errno != ENOENT) {
            fail_with("remove", path(key) + "/" + file, errno);
        }
    }
    return was_there;
}

std::vector<std::string> ArtifactFolder::names(const session::SessionKey& key) const {
    std::vector<std::string> names;
    for (std::string& file : names_in(path(key), false)) {
        if (file.starts_with('.')) continue;
        if (file.ends_with(sealed_ending)) file.resize(file.size() - sealed_ending.size());
        names.push_back(std::move(file));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

bool ArtifactFolder::remove_all(const session::SessionKey& key) const {
    std::error_code error;
    const auto removed = fs::remove_all(path(key), error);  // Of a link, the link.
    if (error) fail_with("remove the folder", path(key), error.value());
    return removed > 0;
}

std::vector<std::string> ArtifactFolder::folders() const {
    return names_in(root_, true);
}

}
