#include "libagent/loop/second_opinion.h"

#include "libagent/base/stop.h"
#include "libagent/checks/result_agreement.h"
#include "libagent/loop/earlier_turns.h"
#include "libagent/results/handle.h"
#include "libagent/results/receipt.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace askdb::loop {
namespace {

constexpr std::string_view second_call_id = "second_opinion";
constexpr std::size_t most_copied_bytes = 64u << 20;

double milliseconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

/// Notes what each reply of a model takes.
class MeteredModel : public models::Model {
  public:
    MeteredModel(const models::Model& model, Spending& spending, double& milliseconds)
        : model_(model), spending_(spending), milliseconds_(milliseconds) {}

    std::string name() const override { return model_.name(); }

    models::ModelReply complete(const models::ModelRequest& request, models::TextSink& sink,
                                std::stop_token stop) const override {
        const auto begin = std::chrono::steady_clock::now();
        models::ModelReply reply = model_.complete(request, sink, std::move(stop));
        milliseconds_ += milliseconds_since(begin);
        spending_.add(reply, request.messages);
        return reply;
    }

  private:
    const models::Model& model_;
    Spending& spending_;  ///< Of the turn, whose thread is the only one that asks.
    double& milliseconds_;
};

/// Hears of the second turn in place of everybody; adds up what its statements took.
class StatementTimes : public chat::EventSink {
  public:
    void receive(const chat::Event& event) override {
        const auto* finished = std::get_if<chat::ToolFinished>(&event);
        if (finished != nullptr && !finished->step.sql.empty())
            sql_ms += finished->step.milliseconds;
    }

    double sql_ms = 0;
};

/// Why there is nothing that a second answer could be compared with; empty when there is.
std::string why_not_asked(const chat::Answer& answer) {
    if (!answer.stopped_by.empty())
        return fmt::format("the limit '{}' ended the first answer", answer.stopped_by);
    for (const chat::Step& step : answer.workflow) {
        if (step.write == "committed") return "the first answer changed data";
    }
    return answer.handle.empty() ? "no rows stand behind the first answer" : "";
}

/// What the first answer has left of the limits; the name of one that is used up is in `used_up`.
TurnLimits limits_left(const AnsweredTurn& turn, const Spending& spending, std::string& used_up) {
    using std::chrono::milliseconds;
    const auto whole = [](double time) { return milliseconds(static_cast<std::int64_t>(time)); };
    TurnLimits left = spending.left_of(turn.agent.limits);
    std::size_t kept = 0;
    for (const auto& result : turn.conversation.results.all()) kept += result.rows.memory_bytes();
    left.max_result_bytes -= std::min(left.max_result_bytes, kept);
    left.max_db_time -= whole(turn.answer.sql_ms);
    left.max_time -= whole(turn.clock.elapsed_ms());
    used_up = spending.used_up(turn.agent.limits);
    if (left.max_result_bytes == 0) used_up = "max_result_bytes";
    if (left.max_steps <= 0) used_up = "max_steps";
    if (left.max_db_time.count() <= 0) used_up = "max_db_seconds";
    if (left.max_time.count() <= 0) used_up = "max_time";
    return left;
}

/// The newest results that the conversation had before the turn, in their order.
void copy_earlier_results(const AnsweredTurn& turn, results::ResultStore& copies) {
    const auto is_of_turn = [&](const results::StoredResult& result) {
        return std::any_of(turn.answer.workflow.begin(), turn.answer.workflow.end(),
                           [&](const auto& step) { return step.handle == result.handle; });
    };
    std::vector<const results::StoredResult*> copied;
    std::size_t bytes = 0;
    const auto& all = turn.conversation.results.all();
    for (auto result = all.rbegin(); result != all.rend(); ++result) {
        if (is_of_turn(*result)) continue;
        copies.skip_to(results::handle_number(result->handle));
        bytes += result->rows.memory_bytes();
        if (bytes <= most_copied_bytes) copied.push_back(&*result);
    }
    for (auto result = copied.rbegin(); result != copied.rend(); ++result)
        copies.put_back(results::handle_number((*result)->handle), **result);
}

std::vector<tools::ToolSpec> reading_tools(const Agent& agent) {
    std::vector<tools::ToolSpec> reading;
    for (const tools::ToolSpec& tool : agent.tools) {
        if (tool.reads_only && !tool.needs_approval) reading.push_back(tool);
    }
    return reading;
}

bool is_ordered(const results::StoredResult& result, const Agent& agent) {
    const database::Dialect* dialect = database::find_dialect("sqlite");  // Of the results.
    for (const database::Database* database : agent.databases) {
        if (database->name() == result.database) dialect = &database->dialect();
    }
    return results::asks_for_order(result.sql, *dialect);
}

class SecondAsking {
  public:
    SecondAsking(const AnsweredTurn& turn, Spending& spending)
        : turn_(turn), model_(*turn.agent.second_model, spending, second_.model_ms) {
        second_.opinion.model = model_.name();
        second_.opinion.verdict = "none";
    }

    SecondTurn run(const TurnLimits& limits) {
        const auto begin = std::chrono::steady_clock::now();
        turn_.sink.receive(chat::ToolStarted{
            std::string(second_call_id), std::string(second_call_id), "{}",
            fmt::format("Asking {} for a second opinion", second_.opinion.model)});
        ask_and_compare(limits);
        turn_.sink.receive(chat::ToolFinished{std::string(second_call_id),
                                              {.step = 1,
                                               .tool = std::string(second_call_id),
                                               .milliseconds = milliseconds_since(begin)}});
        return std::move(second_);
    }

    SecondTurn none(std::string reason) {
        second_.opinion.reason = std::move(reason);
        return std::move(second_);
    }

  private:
    void ask_and_compare(const TurnLimits& limits) {
        StatementTimes sink;
        try {
            answer(limits, sink);
        } catch (const Stopped&) {
            if (!turn_.clock.ran_out()) throw;
            second_.opinion.reason = "the limit 'max_time' ended it";
        } catch (const Failure& failure) {
            turn_.agent.log.warning("no second opinion", {{"why", failure.error().message}});
            second_.opinion.reason = failure.error().message;
        }
        second_.sql_ms = sink.sql_ms;
    }

    void answer(const TurnLimits& limits, chat::EventSink& sink) {
        EarlierTurns earlier(turn_.agent.sessions.load(turn_.conversation.key()));
        const std::vector<tools::ToolSpec> tools = reading_tools(turn_.agent);
        const Agent second{.model = model_,
                           .databases = turn_.agent.databases,
                           .sessions = earlier,
                           .limits = limits,
                           .instructions = turn_.agent.instructions,
                           .log = turn_.agent.log,
                           .tools = tools,
                           .name = turn_.agent.name,
                           .learned = turn_.agent.learned,
                           .checks_answers = false,
                           .sharing = turn_.agent.second_sharing};
        Conversation own{.session_id = turn_.conversation.session_id,
                         .results = {},
                         .user = turn_.conversation.user};
        copy_earlier_results(turn_, own.results);
        judge(loop::ask(second, own, turn_.question, {sink, turn_.clock.token()}), own);
    }

    void judge(const chat::Answer& answer, const Conversation& own) {
        chat::SecondOpinion& opinion = second_.opinion;
        opinion.model = answer.model;
        opinion.response = answer.response;
        for (const chat::Warning& warning : answer.warnings) {
            if (warning.check == "cost" || warning.check == "estimate")
                second_.warnings.push_back(warning);
        }
        const results::StoredResult* here = turn_.conversation.results.find(turn_.answer.handle);
        const results::StoredResult* there = own.results.find(answer.handle);
        if (there != nullptr) opinion.sql = there->sql;
        if (!answer.stopped_by.empty()) {
            opinion.reason = fmt::format("the limit '{}' ended it", answer.stopped_by);
        } else if (here == nullptr || there == nullptr) {
            opinion.reason = "no rows stand behind its answer";
        } else {
            compare(*here, *there);
        }
    }

    void compare(const results::StoredResult& here, const results::StoredResult& there) {
        checks::ResultAgreement found = checks::compare_results(
            {here.rows, is_ordered(here, turn_.agent)},
            {there.rows, is_ordered(there, turn_.agent)}, turn_.clock.token());
        if (found.agreement == checks::Agreement::agrees) second_.opinion.verdict = "agrees";
        if (found.agreement == checks::Agreement::differs) second_.opinion.verdict = "differs";
        second_.opinion.reason = std::move(found.reason);
    }

    const AnsweredTurn& turn_;
    SecondTurn second_;
    const MeteredModel model_;
};

}

SecondTurn ask_again(const AnsweredTurn& turn, Spending& spending) {
    std::string used_up;
    const TurnLimits left = limits_left(turn, spending, used_up);
    SecondAsking asking(turn, spending);
    if (std::string why = why_not_asked(turn.answer); !why.empty())
        return asking.none(std::move(why));
    if (!used_up.empty()) return asking.none(fmt::format("the limit '{}' is used up", used_up));
    return asking.run(left);
}

}
