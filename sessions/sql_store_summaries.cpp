#include "sessions/sql_store_summaries.h"

#include "libagent/base/text.h"
#include "sessions/no_session.h"
#include "sessions/response_answer_json.h"
#include "sessions/row_values.h"
#include "sessions/sql_store_context.h"
#include "sessions/sql_store_events.h"
#include "sessions/turn_process.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace askdb::sessions {
namespace {

using database::OwnConnection;
using database::OwnValue;
using session::SessionKey;
using session::SessionSummary;

/// What a summary is made of; the answer of the newest finished turn is the last event of it.
constexpr std::string_view summary_columns =
    "SELECT s.pk, s.user_name, s.id, s.title, s.agent, s.databases, s.model, s.created_at, "
    "s.updated_at, s.turns, t.state, t.process, "
    "(SELECT coalesce(sum(a.bytes), 0) FROM askdb_artifacts a WHERE a.session_pk = s.pk), "
    "e.turn, e.position, e.text, e.metadata FROM askdb_sessions s "
    "LEFT JOIN askdb_turns t ON t.session_pk = s.pk AND t.number = s.last_turn "
    "LEFT JOIN askdb_events e ON e.session_pk = s.pk AND e.turn = s.last_finished "
    "AND e.type = 'agent_response' ";

/// Of the summary's answer only; an event that is damaged has none.
std::string last_answer(const SqlStoreContext& context, const SessionKey& key,
                        session::ConversationEvent event) {
    if (event.turn == 0) return {};
    const Result<session::ConversationEvent> opened = open_event(context, key, std::move(event));
    return opened ? answer_text_of(opened.value()) : std::string();
}

FoundSession summary_in(const SqlStoreContext& context, const database::Rows& rows,
                        std::size_t row) {
    RowReader reader(rows, row);
    FoundSession found{.pk = reader.integer()};
    SessionSummary& summary = found.summary;
    summary.key.user = reader.text();
    summary.key.id = reader.text();
    summary.title = shown_title(context, summary.key, reader.text());
    summary.agent = reader.text();
    const std::string databases = reader.text();
    if (!databases.empty()) summary.databases = split(databases, '\n');
    summary.model = reader.text();
    summary.created_at = reader.moment();
    summary.updated_at = reader.moment();
    summary.turns = reader.small();
    const std::string state = reader.text(), process = reader.text();
    summary.last = turn_state(state, process, true);
    summary.artifact_bytes = static_cast<std::uint64_t>(reader.integer());
    session::ConversationEvent event{.type = session::EventType::agent_response};
    event.turn = reader.small();
    event.position = reader.small();
    event.text = reader.text();
    event.metadata = reader.text();
    summary.last_answer = last_answer(context, summary.key, std::move(event));
    return found;
}

/// The place in the list that SessionPage::next names: behind that conversation.
struct ListPlace {
    std::int64_t updated_at = 0, pk = 0;

    std::string text() const { return fmt::format("{}.{}", updated_at, pk); }
};

ListPlace list_place_of(const std::string& text) {
    ListPlace place;
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, place.updated_at);
    if (first.ec == std::errc() && first.ptr != end && *first.ptr == '.') {
        const auto second = std::from_chars(first.ptr + 1, end, place.pk);
        if (second.ec == std::errc() && second.ptr == end) return place;
    }
    throw Failure({Errc::bad_input, fmt::format("'{}' is no place in the list", visible(text))});
}

std::vector<FoundSession> select_summaries(OwnConnection& connection,
                                           const SqlStoreContext& context, std::string_view rest,
                                           std::span<const OwnValue> values) {
    const std::string sql = std::string(summary_columns).append(rest);
    const database::OwnResult result = connection.run(sql, values);
    std::vector<FoundSession> found;
    for (std::size_t row = 0; row < result.rows.row_count(); ++row)
        found.push_back(summary_in(context, result.rows, row));
    return found;
}

/// The ids of the user that begin with `prefix`, newest first, and how many there are.
struct PrefixMatches {
    std::vector<std::string> ids = {};
    std::size_t in_all = 0;
};

std::vector<std::string> texts_of(const database::OwnResult& result) {
    std::vector<std::string> texts;
    for (std::size_t row = 0; row < result.rows.row_count(); ++row)
        texts.push_back(RowReader(result.rows, row).text());
    return texts;
}

PrefixMatches match_prefix(OwnConnection& connection, std::string_view user,
                           std::string_view prefix) {
    // Ids are made of letters, digits, '.', '_' and '-', which all come before '~'.
    const std::string behind = std::string(prefix) + "~";
    const std::string_view end = behind;
    constexpr std::string_view where =
        " FROM askdb_sessions WHERE user_name = ? AND id >= ? AND id < ?";
    constexpr std::int64_t most_named = 5;
    PrefixMatches matches;
    matches.ids = texts_of(connection.run(
        std::string("SELECT id").append(where).append(" ORDER BY updated_at DESC, pk DESC LIMIT ?"),
        {user, prefix, end, most_named}));
    const database::OwnResult counted =
        connection.run(std::string("SELECT count(*)").append(where), {user, prefix, end});
    matches.in_all = static_cast<std::size_t>(RowReader(counted.rows, 0).integer());
    return matches;
}

/// Among which the nearest is looked for.
std::vector<std::string> newest_ids(OwnConnection& connection, std::string_view user) {
    constexpr std::int64_t most_looked_at = 1000;
    return texts_of(
        connection.run("SELECT id FROM askdb_sessions WHERE user_name = ? "
                       "ORDER BY updated_at DESC, pk DESC LIMIT ?",
                       {user, most_looked_at}));
}

}

std::string shown_title(const SqlStoreContext& context, const SessionKey& key,
                        const std::string& kept) {
    if (kept.empty()) return {};
    Result<std::string> title = context.opened(kept, title_place(key));
    return title ? std::move(title).value() : std::string();
}

session::TurnState turn_state(std::string_view state, std::string_view process, bool is_newest) {
    if (state == "failed") return session::TurnState::failed;
    // A conversation without any turn (a fork of none) is nothing unfinished.
    if (state == "finished" || state.empty()) return session::TurnState::finished;
    return is_newest && is_running_here(process) ? session::TurnState::running
                                                 : session::TurnState::interrupted;
}

std::optional<FoundSession> read_summary(OwnConnection& connection, const SqlStoreContext& context,
                                         const SessionKey& key) {
    const OwnValue values[] = {std::string_view(key.user), std::string_view(key.id)};
    std::vector<FoundSession> found =
        select_summaries(connection, context, "WHERE s.user_name = ? AND s.id = ?", values);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

session::SessionPage list_sessions(SqlStoreContext& context, const session::ListQuery& query) {
    std::string rest = "WHERE 1 = 1";
    std::vector<OwnValue> values;
    if (query.user) {
        rest += " AND s.user_name = ?";
        values.push_back(std::string_view(*query.user));
    }
    if (!query.after.empty()) {
        const ListPlace place = list_place_of(query.after);
        rest += " AND (s.updated_at, s.pk) < (?, ?)";
        values.insert(values.end(), {place.updated_at, place.pk});
    }
    rest += " ORDER BY s.updated_at DESC, s.pk DESC LIMIT ?";
    constexpr std::size_t largest_page = 1'000'000;
    const std::size_t limit = std::min(query.limit, largest_page);
    values.push_back(static_cast<std::int64_t>(limit + 1));
    std::vector<FoundSession> found;
    context.read([&](OwnConnection& connection) {
        found = select_summaries(connection, context, rest, values);
    });
    session::SessionPage page;
    const bool has_more = found.size() > limit;
    if (has_more) found.resize(limit);
    if (has_more && limit > 0) {
        const FoundSession& last = found.back();
        page.next = ListPlace{kept_moment(last.summary.updated_at), last.pk}.text();
    }
    for (FoundSession& session : found) page.sessions.push_back(std::move(session.summary));
    return page;
}

Result<SessionSummary> find_by_prefix(SqlStoreContext& context, std::string_view user,
                                      std::string_view id_or_prefix) {
    Result<SessionSummary> result = no_such_session(id_or_prefix);
    context.read([&](OwnConnection& connection) {
        SessionKey key{std::string(user), std::string(id_or_prefix)};
        const bool may_be_id = session::is_session_id(std::string(id_or_prefix) + "0");
        PrefixMatches matches;
        if (may_be_id && !id_or_prefix.empty()) {
            if (auto exact = read_summary(connection, context, key)) {
                result = std::move(exact->summary);
                return;
            }
            matches = match_prefix(connection, user, id_or_prefix);
        }
        if (matches.in_all == 1) {
            key.id = matches.ids.front();
            result = read_summary(connection, context, key).value().summary;
        } else if (matches.in_all > 1) {
            result = ambiguous_session(id_or_prefix, matches.ids, matches.in_all);
        } else {
            result = no_such_session(id_or_prefix, newest_ids(connection, user));
        }
    });
    return result;
}

}
