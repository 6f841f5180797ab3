#include "cli/batch/questions.h"

#include "cli/batch/batch_json.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <charconv>
#include <sys/stat.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr std::size_t max_question_line_bytes = 128u << 10;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

bool is_standard_input(const std::string& file) {
    return file.empty() || file == "-";
}

int opened_questions(const std::string& file) {
    return is_standard_input(file) ? -1 : open_for_reading(file).value_or_throw();
}

bool can_be_read_twice(int descriptor) {
    struct stat status = {};
    return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

}

std::size_t QuestionIds::take(const ListedQuestion& question, bool is_line_number) {
    const std::size_t line = question.line;
    if (lines_.size() <= line) lines_.resize(line + 1);
    if (is_line_number) {
        const auto found = given_.find(question.id);
        if (found != given_.end()) return found->second;
        lines_[line] = true;
        return 0;
    }
    std::size_t number = 0;
    const char* const end = question.id.data() + question.id.size();
    const auto [last, code] = std::from_chars(question.id.data(), end, number);
    const bool is_number = code == std::errc() && last == end && question.id.front() != '0';
    if (is_number && number < lines_.size() && lines_[number]) return number;
    const auto [place, is_new] = given_.try_emplace(question.id, line);
    return is_new ? 0 : place->second;
}

/// One way through the questions.
class Questions::Reader {
  public:
    Reader(int descriptor, const std::string& name, const std::stop_token& stop)
        : name_(name), lines_(descriptor, name, max_question_line_bytes, stop) {}

    std::optional<ListedQuestion> next() {
        while (const auto line = lines_.next().value_or_throw()) {
            std::string_view text = *line;
            if (lines_.number() == 1 && text.starts_with(utf8_mark))
                text.remove_prefix(utf8_mark.size());
            require_text(text);
            text = trim(text);
            if (text.empty() || text.starts_with('#')) continue;
            return read(text);
        }
        return std::nullopt;
    }

    bool is_void() const { return lines_.number() == 0; }

  private:
    std::string place() const {
        return fmt::format("line {} of '{}'", lines_.number(), visible(name_));
    }

    void require_text(std::string_view text) const {
        if (!is_valid_utf8(text)) {
            throw Failure({Errc::usage, place() + " is not UTF-8",
                           "convert it, for example with: iconv -f ISO-8859-1 -t UTF-8"});
        }
        if (text.find('\0') != std::string_view::npos)
            throw Failure({Errc::usage, place() + " holds a NUL byte"});
    }

    ListedQuestion read(std::string_view text) {
        ListedQuestion question;
        if (text.starts_with('{')) {
            question = question_of_json(text, place()).value_or_throw();
        } else {
            question.text = text;
        }
        question.line = lines_.number();
        const bool has_own_id = !question.id.empty();
        if (!has_own_id) question.id = std::to_string(question.line);
        if (const std::size_t before = ids_.take(question, !has_own_id); before != 0) {
            throw Failure({Errc::usage, fmt::format("{}: the id '{}' is that of line {} too",
                                                    place(), visible(question.id), before)});
        }
        return question;
    }

    const std::string& name_;
    LineReader lines_;
    QuestionIds ids_;
};

Questions::Questions(const std::string& file, std::stop_token stop)
    : name_(is_standard_input(file) ? "standard input" : file),
      stop_(std::move(stop)),
      owned_(opened_questions(file)) {
    const int descriptor = owned_.value() >= 0 ? owned_.value() : STDIN_FILENO;
    if (can_be_read_twice(descriptor)) {
        const off_t begin = ::lseek(descriptor, 0, SEEK_CUR);
        Reader check(descriptor, name_, stop_);
        std::size_t count = 0;
        while (check.next()) ++count;
        total_ = count;
        ::lseek(descriptor, begin, SEEK_SET);
    }
    reader_ = std::make_unique<Reader>(descriptor, name_, stop_);
}

Questions::~Questions() = default;

bool Questions::is_void() const {
    return reader_->is_void();
}

std::optional<ListedQuestion> Questions::next() {
    return reader_->next();
}

}
