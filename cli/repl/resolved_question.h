#pragma once

#include "cli/repl/completion_sources.h"
#include "libagent/base/result.h"
#include "libagent/database/catalog.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// A database by its name in this run.
struct NamedCatalog {
    std::string name;
    const database::Catalog* catalog;  ///< Never null; borrowed.
    bool is_default = false;           ///< Its tables are named without it.
};

struct ReferenceSources {
    std::vector<NamedCatalog> databases = {};  ///< The default one first, if it is there.
    std::vector<std::string> handles = {};     ///< "r1", …
    std::vector<std::string> open_files = {};  ///< Data files of this run, as -d takes them.
    std::string home = {};                     ///< What `~` stands for.
    FolderLister folder = list_folder;         ///< Tells which files there are.
};

/// A question, ready for the model.
struct ResolvedQuestion {
    std::string text;  ///< Tables by their exact names, without any `@`.
    /// Data files that are not open yet: what -d has to be given beside what it has, each once.
    std::vector<std::string> files = {};
    std::vector<std::string> texts = {};  ///< Files whose text goes along, each once.

    bool operator==(const ResolvedQuestion&) const = default;
};

/// Puts exact names in place of all references. A name that nothing has, but that is like one of a
/// table, or looks like a file's, is Errc::bad_input with the nearest as its hint; any other one
/// stays as it is, since people are called `@mary`. For questions that a person types: a question
/// of a script may hold anybody's text, and must open no file. Reads no file; asks only whether
/// there is one. All else is pure.
Result<ResolvedQuestion> resolve_references(std::string_view question,
                                            const ReferenceSources& sources);

}
