#pragma once

#include "libagent/base/result.h"
#include "libagent/session/store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::sessions {

class Cipher;

/// A file as it was written.
struct KeptFile {
    std::uint64_t bytes = 0;  ///< On the disk.
    std::string digest = {};  ///< Of these bytes, see ArtifactFolder::read().
};

/// What is wrong with a file's name; nothing: an artifact may be called so. It has 1 to 120 bytes
/// of UTF-8 without '/', control characters and a dot in front, and does not end with ".sealed".
std::optional<Error> bad_artifact_name(std::string_view name);

/// The files of conversations: a folder for each below one root, files of mode 0600 in folders of
/// mode 0700. Where there is a cipher they are written encrypted, each bound to its conversation
/// and its name, and end with ".sealed". A file is there as a whole or not at all, as long as the
/// system runs: nothing waits for the disk, and the digest tells when a power failure took
/// something. None is larger than 256 MiB. Below the root no link is followed. Any thread and
/// process may use it, a file by one at a time. Throws Failure(unavailable) when the disk fails,
/// Failure(bad_input) for a bad name.
class ArtifactFolder {
  public:
    /// Makes nothing yet. Borrows the cipher; nullptr: files are as they are.
    ArtifactFolder(std::string root, const Cipher* cipher);

    /// Puts the file in the place of one of that name.
    KeptFile write(const session::SessionKey& key, std::string_view name,
                   std::string_view bytes) const;
    /// Errc::bad_input when there is none, when it was written with (another) key, or when it is
    /// not the one of `digest`; an empty digest is not compared.
    Result<std::string> read(const session::SessionKey& key, std::string_view name,
                             std::string_view digest) const;
    /// Takes one file away; false: there was none.
    bool remove(const session::SessionKey& key, std::string_view name) const;

    /// The names of its files, sorted.
    std::vector<std::string> names(const session::SessionKey& key) const;
    /// Takes away its folder and all that is in it, by whomever it was put there; false: there was
    /// none.
    bool remove_all(const session::SessionKey& key) const;

    /// Where its files are, or would be.
    std::string path(const session::SessionKey& key) const;
    /// The names of all folders that are there, sorted, see folder_name().
    std::vector<std::string> folders() const;
    /// `ID` or, where the conversation is somebody's, `ID@USER`: other characters than
    /// [A-Za-z0-9._-] are written `%2F`. Of one that is too long for a file the beginning, and a
    /// hash. Different conversations have different names.
    static std::string folder_name(const session::SessionKey& key);

  private:
    std::string root_;
    const Cipher* cipher_;
};

}
