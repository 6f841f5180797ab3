#pragma once

#include "libagent/session/archive.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace askdb::sessions {

class SqlStoreContext;

/// See SessionArchive::search(): questions and answers of turns that were not taken back, newest
/// first. By the index of words or, where texts are encrypted, by reading all of them.
session::SearchResult search_store(SqlStoreContext& context, const session::SearchQuery& query);

/// What a person searches for, at least one word, as a query of SQLite's FTS5
/// (https://sqlite.org/fts5.html#full_text_query_syntax) for texts of all or of one user. Nothing
/// of it can be read as syntax. Pure.
std::string fts5_query(std::string_view words, const std::optional<std::string>& user);
/// The words, of search_words(), as PostgreSQL's tsquery. Pure.
std::string postgres_query(std::span<const std::string> words);

}
