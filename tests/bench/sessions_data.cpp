#include "tests/bench/sessions_data.h"

#include "libagent/database/dialect.h"

#include <string>

namespace askdb::test {
namespace {

using database::OwnConnection;
using database::OwnTransaction;

/// The numbers 1 to `?`, as rows of one column.
constexpr const char* numbers =
    "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) ";

constexpr const char* copied_sessions =
    "INSERT INTO askdb_sessions (user_name, id, title, agent, databases, model, created_at, "
    "updated_at, last_turn, turns, last_finished, text_bytes) "
    "SELECT 'user' || (n % 50), 'conversation-' || n, 'Orders of customer ' || n, agent, "
    "databases, model, created_at - CAST(n AS BIGINT) * 60000000, updated_at - CAST(n AS BIGINT) * "
    "60000000, last_turn, turns, "
    "last_finished, text_bytes FROM numbers CROSS JOIN askdb_sessions WHERE id = 'template'";
constexpr const char* copied_turns =
    "INSERT INTO askdb_turns (session_pk, number, state, is_taken_back, began_at, ended_at, why, "
    "process) SELECT s.pk, t.number, t.state, 0, s.created_at, s.updated_at, '', '' "
    "FROM askdb_turns t JOIN askdb_sessions o ON o.pk = t.session_pk CROSS JOIN askdb_sessions s "
    "WHERE o.id = 'template' AND s.id <> 'template'";
constexpr const char* copied_events =
    "INSERT INTO askdb_events (session_pk, turn, position, type, text, metadata, created_at, "
    "updated_at, processing_ms) SELECT s.pk, e.turn, e.position, e.type, "
    "CASE e.type WHEN 'user_message' THEN 'How many orders did customer' || s.pk || ' place in ' "
    "|| CASE s.pk % 4 WHEN 0 THEN 'spring' WHEN 1 THEN 'summer' WHEN 2 THEN 'autumn' "
    "ELSE 'winter' END || '?' WHEN 'agent_response' THEN 'There are ' || (s.pk % 977) || "
    "' orders of customer' || s.pk || ' in that time, most of them from the north.' "
    "ELSE e.text END, e.metadata, s.created_at, s.updated_at, e.processing_ms "
    "FROM askdb_sessions s CROSS JOIN askdb_events e JOIN askdb_sessions o ON o.pk = e.session_pk "
    "WHERE o.id = 'template' AND s.id <> 'template' AND s.pk > ? AND s.pk <= ? "
    "ORDER BY s.pk, e.turn, e.position";
constexpr const char* postgres_words =
    "INSERT INTO askdb_texts (id, user_name, words) SELECT e.id, s.user_name, "
    "to_tsvector('simple', e.text) FROM askdb_events e JOIN askdb_sessions s ON s.pk = "
    "e.session_pk WHERE e.type IN ('user_message', 'agent_response') AND s.id <> 'template' "
    "AND s.pk > ? AND s.pk <= ?";

class CountedConnection : public OwnConnection {
  public:
    CountedConnection(std::unique_ptr<OwnConnection> inner, int& commits)
        : inner_(std::move(inner)), commits_(commits) {}

    void begin(OwnTransaction kind) override {
        inner_->begin(kind);
        kind_ = kind;
    }
    using OwnConnection::run;
    database::OwnResult run(std::string_view sql,
                            std::span<const database::OwnValue> values) override {
        return inner_->run(sql, values);
    }
    void commit() override {
        inner_->commit();
        if (kind_ == OwnTransaction::writing) ++commits_;
    }
    void roll_back() noexcept override { inner_->roll_back(); }
    bool is_lost() const override { return inner_->is_lost(); }

  private:
    std::unique_ptr<OwnConnection> inner_;
    int& commits_;
    OwnTransaction kind_ = OwnTransaction::reading;
};

}

session::Turn usual_turn() {
    session::Turn turn;
    turn.question = "How many orders are there?";
    const std::string sql =
        R"({"sql":"SELECT count(*) FROM orders WHERE placed_at >= '2026-01-01'"})";
    turn.messages = {
        {.role = chat::Role::user, .text = turn.question},
        {.role = chat::Role::assistant,
         .tool_calls = {{"c1", "describe_tables", R"({"tables":["orders"]})"},
                        {"c2", "query", sql}}},
        {.role = chat::Role::tool,
         .text = "orders: order_id integer, customer_id integer, placed_at date, total decimal",
         .tool_call_id = "c1"},
        {.role = chat::Role::tool, .text = "r1: 1 row\ncount\n2988", .tool_call_id = "c2"},
        {.role = chat::Role::assistant, .text = "There are 2,988 orders."}};
    turn.answer = {.session_id = "template",
                   .response = "There are 2,988 orders.",
                   .workflow = {{.step = 1, .tool = "query", .arguments = sql, .handle = "r1"}},
                   .model = "m"};
    return turn;
}

void fill_store(const database::OwnSource& source, session::SessionArchive& archive,
                int conversations) {
    session::Turn turn = usual_turn();
    const session::SessionKey key{"user0", "template"};
    archive.commit_turn(key, archive.begin_turn(key, {.question = turn.question}), turn);
    turn.messages = {turn.messages[0], turn.messages[1], turn.messages[3], turn.messages[4]};
    turn.messages[1].tool_calls.erase(turn.messages[1].tool_calls.begin());
    archive.commit_turn(key, archive.begin_turn(key, {.question = turn.question}), turn);

    const auto connection = source.connect();
    const bool is_postgres = source.dialect().name == "postgres";
    connection->begin(OwnTransaction::writing);
    connection->run(std::string(numbers).append(copied_sessions),
                    {std::int64_t{conversations} - 1});
    connection->run(copied_turns);
    // In slices, none of which takes longer than a statement of ours may.
    constexpr std::int64_t slice = 5000;
    for (std::int64_t at = 0; at <= conversations + slice; at += slice) {
        connection->run(copied_events, {at, at + slice});
        if (is_postgres) connection->run(postgres_words, {at, at + slice});
    }
    if (!is_postgres) connection->run("INSERT INTO askdb_texts (askdb_texts) VALUES ('rebuild')");
    connection->commit();
    if (!is_postgres) return;
    // As PostgreSQL itself does a little later.
    for (const char* table : {"sessions", "turns", "events", "texts"})
        connection->run(std::string("ANALYZE askdb_") + table);
}

void drop_store(const database::OwnSource& source) {
    const auto connection = source.connect();
    for (const char* table : {"texts", "meta", "sessions", "turns", "events", "artifacts"})
        connection->run(std::string("DROP TABLE IF EXISTS askdb_") + table);
}

std::unique_ptr<OwnConnection> CountedSource::connect() const {
    return std::make_unique<CountedConnection>(source_.connect(), commits_);
}

}
