#include "libagent/loop/turn_place.h"

#include "libagent/base/stop.h"

#include <string>

namespace askdb::loop {

int begin_alone(session::SessionStore& sessions, const Conversation& conversation,
                const session::TurnStart& start, const TurnListener& listener) {
    constexpr std::chrono::milliseconds pause{50}, patience{1'000};
    std::chrono::milliseconds waited{0};
    while (true) {
        const int number = sessions.begin_turn(conversation.key(), start);
        if (number > 0) return number;
        sleep_or_stop(pause, listener.stop);
        waited += pause;
        if (waited == patience)
            listener.sink.receive(
                chat::Warning{std::string(waiting_check),
                              "another askdb is at work in this conversation: waiting until it "
                              "is done"});
    }
}

session::TurnStart start_of_turn(const Agent& agent, std::string_view question,
                                 std::string_view model) {
    session::TurnStart start{
        .question = std::string(question), .agent = agent.name, .model = std::string(model)};
    for (const database::Database* database : agent.databases)
        start.databases.push_back(database->name());
    return start;
}

}
