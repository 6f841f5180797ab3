#include "cli/batch/batch_view.h"

#include "cli/args.h"
#include "cli/batch/batch_json.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "cli/turn_view.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace askdb::cli {
namespace {

/// Every line of the text behind `margin`.
std::string in_margin(std::string_view margin, std::string_view text) {
    std::string lines;
    for (const std::string& line : split(trim(text), '\n')) {
        lines += trim(fmt::format("{} {}", margin, visible(line)));
        lines += '\n';
    }
    return lines;
}

std::string no_answer(std::string_view why) {
    return fmt::format("(no answer: {})", visible(trim(why), true));
}

/// On one screen stderr says why, right below.
bool is_one_screen(const Terminal& terminal) {
    return terminal.on_stdout && terminal.on_stderr;
}

/// One Markdown document: each question a quotation, its answer below.
class TextBatchView : public BatchView {
  public:
    TextBatchView(const CommandContext& context, Progress& progress)
        : context_(context), progress_(progress) {}

    bool wants_events() const override { return context_.terminal.on_stdout; }

    void begin(const ListedQuestion& question) override {
        answer_ = make_text_view(context_, progress_);
        has_heading_ = false;
        is_complete_ = false;
        // In a pipe only with the answer: what is stopped leaves no question without one.
        if (context_.terminal.on_stdout) show_heading(question);
    }

    void receive(const ListedQuestion&, const chat::Event& event) override {
        is_complete_ |= std::holds_alternative<chat::Completed>(event);
        answer_->receive(event);
    }

    void end(const ListedQuestion& question, const TurnEnd& end) override {
        if (end.is_stopped()) return;
        if (!has_heading_) show_heading(question);
        if (end.answer && !is_complete_) answer_->receive(chat::Completed{*end.answer});
        if (end.error) {
            context_.output.write(is_one_screen(context_.terminal)
                                      ? "(no answer)\n"
                                      : no_answer(end.error->message) + "\n");
        }
        context_.output.flush();
    }

  private:
    void show_heading(const ListedQuestion& question) {
        if (!std::exchange(is_first_, false)) context_.output.write("\n");
        context_.output.write(in_margin(">", question.text) + "\n");
        if (context_.terminal.on_stdout) context_.output.flush();
        has_heading_ = true;
    }

    const CommandContext& context_;
    Progress& progress_;
    std::unique_ptr<chat::EventSink> answer_;
    bool is_first_ = true;
    bool has_heading_ = false;
    bool is_complete_ = false;
};

/// One SQL script: each question a comment, its statement below.
class SqlBatchView : public BatchView {
  public:
    explicit SqlBatchView(const CommandContext& context) : context_(context) {}

    void end(const ListedQuestion& question, const TurnEnd& end) override {
        if (end.is_stopped()) return;
        context_.output.write(in_margin("--", question.text));
        context_.output.write(end.error ? in_margin("--", no_answer(end.error->message))
                                        : statement(*end.answer));
        context_.output.flush();
    }

  private:
    std::string statement(const chat::Answer& answer) const {
        if (!answer.stopped_by.empty()) {
            return in_margin(
                "--", no_answer(fmt::format("the limit '{}' ended the turn", answer.stopped_by)));
        }
        const Result<std::string> printable = printable_statement(context_, answer);
        if (!printable) return in_margin("--", no_answer(printable.error().message));
        std::string_view text = printable.value();
        while (text.ends_with(';')) text = trim(text.substr(0, text.size() - 1));
        // A comment at its end would hide the semicolon.
        const std::string_view last_line = text.substr(text.rfind('\n') + 1);
        const bool may_be_comment = last_line.find("--") != std::string_view::npos ||
                                    last_line.find('#') != std::string_view::npos;
        return fmt::format("{}{};\n", text, may_be_comment ? "\n" : "");
    }

    const CommandContext& context_;
};

class JsonBatchView : public BatchView {
  public:
    explicit JsonBatchView(const CommandContext& context) : output_(context.output) {}

    void end(const ListedQuestion& question, const TurnEnd& end) override {
        if (end.is_stopped()) return;
        output_.write(answer_line(question, end));
        output_.flush();
    }

  private:
    Output& output_;
};

class StreamBatchView : public BatchView {
  public:
    explicit StreamBatchView(const CommandContext& context) : output_(context.output) {}

    bool wants_events() const override { return true; }
    void begin(const ListedQuestion&) override { is_over_ = false; }

    void receive(const ListedQuestion& question, const chat::Event& event) override {
        is_over_ |= std::holds_alternative<chat::Completed>(event) ||
                    std::holds_alternative<chat::Failed>(event);
        output_.write(event_line(question, event));
        output_.flush();
    }

    void end(const ListedQuestion& question, const TurnEnd& end) override {
        if (end.is_stopped() || is_over_) return;
        output_.write(last_event_line(question, end));
        output_.flush();
    }

  private:
    Output& output_;
    bool is_over_ = false;
};

}

std::unique_ptr<BatchView> make_batch_view(const CommandContext& context, Progress& progress) {
    const Args& args = context.args;
    if (args.output_format == OutputFormat::json) return std::make_unique<JsonBatchView>(context);
    if (args.output_format == OutputFormat::stream_json)
        return std::make_unique<StreamBatchView>(context);
    if (args.sql_only) return std::make_unique<SqlBatchView>(context);
    return std::make_unique<TextBatchView>(context, progress);
}

}
