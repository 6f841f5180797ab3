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

/// What the store says of one, read at one moment; looking at it takes no transaction.
struct CheckedRows {
    struct Turn {
        int number = 0;
        std::string state = {}, process = {};
    };
    struct File {
        std::string name = {}, digest = {};
    };
    std::map<int, std::vector<session::ConversationEvent>> events = {};  ///< By turn.
    std::vector<Turn> turns = {};
    std::vector<File> files = {};  ///< Also those of turns that were taken back.
};

CheckedRows checked_rows(OwnConnection& connection, std::int64_t pk) {
    CheckedRows rows;
    for (session::ConversationEvent& event : read_events(connection, pk))
        rows.events[event.turn].push_back(std::move(event));
    const database::OwnResult turns = connection.run(
        "SELECT number, state, process FROM askdb_turns WHERE session_pk = ? ORDER BY number",
        {pk});
    for (std::size_t row = 0; row < turns.rows.row_count(); ++row) {
        RowReader reader(turns.rows, row);
        CheckedRows::Turn turn{.number = reader.small()};
        turn.state = reader.text();
        turn.process = reader.text();
        rows.turns.push_back(std::move(turn));
    }
    const database::OwnResult files = connection.run(
        "SELECT name, digest FROM askdb_artifacts WHERE session_pk = ? ORDER BY id", {pk});
    for (std::size_t row = 0; row < files.rows.row_count(); ++row) {
        RowReader reader(files.rows, row);
        CheckedRows::File file{.name = reader.text()};
        file.digest = reader.text();
        rows.files.push_back(std::move(file));
    }
    return rows;
}

class StoreCheck {
  public:
    explicit StoreCheck(SqlStoreContext& context) : context_(context) {}

    session::IntegrityReport run() {
        if (!context_.is_postgres()) check_file();
        count_problems();
        std::int64_t after = 0;
        for (;;) {
            std::vector<CheckedSession> sessions;
            context_.read(
                [&](OwnConnection& connection) { sessions = sessions_after(connection, after); });
            if (sessions.empty()) break;
            for (const CheckedSession& session : sessions) {
                CheckedRows rows;
                context_.read([&](OwnConnection& connection) {
                    rows = checked_rows(connection, session.pk);
                });
                check_session(session, rows);
            }
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
        database::OwnResult words;
        context_.read(
            [&](OwnConnection& connection) { words = connection.run("PRAGMA integrity_check"); });
        for (std::size_t row = 0; row < words.rows.row_count(); ++row) {
            const std::string text = RowReader(words.rows, row).text();
            if (text != "ok") add("the database file: " + text);
        }
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

    void count_problems() {
        for (const CountedProblem& problem : counted_problems) {
            std::int64_t count = 0;
            context_.read([&](OwnConnection& connection) {
                count = RowReader(connection.run(problem.sql).rows, 0).integer();
            });
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

    void check_session(const CheckedSession& session, CheckedRows& rows) {
        ++report_.sessions;
        folders_.push_back(ArtifactFolder::folder_name(session.key));
        bool has_unfinished = false;
        for (const CheckedRows::Turn& turn : rows.turns) {
            ++report_.turns;
            const session::TurnState how =
                turn_state(turn.state, turn.process, &turn == &rows.turns.back());
            if (how == session::TurnState::interrupted) ++report_.interrupted;
            if (how != session::TurnState::finished) has_unfinished = true;
            if (how == session::TurnState::finished)
                check_turn(session.key, turn.number, rows.events[turn.number]);
        }
        if (context_.artifacts() == nullptr) return;
        check_files(session.key, rows.files);
        // A turn that did not come to its end may have left files, which go with the conversation.
        if (!has_unfinished) check_strays(session.key, rows.files);
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

    void check_files(const SessionKey& key, const std::vector<CheckedRows::File>& files) {
        for (const CheckedRows::File& file : files) {
            const Result<std::string> bytes =
                context_.artifacts()->read(key, file.name, file.digest);
            if (!bytes)
                add(fmt::format("conversation '{}': {}", visible(key.id), bytes.error().message));
        }
    }

    void check_strays(const SessionKey& key, const std::vector<CheckedRows::File>& files) {
        for (const std::string& name : context_.artifacts()->names(key)) {
            const auto is_it = [&](const CheckedRows::File& file) { return file.name == name; };
            if (std::none_of(files.begin(), files.end(), is_it))
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
