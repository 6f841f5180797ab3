#include "sessions/sql_store_context.h"

#include "libagent/database/dialect.h"
#include "sessions/row_values.h"
#include "sessions/sql_store_schema.h"
#include "sessions/turn_process.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace askdb::sessions {
namespace {

session::Moment system_moment() {
    return std::chrono::floor<session::Moment::duration>(std::chrono::system_clock::now());
}

/// A server takes several writers, each of which mostly waits for its answers; an SQLite file one.
constexpr WriteQueue::Limits server_groups{.groups = 4, .together = 16};

std::optional<std::int64_t> first_number(const database::OwnResult& result) {
    if (result.rows.row_count() == 0) return std::nullopt;
    return RowReader(result.rows, 0).integer();
}

constexpr std::string_view session_by_key =
    "SELECT pk FROM askdb_sessions WHERE user_name = ? AND id = ?";

}

SqlStoreContext::SqlStoreContext(SqlStoreOptions options)
    : is_postgres_(options.where->dialect().name == "postgres"),
      cipher_(options.encryption_key.empty()
                  ? nullptr
                  : std::make_unique<Cipher>(std::move(options.encryption_key))),
      clock_(options.clock ? std::move(options.clock) : system_moment),
      process_(this_process()),
      connections_(std::move(options.where),
                   [this](database::OwnConnection& connection) {
                       prepare_schema(connection, {.name = connections_.source().name(),
                                                   .is_postgres = is_postgres_,
                                                   .cipher = cipher_.get()});
                   }),
      queue_(
          [this](std::span<const StoreWrite* const> writes) { return connections_.write(writes); },
          is_postgres_ ? server_groups : WriteQueue::Limits()) {
    if (!options.artifact_folder.empty()) {
        artifacts_.emplace(std::move(options.artifact_folder), cipher_.get());
    }
}

std::string SqlStoreContext::sealed(std::string text, const std::string& place) const {
    return cipher_ ? cipher_->seal(text, place) : std::move(text);
}

Result<std::string> SqlStoreContext::opened(std::string kept, const std::string& place) const {
    if (!cipher_) return kept;
    return cipher_->open(kept, place);
}

void SqlStoreContext::give_up(const session::SessionKey& key, int turn) noexcept {
    try {
        const std::lock_guard lock(mutex_);
        given_up_.emplace(key, turn);
    } catch (const std::exception&) {
        // No memory: the conversation takes no turn of this process any more, and says so.
    }
}

bool SqlStoreContext::is_given_up(const session::SessionKey& key, int turn) const {
    const std::lock_guard lock(mutex_);
    return given_up_.contains({key, turn});
}

EventPlace event_place(const session::SessionKey& key, int turn, int position) {
    const std::string where = fmt::format("{}/{}/{}/{}", key.id, turn, position, key.user);
    return {"text/" + where, "metadata/" + where};
}

std::string title_place(const session::SessionKey& key) {
    return fmt::format("title/{}/{}", key.id, key.user);
}

std::string failure_place(const session::SessionKey& key, int turn) {
    return fmt::format("failure/{}/{}/{}", key.id, turn, key.user);
}

std::string artifact_place(const session::SessionKey& key, std::string_view name) {
    return fmt::format("artifact/{}/{}/{}", key.id, name, key.user);
}

std::optional<std::int64_t> hold_session(database::OwnConnection& connection,
                                         const SqlStoreContext& context,
                                         const session::SessionKey& key) {
    const std::string sql = std::string(session_by_key).append(context.for_update());
    return first_number(
        connection.run(sql, {std::string_view(key.user), std::string_view(key.id)}));
}

std::optional<std::int64_t> find_session(database::OwnConnection& connection,
                                         const session::SessionKey& key) {
    return first_number(
        connection.run(session_by_key, {std::string_view(key.user), std::string_view(key.id)}));
}

std::string write_order(const session::SessionKey& key) {
    return key.user + '\n' + key.id;
}

}
