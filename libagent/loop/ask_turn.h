#pragma once

#include "libagent/loop/answer_checks.h"
#include "libagent/loop/context.h"
#include "libagent/loop/spending.h"
#include "libagent/loop/token_stream.h"
#include "libagent/loop/toolbox.h"
#include "libagent/loop/turn_clock.h"
#include "libagent/loop/turn_ports.h"

#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::loop {

struct StepOutcome;

/// What ended a turn, in words.
Error error_of(const std::exception_ptr& exception);

/// A turn that is stored.
struct FinishedTurn {
    chat::Answer answer = {};
    std::vector<chat::ArtifactSaved> saved = {};  ///< The files that the session kept.
};

/// An answer that went back to the model: it counts after all when no whole answer follows.
struct SentBackAnswer {
    std::string response = {};
    std::string as_written = {};
    std::string model = {};
    std::vector<std::string> unknown_places = {};
    AnswerReview review = {};
    std::size_t steps = 0;  ///< That it could rest on.
    bool counts = false;
};

/// One turn of ask(), used once; borrows what the ports name and the question. ask_turn.cpp takes
/// its steps, ask_request.cpp asks the model, ask_check.cpp
/// checks its answer, ask_endings.cpp ends it.
class Turn {
  public:
    Turn(const TurnPorts& ports, const Question& question);

    FinishedTurn run();

  private:
    void take_turn();
    void begin();
    void begin_alone_in_conversation();
    void share_what_is_there();
    void note_failure(const Error& why) noexcept;
    void take_steps();
    models::ModelReply ask_model(bool with_tools);
    models::ModelReply request(bool with_tools);
    bool take_step(int number);
    void run_tools(models::ModelReply reply, int number);
    void stop_at(std::string limit);
    std::string reached_limit(int number) const;
    void accept(const models::ModelReply& reply);
    AnswerReview review();
    bool sends_back(int number);
    void take_back(std::string_view why);
    void note_cut_results();
    void check_answer();
    void fill_answer();
    const std::string& written_answer() const;
    void finish();
    std::vector<session::Artifact> artifacts() const;
    void keep(chat::Message message);
    void note_cost(const models::ModelReply& reply, std::span<const chat::Message> sent);
    void note_who_answered(const models::ModelReply& reply);
    void note_estimates(const StepOutcome& outcome);
    std::string last_words();
    void double_check();
    void warn(chat::Warning warning);
    std::vector<chat::Warning> place_warnings() const;
    void load_earlier_turns();
    void note_what_quotes(const session::Turn& turn);

    Agent agent_;  ///< Its own: what the models may see depends on the results that are there.
    Conversation& conversation_;
    const Question& question_;
    chat::EventSink& sink_;
    TurnClock clock_;
    TokenStream stream_;
    const Toolbox tools_;
    Context context_;                   ///< What the model gets to see.
    std::vector<chat::Message> added_;  ///< What the session will keep: this turn, whole.
    chat::Answer answer_;
    std::vector<chat::ArtifactSaved> saved_;
    Spending spending_;
    std::vector<std::string> said_;  ///< In words, which an answer may repeat.
    int number_ = 0;                 ///< The session's; 0: it does not know of this turn yet.
    int failed_statements_ = 0;      ///< In a row.
    bool nudged_ = false;
    std::optional<SentBackAnswer> sent_back_;   ///< A strict turn's answer, once.
    std::optional<AnswerReview> passed_;        ///< Of a strict turn's answer that holds.
    std::vector<std::string> unknown_places_;   ///< Of the answer: places that no result fills.
    bool knows_places_ = false;                 ///< The model has read of places for values.
    std::vector<models::QuotingText> quoting_;  ///< In what the model reads, see ModelRequest.
    bool told_of_unknown_price_ = false;
    bool refused_for_rows_ = false;  ///< max_estimated_rows, and no statement has run since.
    bool told_of_no_estimate_ = false;
};

}
