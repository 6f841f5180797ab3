#include "cli/repl/file_completion.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace askdb::cli::repl {
namespace {

// Nobody chooses from more, and the key waits for them.
constexpr std::size_t most_entries = 10'000;

}

std::vector<FolderEntry> list_folder(const std::string& folder) {
    namespace fs = std::filesystem;
    std::string path = folder.empty() ? "." : folder;
    if (path == "~" || path.starts_with("~/")) {
        const char* const home = std::getenv("HOME");
        if (home != nullptr) path.replace(0, 1, home);
    }
    std::vector<FolderEntry> entries;
    std::error_code failed;
    for (fs::directory_iterator entry(path, failed), end;
         !failed && entry != end && entries.size() < most_entries; entry.increment(failed)) {
        std::error_code unknown;
        entries.push_back({entry->path().filename().string(), entry->is_directory(unknown)});
    }
    std::sort(entries.begin(), entries.end(),
              [](const FolderEntry& a, const FolderEntry& b) { return a.name < b.name; });
    return entries;
}

TypedPath::TypedPath(std::string_view typed) {
    const std::size_t name_begin = typed.rfind('/') + 1;  // npos + 1 is 0.
    folder = typed.substr(0, name_begin);
    name = typed.substr(name_begin);
}

void add_files(const TypedPath& typed, const FileWish& wish, const CompletionSources& sources,
               CandidateList& list) {
    const auto add = [&](const FolderEntry& entry) {
        const std::string path = typed.folder + entry.name + (entry.is_folder ? "/" : "");
        list.add(entry.name, [&] {
            return CandidateList::Written{wish.write ? wish.write(path) : path,
                                          entry.is_folder ? "" : " "};
        });
    };
    for (const FolderEntry& entry : sources.folder(typed.folder)) {
        const bool is_hidden = entry.name.starts_with('.') && !typed.name.starts_with('.');
        const bool is_shown = visible(entry.name) == entry.name;
        const bool is_taken = entry.is_folder || !wish.takes || wish.takes(entry.name);
        if (!is_hidden && is_shown && is_taken) add(entry);
    }
}

}
