#include "cli/batch/batch.h"

#include "cli/args.h"
#include "cli/args_check.h"
#include "cli/batch/answers_file.h"
#include "cli/batch/answers_origin.h"
#include "cli/batch/batch_log.h"
#include "cli/batch/batch_tally.h"
#include "cli/batch/batch_view.h"
#include "cli/batch/line_sink.h"
#include "cli/batch/outages.h"
#include "cli/batch/turn_line.h"
#include "cli/config/config.h"
#include "cli/database_choice.h"
#include "cli/doors.h"
#include "cli/render/narration.h"
#include "cli/render/views_json.h"
#include "cli/sessions/run_conversation.h"
#include "cli/turn_view.h"
#include "cli/wiring.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace askdb::cli {
namespace {

using BatchClock = std::chrono::steady_clock;

/// Answers that wait for one before them, of each job: memory stays bounded.
constexpr std::size_t turns_ahead = 16;

/// What -d - stands for, where standard input is not where the questions come from.
PipedInput input_beside_questions(const CommandContext& context) {
    if (!holds_input(context.config.databases)) return {};
    if (!context.args.file.empty() && context.args.file != "-") return wire_input(context);
    throw Failure({Errc::usage,
                   "standard input cannot hold both the questions and the rows of '-d -'",
                   "askdb -d - -f QUESTIONS < orders.csv"});
}

/// A turn runs up to four statements at once, so that even one job needs some.
std::size_t connections_needed(std::size_t jobs) {
    constexpr std::size_t fewest = 4;
    return std::max(fewest, jobs);
}

/// One run. Its workers take questions and answer them; the thread that calls run() shows what
/// comes of them.
class Batch {
  public:
    explicit Batch(const CommandContext& context);
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    int run();

  private:
    // Workers.
    void work();
    BatchTurn* take();
    TurnEnd answer(BatchTurn& turn);
    TurnEnd ask(BatchTurn& turn);
    void note(const TurnEnd& end);
    void break_off(std::optional<Error> why);

    void stop_reading();
    void stop_all();
    void start_workers();
    void show(BatchTurn& turn);
    void show_news(const BatchTurn& turn, const TurnNews& news);
    void show_end(const BatchTurn& turn);
    int finish();

    const CommandContext& context_;
    const BatchClock::time_point begin_ = BatchClock::now();
    std::stop_source reading_stop_;
    std::stop_source turns_stop_;
    std::stop_callback<std::function<void()>> on_early_stop_;
    const PipedInput input_;
    Questions questions_;
    Progress progress_;
    TurnLine turns_;
    BatchLog log_;
    /// Which all questions belong to; null: each has one of its own, which is not kept.
    const std::unique_ptr<RunConversation> one_;
    const Wiring wiring_;
    std::optional<loop::Conversation> conversation_;  ///< Of one_; the only worker's.
    std::optional<AnswersFile> answers_;
    const std::unique_ptr<BatchView> view_;
    const bool wants_events_;
    BatchTally tally_;

    Outages outages_;
    std::mutex reading_;  ///< Guards questions_.
    std::atomic<bool> has_read_all_ = false;
    std::mutex breaking_;  ///< Guards broken_by_.
    std::optional<Error> broken_by_;
    std::stop_callback<std::function<void()>> on_stop_;
    std::vector<std::jthread> workers_;  ///< Last: they use all of the above.
};

Batch::Batch(const CommandContext& context)
    : context_(context),
      on_early_stop_(context.stop, [this] { reading_stop_.request_stop(); }),
      input_(input_beside_questions(context)),
      questions_(context.args.file, reading_stop_.get_token()),
      progress_(context),
      turns_(turns_ahead * context.args.job_count),
      log_(turns_, context.args.verbose),
      one_(names_conversation(context.args) ? std::make_unique<RunConversation>(context) : nullptr),
      wiring_(context,
              {.log = log_,
               .databases = {.input = &input_,
                             .progress = &progress_,
                             .max_connections = connections_needed(context.args.job_count)},
               .sessions = one_ ? &one_->store() : nullptr}),
      view_(make_batch_view(context, progress_)),
      wants_events_(view_->wants_events() || context.args.verbose),
      outages_(context.args.job_count),
      on_stop_(context.stop, [this] { stop_all(); }) {
    if (!context.args.answers.empty())
        answers_.emplace(context.args.answers, origin_of(context, wiring_.agent().databases),
                         context.stop, context.args.strict);
    announce(context, wiring_.model_choice());
    if (!one_) return;
    conversation_.emplace(one_->key().id);
    conversation_->user = one_->key().user;
    one_->restore(*conversation_);
}

Batch::~Batch() {
    stop_all();
}

void Batch::stop_reading() {
    reading_stop_.request_stop();
    turns_.close();
}

void Batch::stop_all() {
    turns_stop_.request_stop();
    stop_reading();
}

void Batch::work() {
    while (BatchTurn* turn = take()) {
        TurnEnd end = answer(*turn);
        note(end);
        turns_.finish(*turn, std::move(end));
    }
}

/// The next question; waits for it as long as it may yet come.
BatchTurn* Batch::take() {
    const std::lock_guard lock(reading_);
    if (!turns_.wait_for_room()) return nullptr;
    try {
        if (std::optional<ListedQuestion> question = questions_.next())
            return &turns_.begin(std::move(*question));
        has_read_all_ = true;
    } catch (const Failure& failure) {
        break_off(failure.error());
    } catch (const Stopped&) {
        // Told at the end, with what was asked before.
    }
    turns_.close();
    return nullptr;
}

TurnEnd Batch::answer(BatchTurn& turn) {
    if (answers_) {
        if (auto recorded = answers_->find(turn.question)) return std::move(*recorded);
    }
    TurnEnd end = ask(turn);
    try {
        if (answers_) answers_->add(turn.question, end);
    } catch (const Failure& failure) {
        break_off(failure.error());
    }
    return end;
}

TurnEnd Batch::ask(BatchTurn& turn) {
    const BatchLog::Of of(log_, turn);
    LineSink line_sink(turns_, turn, context_.messages);
    ForgetfulSink no_sink;
    try {
        outages_.pause(turns_stop_.get_token());
        loop::Conversation own{.session_id = session::new_session_id(), .results = {}};
        return {.answer =
                    loop::ask(wiring_.agent(), conversation_ ? *conversation_ : own,
                              {.text = turn.question.text, .sql_only = context_.args.sql_only},
                              {wants_events_ ? static_cast<chat::EventSink&>(line_sink) : no_sink,
                               turns_stop_.get_token()})};
    } catch (...) {  // On a thread of its own: the main one tells it.
        std::optional<Error> error = error_of(std::current_exception());
        if (!error) return {};
        error->message = context_.messages.without_secrets(std::move(error->message));
        error->hint = context_.messages.without_secrets(std::move(error->hint));
        return {.error = std::move(error)};
    }
}

void Batch::note(const TurnEnd& end) {
    if (end.is_from_file || end.is_stopped()) return;
    if (end.error && ends_batch(*end.error)) return break_off(std::nullopt);
    if (auto error = outages_.note(end.error)) break_off(std::move(error));
}

/// No other question is taken; those that were go on.
void Batch::break_off(std::optional<Error> why) {
    {
        const std::lock_guard lock(breaking_);
        if (!broken_by_) broken_by_ = std::move(why);
    }
    stop_reading();
}

void Batch::start_workers() {
    const std::size_t jobs =
        std::min(context_.args.job_count, questions_.total().value_or(context_.args.job_count));
    workers_.reserve(jobs);
    for (std::size_t i = 0; i < std::max<std::size_t>(1, jobs); ++i) {
        try {
            workers_.emplace_back([this] { work(); });
        } catch (const std::system_error&) {
            if (workers_.empty()) throw;
            return;  // Fewer at once, then.
        }
    }
}

int Batch::run() {
    start_workers();
    while (BatchTurn* turn = turns_.first()) {
        show(*turn);
        turns_.take_first();
    }
    workers_.clear();
    return finish();
}

void Batch::show(BatchTurn& turn) {
    view_->begin(turn.question);
    progress_.show(progress_text(turn, questions_.total()));
    if (context_.args.verbose) {
        context_.messages.say(message_begin(turn) + turn.question.text, Tone::dim);
    }
    while (const std::optional<TurnNews> news = turns_.next_news(turn)) show_news(turn, *news);
    progress_.hide();
    show_end(turn);
}

void Batch::show_news(const BatchTurn& turn, const TurnNews& news) {
    if (const auto* line = std::get_if<std::string>(&news))
        return context_.messages.say(*line, Tone::dim);
    const auto& event = std::get<chat::Event>(news);
    if (view_->wants_events()) view_->receive(turn.question, event);
    const auto* finished = std::get_if<chat::ToolFinished>(&event);
    if (finished != nullptr && context_.args.verbose) tell_step(context_.messages, finished->step);
}

void Batch::show_end(const BatchTurn& turn) {
    const TurnEnd& end = *turn.end;
    tally_.add(end);
    view_->end(turn.question, end);
    const std::string whose = message_begin(turn);
    if (end.error) {
        Error error = *end.error;
        error.message = whose + error.message;
        report(context_.messages, error);
    } else if (end.answer) {
        if (context_.args.output_format == OutputFormat::text) {
            tell_warnings(context_, *end.answer, false, whose);
            tell_second_opinion(context_, *end.answer, whose);
        }
        if (!end.is_from_file) tell_end(context_, *end.answer, whose);
    }
}

int Batch::finish() {
    if (answers_) answers_->finish();
    if (broken_by_) {
        report(context_.messages, *broken_by_);
        print_error(context_.output, context_.messages, *broken_by_, context_.args.output_format);
        tally_.add(*broken_by_);
    }
    if (context_.args.file.empty() && has_read_all_ && questions_.is_void())
        throw Failure(no_question());
    if (!context_.args.quiet) {
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(BatchClock::now() - begin_);
        context_.messages.say(tally_.summary({.took = took,
                                              .answers_file = context_.args.answers,
                                              .questions = questions_.total()}),
                              Tone::dim);
    }
    if (one_) one_->tidy_up();
    const bool is_cut_short = context_.stop.stop_requested() && !has_read_all_;
    return is_cut_short ? exit_interrupted : tally_.exit_code();
}

}

int run_batch(const CommandContext& context) {
    if (context.args.file.empty() && ::isatty(STDIN_FILENO) == 1) throw Failure(no_question());
    if (context.args.write) throw Failure(many_cannot_write());
    return Batch(context).run();
}

}
