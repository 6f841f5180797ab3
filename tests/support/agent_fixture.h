#pragma once

#include "libagent/base/log.h"
#include "libagent/database/database.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/loop/ask.h"
#include "sessions/memory_store.h"
#include "tests/support/recording_sink.h"
#include "tests/support/scripted_model.h"
#include "tests/support/temp_database.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace askdb::test {

/// A small shop: 5 orders of 3 customers, one of them named like a keyword.
inline constexpr std::string_view shop_sql = R"(
    CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
    CREATE TABLE orders (order_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers,
                         ordered_on DATE, total DECIMAL(10,2));
    INSERT INTO customers VALUES (1,'Ana','Sevilla'), (2,'Bo','Oslo'), (3,'Çelik',NULL);
    INSERT INTO orders VALUES (1,1,'2024-01-05',10.50), (2,1,'2024-02-01',20), (3,2,'2024-02-03',5.25),
                              (4,3,'2024-03-01',100), (5,3,'2024-03-02',0.1);
)";

/// A whole agent over a scripted model and the shop.
struct AgentFixture {
    explicit AgentFixture(std::vector<models::ModelReply> script, std::string_view sql = shop_sql)
        : file(sql),
          model(std::move(script)),
          database("shop", database::make_sqlite_source(file.path())),
          databases{&database},
          store(sessions::make_memory_store()),
          agent{model, databases, *store, {}, {}, log} {
        conversation.session_id = "test";
    }

    chat::Answer ask(std::string_view question, bool sql_only = false) {
        return loop::ask(agent, conversation, {question, sql_only}, {sink, stop.get_token()});
    }

    TempDatabase file;
    ScriptedModel model;
    database::Database database;
    std::vector<database::Database*> databases;
    std::unique_ptr<session::SessionStore> store;
    NullLog log;
    loop::Agent agent;
    loop::Conversation conversation;
    RecordingSink sink;
    std::stop_source stop;
};

}
