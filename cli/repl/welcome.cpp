#include "cli/repl/welcome.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace askdb::cli::repl {
namespace {

constexpr std::size_t narrowest = 20;
constexpr std::size_t widest = 100;
constexpr std::string_view command_indent = "    ";

/// The text in lines of at most `width` columns, cut between words where there are any.
class WrappedText {
  public:
    explicit WrappedText(std::size_t width) : width_(std::clamp(width, narrowest, widest)) {}

    void paragraph(std::string_view text) { wrap(text, "", ""); }

    /// Something to type: its continuation is further in, and nothing is left out of it.
    void command(std::string_view text) { wrap(text, command_indent, "      "); }

    void blank() { out_ += '\n'; }

    std::string take() { return std::move(out_); }

  private:
    void wrap(std::string_view text, std::string_view first, std::string_view next) {
        std::string line(first);
        bool has_word = false;
        for (const std::string& word : split(text, ' ')) {
            const std::size_t needed = display_width(line) + display_width(word) + has_word;
            if (has_word && needed > width_) {
                out_ += line + '\n';
                line = next;
                has_word = false;
            }
            if (has_word) line += ' ';
            append_word(line, word, next);
            has_word = true;
        }
        out_ += line + '\n';
    }

    /// A word that is wider than a line goes on in the next.
    void append_word(std::string& line, std::string_view word, std::string_view next) {
        while (display_width(line) + display_width(word) > width_) {
            const std::size_t room = width_ - std::min(display_width(line), width_);
            const std::string_view piece = room == 0 ? "" : display_prefix(word, room);
            if (piece.empty() || display_width(piece) > room) {
                if (display_width(line) <= next.size()) break;  // Wider than any line.
            } else {
                line += piece;
                word.remove_prefix(piece.size());
            }
            out_ += line + '\n';
            line = next;
        }
        line += word;
    }

    const std::size_t width_;
    std::string out_;
};

std::string model_words(const WelcomeFacts& facts) {
    const bool is_offline = facts.model.empty() || facts.model == "offline";
    return is_offline ? "the built-in planner" : visible(facts.model);
}

std::string database_words(const WelcomeFacts& facts) {
    std::string words = visible(facts.database);
    if (!facts.dialect.empty()) words += fmt::format(" ({})", visible(facts.dialect));
    if (facts.tables)
        words += fmt::format(", {} table{}", with_thousands(*facts.tables),
                             *facts.tables == 1 ? "" : "s");
    if (facts.databases > 1) words += fmt::format(" and {} more", facts.databases - 1);
    return words;
}

void greet_briefly(WrappedText& text, const WelcomeFacts& facts) {
    text.paragraph(
        fmt::format("{} · {} · {}", facts.version, database_words(facts), model_words(facts)));
    text.paragraph(facts.goes_on ? "The conversation goes on. /help lists the commands, Ctrl-D "
                                   "leaves."
                                 : "Ask in your own words, or type SQL that ends with a semicolon. "
                                   "/help lists the commands, Ctrl-D leaves.");
    const bool is_offline = facts.model.empty() || facts.model == "offline";
    if (is_offline && !facts.goes_on)
        text.paragraph(
            "The built-in planner answers simple questions; /model chooses a language "
            "model.");
}

void guide(WrappedText& text, const WelcomeFacts& facts) {
    text.paragraph(
        fmt::format("{} answers questions about databases. None is chosen yet:", facts.version));
    text.blank();
    text.paragraph("Your own, here:");
    text.command("/use FILE.db");
    text.command("/use FILE.csv");
    text.command("/use postgres://USER@HOST/DATABASE");
    if (facts.can_make_example) {
        text.paragraph("An example, from a shell:");
        text.command("askdb -d \"$(askdb init --example)\"");
    }
    text.paragraph(facts.has_config ? "To have it at every start, name it in your configuration "
                                      "(askdb config path), or ask for another one:"
                                    : "To have it at every start, in a configuration that a few "
                                      "questions make:");
    text.command("askdb init");
    text.blank();
    text.paragraph(fmt::format("Answers come from {}{}", model_words(facts),
                               facts.model.empty() || facts.model == "offline"
                                   ? ", which needs no key and no network. For a language model, "
                                     "set its key in the shell, then choose it here:"
                                   : "."));
    if (facts.model.empty() || facts.model == "offline") {
        text.command("export ANTHROPIC_API_KEY=…");
        text.command("/model anthropic:MODEL");
    }
    text.paragraph("/doctor tries everything; /help lists the commands; Ctrl-D leaves.");
}

}

std::string welcome_text(const WelcomeFacts& facts) {
    WrappedText text(facts.width);
    if (facts.database.empty()) {
        guide(text, facts);
    } else {
        greet_briefly(text, facts);
    }
    return text.take();
}

}
