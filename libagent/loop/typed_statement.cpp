#include "libagent/loop/typed_statement.h"

#include "libagent/base/stop.h"
#include "libagent/loop/kept_results.h"
#include "libagent/loop/receipts.h"
#include "libagent/loop/resume.h"
#include "libagent/loop/turn_place.h"
#include "libagent/loop/typed_turn_json.h"
#include "libagent/tools/tool.h"

#include <utility>

namespace askdb::loop {
namespace {

/// One statement on its way into the conversation; used once.
class TypedTurn {
  public:
    TypedTurn(const Agent& agent, Conversation& conversation, RanStatement& ran)
        : agent_(agent), conversation_(conversation), ran_(ran) {}

    KeptStatement keep(const TurnListener& listener) {
        try {
            begin(listener);
            commit(listener.stop);
        } catch (const Failure& failure) {
            give_up(failure.error());
        } catch (const Stopped&) {
            give_up({Errc::no_answer, "stopped"});
        } catch (...) {
            give_up({Errc::no_answer, "the statement could not be kept"});
            throw;
        }
        return std::move(kept_);
    }

  private:
    void begin(const TurnListener& listener) {
        number_ = begin_alone(agent_.sessions, conversation_,
                              start_of_turn(agent_, ran_.statement, {}), listener);
        if (number_ == 1) return;  // Nobody has kept anything there.
        for (std::string& told : catch_up(conversation_, agent_.sessions))
            kept_.warnings.push_back({"results", std::move(told)});
    }

    void commit(const std::stop_token& stop) {
        add_result();
        session::Turn turn =
            typed_turn(ran_, kept_.result, told(stop), agent_.limits.max_argument_bytes);
        turn.answer.session_id = conversation_.session_id;
        if (kept_.result != nullptr)
            add_receipt(turn.answer.workflow.front(), *kept_.result, agent_.databases);
        turn.answer.share = agent_.sharing.kept_text();
        const bool keeps_files = agent_.sessions.keeps_artifacts();
        if (keeps_files)
            turn.artifacts = kept_results(conversation_.results, conversation_.kept_results);
        agent_.sessions.commit_turn(conversation_.key(), number_, turn);
        number_ = 0;
        if (keeps_files) conversation_.kept_results = conversation_.results.last_number();
    }

    /// Only once nobody else can give the same handle away; at the latest when nothing is kept.
    void add_result() {
        if (ran_.rows.columns.empty()) return;
        kept_.result = &conversation_.results.add(ran_.database, ran_.statement,
                                                  std::exchange(ran_.rows, {}), ran_.as_of);
    }

    /// What the tool that does the same tells a model.
    std::string told(const std::stop_token& stop) const {
        std::string text = ran_.touched.empty() ? std::string() : "committed: " + ran_.touched;
        if (kept_.result == nullptr) return text.empty() ? "done" : text;
        if (!text.empty()) text += '\n';
        const tools::ViewSources sources{conversation_.results, agent_.databases, agent_.sharing,
                                         agent_.limits.head_rows};
        return text + tools::result_text(*kept_.result, sources, stop);
    }

    void give_up(const Error& why) {
        if (number_ > 0) agent_.sessions.fail_turn(conversation_.key(), number_, why);
        add_result();
        kept_.why_not_kept = why;
    }

    const Agent& agent_;
    Conversation& conversation_;
    RanStatement& ran_;
    KeptStatement kept_;
    int number_ = 0;  ///< The session's; 0: it knows of no turn that runs.
};

}

KeptStatement keep_statement(const Agent& agent, Conversation& conversation, RanStatement ran,
                             const TurnListener& listener) {
    return TypedTurn(agent, conversation, ran).keep(listener);
}

}
