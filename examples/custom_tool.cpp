// A tool of one's own, beside askdb's: working days between two dates, which SQL counts badly.
//     custom_tool build/maintenance.db http://localhost:11434/v1 qwen2.5-coder
//         "How many working days are between the first and the last overdue work order?"
// Any server that speaks OpenAI's Chat Completions does; OPENAI_API_KEY is sent when it is set.
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/loop/ask.h"
#include "libagent/models/protocol.h"
#include "libagent/net/http_client.h"
#include "libagent/tools/arguments.h"
#include "sessions/memory_store.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <set>

using namespace askdb;
using std::chrono::sys_days;

namespace {

using Holidays = std::set<sys_days>;

constexpr long longest_span_days = 100'000;  // A model may ask for anything.

std::optional<sys_days> parse_date(const std::string& text) {
    int year = 0, end = 0;
    unsigned month = 0, day = 0;
    if (std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &end) != 3) return {};
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (!date.ok() || static_cast<std::size_t>(end) != text.size()) return {};
    return sys_days(date);
}

long count_working_days(sys_days from, sys_days to, const Holidays& holidays) {
    long count = 0;
    for (sys_days day = from; day < to; day += std::chrono::days(1)) {
        const unsigned weekday = std::chrono::weekday(day).iso_encoding();
        if (weekday < 6 && !holidays.contains(day)) ++count;
    }
    return count;
}

// What goes wrong is told to the model, which may mend it: nothing is thrown.
tools::ToolOutput run_working_days(const Holidays& holidays, const Json& arguments) {
    const Result<std::string> from_text = tools::required_text(arguments, "from");
    if (!from_text.ok()) return tools::failed_output(from_text.error());
    const Result<std::string> to_text = tools::required_text(arguments, "to");
    if (!to_text.ok()) return tools::failed_output(to_text.error());
    const auto from = parse_date(from_text.value()), to = parse_date(to_text.value());
    if (!from || !to) return {.ok = false, .text = "'from' and 'to' must be dates: 2025-06-30"};
    if (*to < *from || (*to - *from).count() > longest_span_days)
        return {.ok = false, .text = "'to' must come after 'from', and not centuries later"};
    return {.text = std::to_string(count_working_days(*from, *to, holidays)) + " working days"};
}

// The function keeps the holidays: a tool may have state, as long as several threads may read it.
tools::ToolSpec working_days_tool(Holidays holidays) {
    return {
        .name = "working_days",
        .summary =
            "Count the working days of our company from one date up to, and without, "
            "another. Use it in place of counting days in SQL.",
        .progress = "Counting working days",
        .reads_only = true,
        .schema = R"({"type":"object","required":["from","to"],"properties":{
                "from":{"type":"string","description":"ISO date"},
                "to":{"type":"string","description":"ISO date"}}})",
        .run = [holidays = std::move(holidays)](const tools::ToolContext&, const Json& arguments) {
            return run_working_days(holidays, arguments);
        }};
}

struct ShowTools : chat::EventSink {
    void receive(const chat::Event& event) override {
        if (const auto* started = std::get_if<chat::ToolStarted>(&event))
            std::fprintf(stderr, "custom_tool: the model calls %s\n", started->name.c_str());
    }
};

}

int main(int argc, char** argv) {
    if (argc != 5) return std::fputs("usage: custom_tool FILE URL MODEL QUESTION\n", stderr), 2;
    try {
        const tools::ToolSpec own_tools[] = {
            working_days_tool({*parse_date("2025-01-01"), *parse_date("2025-05-01")})};

        database::Database database("example", database::make_sqlite_source(argv[1]));
        database::Database* const databases[] = {&database};
        const auto http = net::make_http_client();
        const char* key = std::getenv("OPENAI_API_KEY");
        const auto model = models::find_protocol("openai")->make(
            {.name = argv[3], .model = argv[3], .base_url = argv[2], .api_key = key ? key : ""},
            *http);
        const auto store = sessions::make_memory_store();
        NullLog log;
        ShowTools sink;
        const loop::Agent agent{.model = *model,
                                .databases = databases,
                                .sessions = *store,
                                .limits = {},
                                .instructions = "Money is in EUR.",
                                .log = log,
                                .tools = own_tools};
        loop::Conversation conversation{session::new_session_id(), {}};
        std::puts(loop::ask(agent, conversation, {argv[4]}, {sink}).response.c_str());
    } catch (const Failure& failure) {
        return std::fprintf(stderr, "custom_tool: %s\n", failure.what()), 1;
    }
}
