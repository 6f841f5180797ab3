#include "libagent/base/new_file.h"
#include "libagent/base/text.h"
#include "libagent/knowledge/entry_file.h"
#include "libagent/knowledge/folder.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

namespace askdb::knowledge {
namespace {

constexpr int most_of_one_name = 10'000;

/// A verified query without a note adds nothing to the same one with a note.
bool adds_note(const Entry& kept, const Entry& entry) {
    const bool is_bare = entry.verdict == Verdict::good && trim(entry.note).empty();
    return !is_bare && trim(kept.note) != trim(entry.note);
}

bool say_the_same(const Entry& kept, const Entry& entry) {
    return question_key(kept.question) == question_key(entry.question) &&
           kept.database == entry.database && kept.dialect == entry.dialect &&
           kept.verdict == entry.verdict && sql_key(kept.sql) == sql_key(entry.sql) &&
           sql_key(kept.wrong_sql) == sql_key(entry.wrong_sql) &&
           trim(kept.wrong_answer) == trim(entry.wrong_answer) && !adds_note(kept, entry);
}

/// Whether a correction says that the statement of a verified query is wrong.
bool contradicts(const Entry& correction, const Entry& verified) {
    return correction.verdict == Verdict::bad && verified.verdict == Verdict::good &&
           question_key(correction.question) == question_key(verified.question) &&
           correction.database == verified.database && !correction.wrong_sql.empty() &&
           sql_key(correction.wrong_sql) == sql_key(verified.sql);
}

/// Where the same is kept already; throws where the opposite is.
std::optional<std::string> find_kept(const Folder& folder, const Entry& entry) {
    for (const Entry& kept : read_folder(folder).entries) {
        if (say_the_same(kept, entry)) return kept.path;
        if (contradicts(kept, entry))
            throw Failure({Errc::usage,
                           fmt::format("'{}' says that this statement is wrong for this question",
                                       visible(kept.path)),
                           fmt::format("if it is right after all: rm '{}'", visible(kept.path))});
    }
    return std::nullopt;
}

bool is_taken_name(const std::string& name) {
    return name + ".md" == rules_file || name == "readme";
}

}

std::string keep_entry(const Folder& folder, const Entry& entry) {
    if (auto error = judge_entry(entry)) throw Failure(std::move(*error));
    const std::filesystem::path path(folder.path);
    if (folder.is_project && std::filesystem::is_symlink(path))
        throw Failure({Errc::usage, fmt::format("'{}' is a link, and a project's must be a folder",
                                                visible(folder.path))});
    if (const auto kept = find_kept(folder, entry)) return *kept;
    make_private_folder(folder.path);
    const std::string slug = slug_of(entry.question);
    NewFile file((path / (slug + ".md")).string());
    file.write(entry_text(entry));
    for (int number = 1; number <= most_of_one_name; ++number) {
        const std::string name = number == 1 ? slug : fmt::format("{}-{}", slug, number);
        if (is_taken_name(name)) continue;
        const std::string kept = (path / (name + ".md")).string();
        if (file.take_name(kept)) return kept;
    }
    throw Failure({Errc::usage, fmt::format("'{}' holds too many files that are named '{}'",
                                            visible(folder.path), slug)});
}

}
