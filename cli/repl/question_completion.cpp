#include "cli/repl/question_completion.h"

#include "cli/database_choice.h"
#include "cli/repl/candidate_list.h"
#include "cli/repl/file_completion.h"
#include "cli/repl/references.h"
#include "cli/repl/text_files.h"
#include "libagent/base/ascii.h"
#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::cli::repl {
namespace {

constexpr std::size_t fewest_typed_letters = 3;

/// A table as it stands behind `@`.
std::string referred(const database::Table& table) {
    return table.schema.empty() ? reference_name(table.name)
                                : reference_name(table.schema) + '.' + reference_name(table.name);
}

void add_referred_tables(const CompletionSources& sources, CandidateList& list) {
    for (const database::Table& table : sources.catalog->tables)
        list.add(table.name, [&] { return CandidateList::Written{referred(table)}; });
}

/// Behind a dot: columns of a table, or tables of a schema.
void add_referred_parts(std::string_view owner, const CompletionSources& sources,
                        CandidateList& list) {
    const database::Table* const table = sources.catalog->find_table(owner);
    if (table != nullptr) {
        for (const database::Column& column : table->columns) {
            list.add(column.name, [&] {
                return CandidateList::Written{referred(*table) + '.' + reference_name(column.name)};
            });
        }
    }
    for (const database::Table& other : sources.catalog->tables) {
        const bool is_there = !owner.empty() && other.is_in(owner);
        if (is_there) list.add(other.name, [&] { return CandidateList::Written{referred(other)}; });
    }
}

/// `typed` stands behind the `@`, with a quote that may have been opened.
Completion complete_reference(std::string_view typed, const CompletionSources& sources) {
    const bool is_quoted = typed.starts_with('"');
    const std::string_view name = typed.substr(is_quoted ? 1 : 0);
    const TypedPath path(name);
    const std::size_t dot = is_quoted ? std::string_view::npos : name.rfind('.');
    const bool has_owner = dot != std::string_view::npos && path.folder.empty();
    CandidateList list(has_owner ? name.substr(dot + 1) : std::string_view(path.name));
    if (path.folder.empty() && sources.catalog != nullptr) {
        if (has_owner) {
            add_referred_parts(name.substr(0, dot), sources, list);
        } else {
            add_referred_tables(sources, list);
        }
    }
    if (path.folder.empty() && !has_owner) {
        for (const CompletedHandle& handle : sources.handles)
            list.add(handle.name, [&] { return CandidateList::Written{handle.name}; });
    }
    const auto may_come_along = [](const std::string& file) {
        return is_data_file(file) || is_text_file_name(file);
    };
    const FileWish wish{.takes = may_come_along, .write = reference_path};
    if (!has_owner) {
        add_files(path, wish, sources, list);
        return std::move(list).finish(0);
    }
    Completion completion = std::move(list).finish(0);
    if (!completion.candidates.empty()) return completion;
    CandidateList files(path.name);
    add_files(path, wish, sources, files);
    return std::move(files).finish(0);
}

bool continues_typed_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_ascii_digit(c) ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// A word that is like the name of a table or a column.
Completion complete_word(std::string_view typed, const CompletionSources& sources) {
    if (typed.size() < fewest_typed_letters || sources.catalog == nullptr) return {};
    CandidateList list(typed, Nearness::word);
    for (const database::Table& table : sources.catalog->tables)
        list.add(table.name, [&] { return CandidateList::Written{table.name}; });
    for (const database::Table& table : sources.catalog->tables) {
        for (const database::Column& column : table.columns)
            list.add(column.name, [&] { return CandidateList::Written{column.name}; });
    }
    return std::move(list).finish(0);
}

}

Completion complete_question(std::string_view question, const CompletionSources& sources) {
    if (const auto at = open_reference(question)) {
        Completion completion = complete_reference(question.substr(*at), sources);
        completion.begin += *at;
        return completion;
    }
    std::size_t begin = question.size();
    while (begin > 0 && continues_typed_word(question[begin - 1])) --begin;
    Completion completion = complete_word(question.substr(begin), sources);
    completion.begin += begin;
    if (completion.candidates.empty()) completion.begin = question.size();
    return completion;
}

}
