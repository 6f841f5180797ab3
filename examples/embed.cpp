// The library in one screen: asks one question about an SQLite file and prints the answer.
//     build/release/examples/embed build/maintenance.db "How many work orders are open?"
// This one is answered by the built-in planner: no key, no network. For a language model, put
// models::find_protocol("openai")->make(…) in its place.
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/loop/ask.h"
#include "libagent/models/offline/offline_model.h"
#include "sessions/memory_store.h"

#include <cstdio>

using namespace askdb;

struct Quiet : chat::EventSink {
    void receive(const chat::Event&) override {}  // Tokens, tool calls and warnings come by here.
};

int main(int argc, char** argv) {
    if (argc != 3) return std::fputs("usage: embed FILE QUESTION\n", stderr), 2;
    try {
        database::Database database("example", database::make_sqlite_source(argv[1]));
        database::Database* const databases[] = {&database};
        const auto model = models::offline::make_offline_model(database);
        const auto store = sessions::make_memory_store();
        NullLog log;
        Quiet sink;
        const loop::Agent agent{*model, databases, *store, {}, {}, log};
        loop::Conversation conversation{session::new_session_id(), {}};
        const auto answer = loop::ask(agent, conversation, {argv[2]}, {sink});
        std::puts(answer.response.c_str());
    } catch (const Failure& failure) {
        return std::fprintf(stderr, "embed: %s\n", failure.what()), 1;
    }
}
