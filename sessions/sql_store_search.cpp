#include "sessions/sql_store_search.h"

#include "libagent/base/text.h"
#include "sessions/excerpt.h"
#include "sessions/one_line.h"
#include "sessions/row_values.h"
#include "sessions/sql_store_context.h"
#include "sessions/sql_store_events.h"
#include "sessions/sql_store_summaries.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace askdb::sessions {
namespace {

using database::OwnConnection;
using database::OwnValue;
using session::SearchHit;

/// What a hit is made of; `{}` is where the ids come from.
constexpr std::string_view hit_columns =
    "SELECT e.id, s.user_name, s.id, s.title, e.turn, e.position, e.type, e.created_at, e.text, "
    "e.metadata FROM {} JOIN askdb_sessions s ON s.pk = e.session_pk "
    "JOIN askdb_turns t ON t.session_pk = e.session_pk AND t.number = e.turn "
    "WHERE t.is_taken_back = 0 AND {} ORDER BY {} DESC LIMIT ?";

/// One text that may hold the words.
struct Candidate {
    session::SessionKey key = {};
    std::string title = {};
    session::ConversationEvent event = {};
};

std::vector<Candidate> select_candidates(OwnConnection& connection, const std::string& sql,
                                         std::span<const OwnValue> values) {
    const database::OwnResult result = connection.run(sql, values);
    std::vector<Candidate> candidates;
    for (std::size_t row = 0; row < result.rows.row_count(); ++row) {
        RowReader reader(result.rows, row);
        Candidate candidate;
        candidate.event.id = reader.integer();
        candidate.key.user = reader.text();
        candidate.key.id = reader.text();
        candidate.title = reader.text();
        candidate.event.turn = reader.small();
        candidate.event.position = reader.small();
        candidate.event.type =
            session::find_event_type(reader.text()).value_or(session::EventType::system_event);
        candidate.event.created_at = reader.moment();
        candidate.event.text = reader.text();
        candidate.event.metadata = reader.text();
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

std::string quoted_for_fts5(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

/// One search, from the newest text to the oldest.
class StoreSearch {
  public:
    StoreSearch(SqlStoreContext& context, const session::SearchQuery& query)
        : context_(context), query_(query), words_(search_words(query.words)) {}

    session::SearchResult run() {
        session::SearchResult result{.was_scanned = context_.is_encrypted()};
        if (words_.empty() || query_.limit == 0) return result;
        std::int64_t before = std::numeric_limits<std::int64_t>::max();
        for (bool has_more = true; has_more && result.hits.size() < query_.limit;) {
            // What an index finds is nearly always a hit; what is read along seldom is.
            const std::size_t wanted = query_.limit - result.hits.size();
            const std::size_t at_once = context_.is_encrypted() ? scanned_at_once : wanted;
            const std::vector<Candidate> candidates = candidates_before(before, at_once);
            has_more = candidates.size() == at_once;
            if (!candidates.empty()) before = candidates.back().event.id;
            for (const Candidate& candidate : candidates) add(candidate, result);
        }
        return result;
    }

  private:
    static constexpr std::size_t scanned_at_once = 1000;

    std::vector<Candidate> candidates_before(std::int64_t before, std::size_t count) {
        std::vector<Candidate> candidates;
        context_.read([&](OwnConnection& connection) {
            candidates = context_.is_encrypted()  ? scan(connection, before, count)
                         : context_.is_postgres() ? ask_postgres(connection, before, count)
                                                  : ask_sqlite(connection, before, count);
        });
        return candidates;
    }

    std::vector<Candidate> scan(OwnConnection& connection, std::int64_t before, std::size_t count) {
        std::string where = "e.type IN ('user_message', 'agent_response') AND e.id < ?";
        std::vector<OwnValue> values = {before};
        add_user(where, values, "s.user_name");
        values.push_back(static_cast<std::int64_t>(count));
        return select_candidates(connection,
                                 fmt::format(hit_columns, "askdb_events e", where, "e.id"), values);
    }

    std::vector<Candidate> ask_sqlite(OwnConnection& connection, std::int64_t before,
                                      std::size_t count) {
        const std::string match = fts5_query(query_.words, query_.user);
        const OwnValue values[] = {std::string_view(match), before,
                                   static_cast<std::int64_t>(count)};
        // CROSS JOIN: the index first, whatever the planner thinks.
        return select_candidates(
            connection,
            fmt::format(hit_columns, "askdb_texts x CROSS JOIN askdb_events e ON e.id = x.rowid",
                        "askdb_texts MATCH ? AND x.rowid < ?", "x.rowid"),
            values);
    }

    std::vector<Candidate> ask_postgres(OwnConnection& connection, std::int64_t before,
                                        std::size_t count) {
        const std::string match = postgres_query(words_);
        std::string where = "x.words @@ CAST(? AS tsquery) AND x.id < ?";
        std::vector<OwnValue> values = {std::string_view(match), before};
        add_user(where, values, "x.user_name");
        values.push_back(static_cast<std::int64_t>(count));
        return select_candidates(
            connection,
            fmt::format(hit_columns, "askdb_texts x JOIN askdb_events e ON e.id = x.id", where,
                        "x.id"),
            values);
    }

    void add_user(std::string& where, std::vector<OwnValue>& values, std::string_view column) {
        if (!query_.user) return;
        where += fmt::format(" AND {} = ?", column);
        values.push_back(std::string_view(*query_.user));
    }

    void add(const Candidate& candidate, session::SearchResult& result) const {
        if (result.hits.size() == query_.limit) return;
        const Result<session::ConversationEvent> event =
            open_event(context_, candidate.key, candidate.event);
        if (!event) return;
        std::optional<Excerpt> excerpt = find_excerpt(event.value().text, words_);
        if (!excerpt) return;
        result.hits.push_back({.key = candidate.key,
                               .title = shown_title(context_, candidate.key, candidate.title),
                               .turn = candidate.event.turn,
                               .type = candidate.event.type,
                               .at = candidate.event.created_at,
                               .excerpt = std::move(excerpt->text),
                               .marks = std::move(excerpt->marks)});
    }

    SqlStoreContext& context_;
    const session::SearchQuery& query_;
    const std::vector<std::string> words_;
};

}

std::string fts5_query(std::string_view words, const std::optional<std::string>& user) {
    std::vector<std::string> terms;
    for (const std::string& part : split(one_line(words), ' ')) {
        const std::vector<std::string> found = search_words(part);
        for (const std::string& word : found) terms.push_back('"' + word + '"');
        // SQLite folds less than we do ("ß" is no "ss"): the word as it is may be what is indexed.
        const bool is_ascii =
            std::all_of(part.begin(), part.end(), [](char c) { return (c & 0x80) == 0; });
        if (found.size() == 1 && !is_ascii) terms.back() += '\n' + quoted_for_fts5(part);
    }
    std::string all;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const std::string_view prefix = i + 1 == terms.size() ? " *" : "";
        if (i > 0) all += " AND ";
        const std::vector<std::string> spellings = split(terms[i], '\n');
        all.append("(").append(spellings.front()).append(prefix);
        if (spellings.size() > 1) all.append(" OR ").append(spellings.back()).append(prefix);
        all += ")";
    }
    std::string query = "text : (" + all + ")";
    if (user) {
        query += " AND who : \"u";
        for (const char c : *user) query += fmt::format("{:02x}", static_cast<unsigned char>(c));
        query += '"';
    }
    return query;
}

std::string postgres_query(std::span<const std::string> words) {
    std::string query;
    for (const std::string& word : words) {
        if (!query.empty()) query += " & ";
        query += '\'' + word + '\'';
    }
    return query + ":*";
}

session::SearchResult search_store(SqlStoreContext& context, const session::SearchQuery& query) {
    return StoreSearch(context, query).run();
}

}
