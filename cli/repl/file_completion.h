#pragma once

#include "cli/repl/candidate_list.h"
#include "cli/repl/completion_sources.h"

#include <functional>
#include <string>
#include <string_view>

namespace askdb::cli::repl {

/// A path as far as it is typed: "data/or" is `or` in the folder "data".
struct TypedPath {
    explicit TypedPath(std::string_view typed);

    std::string folder;  ///< With its last '/', or empty.
    std::string name;
};

/// Which files are candidates, and how a path has to stand in the line.
struct FileWish {
    std::function<bool(const std::string& name)> takes = {};  ///< Empty: all.
    std::function<std::string(std::string path)> write = {};  ///< Empty: as it is.
};

/// Adds the entries of the folder whose names answer to the list's typed text, which is
/// TypedPath::name; hidden ones only behind a dot. Names that a terminal could not show are left
/// out.
void add_files(const TypedPath& typed, const FileWish& wish, const CompletionSources& sources,
               CandidateList& list);

}
