#pragma once

#include "cli/repl/slash_command.h"
#include "libagent/database/catalog.h"
#include "libagent/database/dialect.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace askdb::cli::repl {

/// A file or folder by its name alone.
struct FolderEntry {
    std::string name;
    bool is_folder = false;
};

/// Lists a folder, given as a person would ("", "data", "/srv"); empty where it cannot.
using FolderLister = std::function<std::vector<FolderEntry>(const std::string& folder)>;

/// What the file system says; a leading `~/` is the home folder.
std::vector<FolderEntry> list_folder(const std::string& folder);

/// A result that can be queried by its name.
struct CompletedHandle {
    std::string name;  ///< "r1"
    std::vector<std::string> columns = {};
};

/// What stands for something that has a title: a conversation, a turn.
struct CompletedWord {
    std::string word;        ///< "0b5c2a11", "3"
    std::string title = {};  ///< One line.
    std::string note = {};   ///< Shown between the two, "2 h ago"; or empty.

    bool operator==(const CompletedWord&) const = default;
};

/// All that there is to complete; all but the values is borrowed for the call.
struct CompletionSources {
    const database::Catalog* catalog = nullptr;  ///< Null while it loads.
    const database::Dialect& dialect;
    std::span<const SlashCommand* const> commands = {};  ///< all_slash_commands()
    std::vector<std::string> databases = {};
    /// As -m takes them, those of a vendor behind it: "offline", "big", "openai:", "openai:gpt-4o".
    std::vector<std::string> models = {};
    std::vector<CompletedWord> sessions = {};  ///< Newest first.
    std::vector<CompletedWord> turns = {};     ///< Of the conversation, newest first.
    std::vector<std::string> formats = {};
    std::vector<std::string> settings = {};
    std::vector<std::string> agents = {};
    std::vector<CompletedHandle> handles = {};
    FolderLister folder = list_folder;
};

}
