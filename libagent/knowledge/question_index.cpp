#include "libagent/knowledge/question_index.h"

#include "libagent/database/cache/table_words.h"

#include <cstdint>
#include <string>

namespace askdb::knowledge {
namespace {

constexpr const char* index_tables =
    "CREATE VIRTUAL TABLE kept USING fts5(question, content='', "
    "tokenize=\"porter unicode61 remove_diacritics 2\")";

/// Cut as questions are when they are searched, so that "workOrders" is "work orders" in both.
std::string words_of_entry(const Entry& entry) {
    std::string words;
    for (const std::string& word : database::words_of_name(entry.question))
        words.append(word).append(" ");
    return words;
}

}

QuestionIndex::QuestionIndex(std::span<const Entry> entries)
    : file_({.path = {}, .format = 1, .tables = index_tables}) {
    file_.write([&](sqlite3* db) {
        database::CacheFile::Statement insert(db,
                                              "INSERT INTO kept(rowid, question) VALUES (?1, ?2)");
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const std::string words = words_of_entry(entries[i]);
            insert.bind(1, static_cast<std::int64_t>(i)).bind(2, words);
            if (!insert.run()) return false;
        }
        return true;
    });
}

std::vector<std::size_t> QuestionIndex::search(std::string_view question) {
    const std::string wanted = database::any_of_words(database::words_of_question(question));
    std::vector<std::size_t> found;
    if (wanted.empty()) return found;
    file_.read([&](sqlite3* db) {
        database::CacheFile::Statement hits(
            db, "SELECT rowid FROM kept WHERE kept MATCH ?1 ORDER BY bm25(kept), rowid DESC");
        hits.bind(1, wanted);
        while (hits.next()) found.push_back(static_cast<std::size_t>(hits.integer(0)));
        return hits.ok();
    });
    return found;
}

}
