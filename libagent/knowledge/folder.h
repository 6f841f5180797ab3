#pragma once

#include "libagent/base/error.h"
#include "libagent/knowledge/entry.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::knowledge {

/// A folder in which people keep what they know: `*.md`, one question each (see entry_file.h), and
/// `rules.md`, the business rules as they are. Other files and folders in it are left alone, and so
/// is a `README.md`.
struct Folder {
    std::string path;
    /// Its files may be another's: no link in it may lead out of it, nor may it itself lead out of
    /// the folder that it stands in.
    bool is_project = false;
};

constexpr std::string_view rules_file = "rules.md";
constexpr std::size_t max_rules_bytes = 16u << 10;
constexpr std::size_t max_entries = 2'000;
constexpr std::size_t max_folder_bytes = 8u << 20;  ///< Of all entries.

struct FolderContents {
    std::string rules = {};
    std::vector<Entry> entries = {};  ///< By the names of their files.
    /// What was left out, and why: "PATH:LINE: why" where a line is to blame.
    std::vector<Error> problems = {};
};

/// All that the folder holds and that can be read; a folder that is not there holds nothing. Waits
/// for no FIFO, and reads no more than the limits.
FolderContents read_folder(const Folder& folder);

/// Changes when a file of the folder is added, taken away or written. Cheap beside read_folder().
std::string folder_stamp(const Folder& folder);

/// Keeps the entry in a new file of the folder, which is made where it is missing (0700, the file
/// 0600), whole or not at all; gives its path. An entry that says the same for the same database is
/// kept once, also where that one has a note and this one none; no file is ever changed. Throws
/// Failure(usage) for an entry that cannot be kept (see judge_entry()), for a verified query whose
/// statement a correction of the same question calls wrong, and when the folder cannot be written
/// to.
std::string keep_entry(const Folder& folder, const Entry& entry);

}
