#include "sessions/sql_store_check.h"

#include "libagent/base/text.h"
#include "libagent/session/turn_events_json.h"
#include "sessions/row_values.h"
#include "sessions/sql_store_context.h"
#include "sessions/sql_store_events.h"
#include "sessions/sql_store_summaries.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>
#include <vector>

namespace askdb::sessions {
namespace {

using database::OwnConnection;
using session::SessionKey;

constexpr std::size_t most_problems = 1000;
constexpr std::int64_t sessions_at_once = 200;

/// `SQL` gives a count: rows that belong to nothing, or that contradict each other.
struct CountedProblem {
    std::string_view what;
    std::string_view sql;
};
constexpr CountedProblem counted_problems[] = {
    {"events without their turn",
     "SELECT count(*) FROM askdb_events e WHERE e.turn > 0 AND NOT EXISTS (SELECT 1 FROM "
     "askdb_turns t WHERE t.session_pk = e.session_pk AND t.number = e.turn)"},
    {"events without their conversation",
     "SELECT count(*) FROM askdb_events e WHERE NOT EXISTS (SELECT 1 FROM askdb_sessions s "
     "WHERE s.pk = e.session_pk)"},
    {"turns without their conversation",
     "SELECT count(*) FROM askdb_turns t WHERE NOT EXISTS (SELECT 1 FROM askdb_sessions s "
     "WHERE s.pk = t.session_pk)"},
    {"files without their turn",
     "SELECT count(*) FROM askdb_artifacts a WHERE NOT EXISTS (SELECT 1 FROM askdb_turns t "
     "WHERE t.session_pk = a.session_pk AND t.number = a.turn)"},
    {"conversations that count their turns wrong",
     "SELECT count(*) FROM askdb_sessions s WHERE s.turns <> (SELECT count(*) FROM askdb_turns t "
     "WHERE t.session_pk = s.pk AND t.state = 'finished' AND t.is_taken_back = 0)"},
};

/// A conversation whose turns and files are looked at.
struct CheckedSession {
    std::int64_t pk = 0;
    SessionKey key = {};
};

class StoreCheck {
  public:
    explicit StoreCheck(SqlStoreContext& context) : context_(context) {}

    session::IntegrityReport run() {
        if (!context_.is_postgres()) check_file();
        context_.read([&](OwnConnection& connection) { count_problems(connection); });
        std::int64_t after = 0;
        for (;;) {
            std::vector<CheckedSession> sessions;
            context_.read([&](OwnConnection& connection) {
                sessions = sessions_after(connection, after);
                for (const CheckedSession& session : sessions) check_session(connection, session);
            });
            if (sessions.empty()) break;
            after = sessions.back().pk;
        }
        check_folders();
        return std::move(report_);
    }

  private:
    void add(std::string problem) {
        if (report_.problems.size() < most_problems) report_.problems.push_back(std::move(problem));
    }

    /// https://sqlite.org/pragma.html#pragma_integrity_check, and FTS5's own of the index.
    void check_file() {
        context_.read([&](OwnConnection& connection) {
            const database::OwnResult words = connection.run("PRAGMA integrity_check");
            for (std::size_t row = 0; row < words.rows.row_count(); ++row) {
                const std::string text = RowReader(words.rows, row).text();
                if (text != "ok") add("the database file: " + text);
            }
        });
        if (context_.is_encrypted()) return;
        try {
            context_.write({.work =
                                [](OwnConnection& connection, bool) {
                                    connection.run(
                                        "INSERT INTO askdb_texts (askdb_texts, rank) VALUES "
                                        "('integrity-check', 1)");
                                },
                            .must_last = false,
                            .order = {}});
        } catch (const Failure& failure) {
            add("the index of words: " + failure.error().message);
        }
    }

    void count_problems(OwnConnection& connection) {
        for (const CountedProblem& problem : counted_problems) {
            const database::OwnResult counted = connection.run(problem.sql);
            const std::int64_t count = RowReader(counted.rows, 0).integer();
            if (count > 0) add(fmt::format("{} {}", count, problem.what));
        }
    }

    std::vector<CheckedSession> sessions_after(OwnConnection& connection, std::int64_t after) {
        const database::OwnResult result = connection.run(
            "SELECT pk, user_name, id FROM askdb_sessions WHERE pk > ? ORDER BY pk LIMIT ?",
            {after, sessions_at_once});
        std::vector<CheckedSession> sessions;
        for (std::size_t row = 0; row < result.rows.row_count(); ++row) {
            RowReader reader(result.rows, row);
            CheckedSession session{.pk = reader.integer()};
            session.key.user = reader.text();
            session.key.id = reader.text();
            sessions.push_back(std::move(session));
        }
        return sessions;
    }

    void check_session(OwnConnection& connection, const CheckedSession& session) {
        ++report_.sessions;
        folders_.push_back(ArtifactFolder::folder_name(session.key));
        std::map<int, std::vector<session::ConversationEvent>> events;
        for (session::ConversationEvent& event : read_events(connection, session.pk))
            events[event.turn].push_back(std::move(event));
        const database::OwnResult turns = connection.run(
            "SELECT number, state, process FROM askdb_turns WHERE session_pk = ? ORDER BY number",
            {session.pk});
        bool has_unfinished = false;
        for (std::size_t row = 0; row < turns.rows.row_count(); ++row) {
            RowReader reader(turns.rows, row);
            const int number = reader.small();
            const std::string state = reader.text(), process = reader.text();
            const bool is_newest = row + 1 == turns.rows.row_count();
            ++report_.turns;
            const session::TurnState how = turn_state(state, process, is_newest);
            if (how == session::TurnState::interrupted) ++report_.interrupted;
            if (how != session::TurnState::finished) has_unfinished = true;
            if (how == session::TurnState::finished)
                check_turn(session.key, number, events[number]);
        }
        const std::vector<std::string> known = check_files(connection, session);
        // A turn that did not come to its end may have left files, which go with the conversation.
        if (!has_unfinished) check_strays(session.key, known);
    }

    void check_turn(const SessionKey& key, int number,
                    std::vector<session::ConversationEvent>& events) {
        const auto fail = [&](const Error& error) {
            add(fmt::format("conversation '{}', turn {}: {}", visible(key.id), number,
                            error.message));
        };
        for (session::ConversationEvent& event : events) {
            Result<session::ConversationEvent> opened = open_event(context_, key, event);
            if (!opened) return fail(opened.error());
            event = std::move(opened).value();
        }
        const Result<session::Turn> turn = session::turn_of(events);
        if (!turn) fail(turn.error());
    }

    /// All that have a row, also those of turns that were taken back; their names.
    std::vector<std::string> check_files(OwnConnection& connection, const CheckedSession& session) {
        if (context_.artifacts() == nullptr) return {};
        const database::OwnResult files = connection.run(
            "SELECT name, digest FROM askdb_artifacts WHERE session_pk = ? ORDER BY id",
            {session.pk});
        std::vector<std::string> known;
        for (std::size_t row = 0; row < files.rows.row_count(); ++row) {
            RowReader reader(files.rows, row);
            known.push_back(reader.text());
            const std::string digest = reader.text();
            const Result<std::string> bytes =
                context_.artifacts()->read(session.key, known.back(), digest);
            if (!bytes)
                add(fmt::format("conversation '{}': {}", visible(session.key.id),
                                bytes.error().message));
        }
        return known;
    }

    void check_strays(const SessionKey& key, const std::vector<std::string>& known) {
        if (context_.artifacts() == nullptr) return;
        for (const std::string& name : context_.artifacts()->names(key)) {
            if (std::find(known.begin(), known.end(), name) == known.end())
                add(fmt::format("conversation '{}': the file '{}' belongs to no turn",
                                visible(key.id), visible(name)));
        }
    }

    void check_folders() {
        if (context_.artifacts() == nullptr) return;
        std::sort(folders_.begin(), folders_.end());
        for (const std::string& name : context_.artifacts()->folders()) {
            if (!std::binary_search(folders_.begin(), folders_.end(), name))
                add(fmt::format("the folder of files '{}' belongs to no conversation",
                                visible(name)));
        }
    }

    SqlStoreContext& context_;
    session::IntegrityReport report_;
    std::vector<std::string> folders_;  ///< Of the conversations that are there.
};

}

session::IntegrityReport check_store(SqlStoreContext& context) {
    return StoreCheck(context).run();
}

}
