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

/// What a hit is made of: what comes before the SELECT, where the ids come from, which of them, and
/// their order.
constexpr std::string_view hit_columns =
    "{}SELECT e.id, s.user_name, s.id, s.title, e.turn, e.position, e.type, e.created_at, e.text, "
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

/// One user's texts have a word of their own, see the view askdb_searchable.
std::string fts5_user(std::string_view user) {
    std::string query = "who : \"u";
    for (const char c : user) query += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return query + '"';
}

std::string quoted_for_fts5(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

/// One search, from the newest text to the oldest. What is searched for often is everywhere: it is
/// found among the newest texts, by looking at them, before an index could list all its places.
class StoreSearch {
  public:
    StoreSearch(SqlStoreContext& context, const session::SearchQuery& query)
        : context_(context), query_(query), words_(search_words(query.words)) {}

    session::SearchResult run() {
        result_.was_scanned = context_.is_encrypted();
        if (words_.empty() || query_.limit == 0) return std::move(result_);
        if (context_.is_encrypted()) {
            while (look_through(scanned_at_once)) {
            }
        } else if (look_through(newest_texts)) {
            while (ask_index()) {
            }
        }
        return std::move(result_);
    }

  private:
    static constexpr std::size_t scanned_at_once = 1000, newest_texts = 300;

    /// Adds what of these is a hit; false when that is enough, or when there are no more than
    /// these.
    bool add_all(const std::vector<Candidate>& candidates, std::size_t asked_for) {
        if (!candidates.empty()) before_ = candidates.back().event.id;
        for (const Candidate& candidate : candidates) add(candidate);
        return candidates.size() == asked_for && result_.hits.size() < query_.limit;
    }

    /// Looks at the next `count` texts, whatever is in them.
    bool look_through(std::size_t count) {
        std::vector<Candidate> candidates;
        context_.read([&](OwnConnection& connection) {
            const bool by_user = query_.user && !context_.is_encrypted();
            if (!by_user) {
                candidates = next_texts(connection, count);
            } else if (context_.is_postgres()) {
                candidates = next_of_postgres_user(connection, count);
            } else {
                const std::string match = fts5_user(*query_.user);
                candidates = match_sqlite(connection, match, count);
            }
        });
        return add_all(candidates, count);
    }

    /// Asks the index of words for as many hits as are still missing: nearly all that it gives are.
    bool ask_index() {
        const std::size_t wanted = query_.limit - result_.hits.size();
        std::vector<Candidate> candidates;
        context_.read([&](OwnConnection& connection) {
            candidates =
                context_.is_postgres()
                    ? ask_postgres(connection, wanted)
                    : match_sqlite(connection, fts5_query(query_.words, query_.user), wanted);
        });
        return add_all(candidates, wanted);
    }

    std::vector<Candidate> next_texts(OwnConnection& connection, std::size_t count) {
        std::string where = "e.type IN ('user_message', 'agent_response') AND e.id < ?";
        std::vector<OwnValue> values = {before_};
        if (query_.user) {
            where += " AND s.user_name = ?";
            values.push_back(std::string_view(*query_.user));
        }
        values.push_back(static_cast<std::int64_t>(count));
        return select_candidates(
            connection, fmt::format(hit_columns, "", "askdb_events e", where, "e.id"), values);
    }

    std::vector<Candidate> match_sqlite(OwnConnection& connection, const std::string& match,
                                        std::size_t count) {
        const OwnValue values[] = {std::string_view(match), before_,
                                   static_cast<std::int64_t>(count)};
        // CROSS JOIN: the index first, whatever the planner thinks.
        return select_candidates(
            connection,
            fmt::format(hit_columns, "",
                        "askdb_texts x CROSS JOIN askdb_events e ON e.id = x.rowid",
                        "askdb_texts MATCH ? AND x.rowid < ?", "x.rowid"),
            values);
    }

    std::vector<Candidate> next_of_postgres_user(OwnConnection& connection, std::size_t count) {
        const OwnValue values[] = {std::string_view(*query_.user), before_,
                                   static_cast<std::int64_t>(count)};
        return select_candidates(
            connection,
            fmt::format(hit_columns, "", "askdb_texts x JOIN askdb_events e ON e.id = x.id",
                        "x.user_name = ? AND x.id < ?", "x.id"),
            values);
    }

    /// All places first, then the newest: what is in many is among the newest texts, and was found
    /// there. A planner that is told of the order walks through all texts instead.
    std::vector<Candidate> ask_postgres(OwnConnection& connection, std::size_t count) {
        const std::string match = postgres_query(words_);
        std::vector<OwnValue> values = {std::string_view(match), before_};
        std::string hits =
            "WITH x AS MATERIALIZED (SELECT id FROM askdb_texts WHERE words @@ CAST(? AS tsquery) "
            "AND id < ?";
        if (query_.user) {
            hits += " AND user_name = ?";
            values.push_back(std::string_view(*query_.user));
        }
        values.push_back(static_cast<std::int64_t>(count));
        return select_candidates(
            connection,
            fmt::format(hit_columns, hits + ") ", "x JOIN askdb_events e ON e.id = x.id", "TRUE",
                        "x.id"),
            values);
    }

    void add(const Candidate& candidate) {
        if (result_.hits.size() == query_.limit) return;
        const Result<session::ConversationEvent> event =
            open_event(context_, candidate.key, candidate.event);
        if (!event) return;
        std::optional<Excerpt> excerpt = find_excerpt(event.value().text, words_);
        if (!excerpt) return;
        result_.hits.push_back({.key = candidate.key,
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
    session::SearchResult result_;
    std::int64_t before_ = std::numeric_limits<std::int64_t>::max();  ///< The next text's id.
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
    if (user) query += " AND " + fts5_user(*user);
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
