#include "sessions/sql_store_upkeep.h"

#include "sessions/row_values.h"
#include "sessions/sql_store_context.h"
#include "sessions/sql_store_events.h"
#include "sessions/turn_process.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace askdb::sessions {
namespace {

using database::OwnConnection;
using session::SessionKey;

bool remove_rows(OwnConnection& connection, const SqlStoreContext& context, const SessionKey& key) {
    const auto pk = hold_session(connection, context, key);
    if (!pk) return false;
    remove_events(connection, context, *pk);
    for (const std::string_view sql : {"DELETE FROM askdb_artifacts WHERE session_pk = ?",
                                       "DELETE FROM askdb_turns WHERE session_pk = ?",
                                       "DELETE FROM askdb_sessions WHERE pk = ?"})
        connection.run(sql, {*pk});
    return true;
}

/// A conversation as prune_sessions() sees it.
struct Prunable {
    SessionKey key = {};
    session::Moment updated_at = {};
    std::uint64_t bytes = 0;
    bool is_running = false;
};

/// Oldest first.
std::vector<Prunable> oldest_first(SqlStoreContext& context) {
    std::vector<Prunable> list;
    context.read([&](OwnConnection& connection) {
        list.clear();
        const database::OwnResult result = connection.run(
            "SELECT s.user_name, s.id, s.updated_at, s.text_bytes + coalesce(a.bytes, 0), "
            "CASE WHEN t.state = 'running' THEN t.process ELSE '' END FROM askdb_sessions s "
            "LEFT JOIN (SELECT session_pk, sum(bytes) AS bytes FROM askdb_artifacts "
            "GROUP BY session_pk) a ON a.session_pk = s.pk "
            "LEFT JOIN askdb_turns t ON t.session_pk = s.pk AND t.number = s.last_turn "
            "ORDER BY s.updated_at, s.pk");
        for (std::size_t row = 0; row < result.rows.row_count(); ++row) {
            RowReader reader(result.rows, row);
            Prunable session;
            session.key.user = reader.text();
            session.key.id = reader.text();
            session.updated_at = reader.moment();
            session.bytes = static_cast<std::uint64_t>(reader.integer());
            const std::string process = reader.text();
            session.is_running = !process.empty() && is_running_here(process);
            list.push_back(std::move(session));
        }
    });
    return list;
}

/// Those that are more than may be kept.
std::vector<Prunable> too_many(std::vector<Prunable> list, const session::Retention& retention,
                               session::Moment now, const SessionKey* spared) {
    std::uint64_t kept_bytes = 0;
    for (const Prunable& session : list) kept_bytes += session.bytes;
    std::vector<Prunable> out;
    for (Prunable& session : list) {
        const bool is_old = retention.longest && now - session.updated_at > *retention.longest;
        const bool is_too_much = retention.most_bytes && kept_bytes > *retention.most_bytes;
        const bool is_spared = session.is_running || (spared != nullptr && *spared == session.key);
        if ((!is_old && !is_too_much) || is_spared) continue;
        kept_bytes -= session.bytes;
        out.push_back(std::move(session));
    }
    return out;
}

/// Takes those away that nobody went on with meanwhile.
void prune_some(SqlStoreContext& context, std::span<const Prunable> some,
                session::PruneReport& report) {
    std::vector<const Prunable*> removed;
    const std::string unchanged = std::string(
                                      "SELECT 1 FROM askdb_sessions WHERE user_name = ? AND "
                                      "id = ? AND updated_at = ?")
                                      .append(context.for_update());
    const auto work = [&](OwnConnection& connection, bool again) {
        const std::vector<const Prunable*> tried = std::exchange(removed, {});
        for (const Prunable& session : some) {
            const database::OwnResult found = connection.run(
                unchanged, {std::string_view(session.key.user), std::string_view(session.key.id),
                            kept_moment(session.updated_at)});
            const bool is_unchanged = found.rows.row_count() > 0;
            // Where the try before came through after all, it is gone.
            const bool may_be_gone =
                again && std::find(tried.begin(), tried.end(), &session) != tried.end();
            if (is_unchanged ? remove_rows(connection, context, session.key)
                             : may_be_gone && !find_session(connection, session.key))
                removed.push_back(&session);
        }
    };
    context.write({.work = work, .order = {}});
    for (const Prunable* session : removed) {
        if (context.artifacts() != nullptr) context.artifacts()->remove_all(session->key);
        ++report.sessions;
        report.bytes += session->bytes;
    }
}

/// Gives what SQLite's file has to spare back to the disk, in pieces, between which others write.
void shrink_file(SqlStoreContext& context) {
    constexpr std::int64_t few_pages = 64;
    std::int64_t left = 0, before = 0;
    do {
        before = left;
        context.write({.work =
                           [&](OwnConnection& connection, bool) {
                               connection.run("PRAGMA incremental_vacuum(1000)");
                               const database::OwnResult spare =
                                   connection.run("PRAGMA freelist_count");
                               left = RowReader(spare.rows, 0).integer();
                           },
                       .must_last = false,
                       .order = {}});
        // A file that was made otherwise keeps its pages.
    } while (left > few_pages && left != before);
}

}

bool remove_session(SqlStoreContext& context, const SessionKey& key) {
    bool was_there = false;
    context.write({.work =
                       [&](OwnConnection& connection, bool again) {
                           was_there =
                               remove_rows(connection, context, key) || (again && was_there);
                       },
                   .order = write_order(key)});
    // Also where only the files were left.
    if (context.artifacts() != nullptr) context.artifacts()->remove_all(key);
    return was_there;
}

session::PruneReport prune_sessions(SqlStoreContext& context, const session::Retention& retention,
                                    session::Moment now, const SessionKey* spared) {
    session::PruneReport report;
    if (!retention.longest && !retention.most_bytes) return report;
    const std::vector<Prunable> out = too_many(oldest_first(context), retention, now, spared);
    if (retention.only_tell) {
        report.sessions = out.size();
        for (const Prunable& session : out) report.bytes += session.bytes;
        return report;
    }
    constexpr std::size_t most_at_once = 100;  // Others wait while they are taken away.
    for (std::size_t at = 0; at < out.size(); at += most_at_once) {
        const std::size_t count = std::min(most_at_once, out.size() - at);
        prune_some(context, std::span(out).subspan(at, count), report);
    }
    if (!out.empty() && !context.is_postgres()) shrink_file(context);
    return report;
}

}
