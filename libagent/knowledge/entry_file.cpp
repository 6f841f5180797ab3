#include "libagent/knowledge/entry_file.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace askdb::knowledge {
namespace {

constexpr std::string_view fold = "---";  ///< Begins and ends what stands before the text.
constexpr std::string_view sql_fence = "sql";
constexpr std::string_view wrong_sql_fence = "sql wrong";
constexpr std::string_view wrong_answer_fence = "text wrong";
constexpr std::size_t shortest_fence = 3;

std::size_t length_of_fence(std::string_view line) {
    const std::size_t length = std::min(line.find_first_not_of('`'), line.size());
    return length >= shortest_fence ? length : 0;
}

/// `"a \"b\""` as it is meant; other texts as they are. Nothing when the quotes do not close.
std::optional<std::string> unquoted(std::string_view value) {
    if (!value.starts_with('"')) return std::string(value);
    std::string out;
    for (std::size_t i = 1; i < value.size(); ++i) {
        if (value[i] == '"') {
            if (i + 1 < value.size()) return std::nullopt;
            return out;
        }
        if (value[i] == '\\' && i + 1 < value.size()) ++i;
        out += value[i];
    }
    return std::nullopt;
}

/// Always in quotes, so that YAML reads it the same way.
std::string in_quotes(std::string_view value) {
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') out += '\\';
        out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    }
    return out + '"';
}

bool is_date(std::string_view text) {
    constexpr std::string_view shape = "dddd-dd-dd";
    return text.size() == shape.size() &&
           std::equal(text.begin(), text.end(), shape.begin(),
                      [](char c, char s) { return s == 'd' ? c >= '0' && c <= '9' : c == s; });
}

/// One file while it is read, line by line.
class EntryReader {
  public:
    EntryReader(std::string_view text, std::string_view path)
        : path_(path), lines_(split(text, '\n')) {
        for (std::string& line : lines_) {
            if (line.ends_with('\r')) line.pop_back();
        }
        entry_.path = path;
    }

    Result<Entry> read();

  private:
    std::optional<Error> read_front();
    std::optional<Error> read_key(std::string_view line);
    std::optional<Error> set_key(std::string_view key, std::string value);
    std::optional<Error> read_body();
    std::optional<Error> read_fence();
    std::optional<Error> fill(std::string& part, std::string text, std::string_view what,
                              std::size_t line) const;
    Error at(std::size_t line, std::string why, std::string hint = {}) const {
        return {Errc::usage, fmt::format("{}:{}: {}", visible(path_), line + 1, why),
                std::move(hint)};
    }

    std::string_view path_;
    std::vector<std::string> lines_;
    std::size_t next_ = 0;  ///< Index of the line to be read.
    Entry entry_;
};

std::optional<Error> EntryReader::set_key(std::string_view key, std::string value) {
    struct TextKey {
        std::string_view name;
        std::string* value;
    };
    const std::array texts = {TextKey{"question", &entry_.question},
                              TextKey{"database", &entry_.database},
                              TextKey{"dialect", &entry_.dialect}, TextKey{"date", &entry_.date}};
    const auto found = std::find_if(texts.begin(), texts.end(),
                                    [&](const TextKey& text) { return text.name == key; });
    if (key == "date" && !value.empty() && !is_date(value))
        return at(next_, fmt::format("'{}' is no date", visible(value)), "write it as: 2026-11-30");
    if (found != texts.end()) {
        *found->value = std::move(value);
        return std::nullopt;
    }
    if (key != "verdict") {
        const std::vector<std::string> known = {"question", "database", "dialect", "date",
                                                "verdict"};
        return at(
            next_, fmt::format("unknown key '{}'", visible(key)),
            did_you_mean(nearest(key, known, 1), fmt::format("known here: {}", join(known, ", "))));
    }
    const std::optional<Verdict> verdict = find_verdict(value);
    if (!verdict)
        return at(next_, fmt::format("'{}' is no verdict", visible(value)), "write: good, or bad");
    entry_.verdict = *verdict;
    return std::nullopt;
}

std::optional<Error> EntryReader::read_key(std::string_view line) {
    const std::string_view text = trim(line);
    if (text.empty() || text.starts_with('#')) return std::nullopt;
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
        return at(next_, "no 'key: value'", "end the keys with a line ---");
    std::optional<std::string> value = unquoted(trim(text.substr(colon + 1)));
    if (!value) return at(next_, "its quotes do not close", "write \\\" for a quote inside quotes");
    return set_key(trim(text.substr(0, colon)), std::move(*value));
}

std::optional<Error> EntryReader::read_front() {
    if (trim(lines_.front()) != fold)
        return at(0, "it does not begin with a line ---",
                  "behind that line stand the keys, question first; see: man askdb-knowledge");
    for (next_ = 1; next_ < lines_.size(); ++next_) {
        if (trim(lines_[next_]) == fold) {
            ++next_;
            return std::nullopt;
        }
        if (auto error = read_key(lines_[next_])) return error;
    }
    return at(lines_.size() - 1, "the keys have no end", "end them with a line ---");
}

std::optional<Error> EntryReader::fill(std::string& part, std::string text, std::string_view what,
                                       std::size_t line) const {
    if (!part.empty()) return at(line, fmt::format("it holds {} twice", what));
    if (trim(text).empty()) return at(line, fmt::format("{} is empty", what));
    part = trim(text);
    return std::nullopt;
}

/// From the line that opens one to the line that closes it; a fence of another kind is part of the
/// words.
std::optional<Error> EntryReader::read_fence() {
    const std::size_t begin = next_;
    const std::size_t length = length_of_fence(lines_[begin]);
    const std::string kind = lower_ascii(trim(std::string_view(lines_[begin]).substr(length)));
    std::vector<std::string> inside;
    for (++next_; next_ < lines_.size(); ++next_) {
        const std::string_view line = lines_[next_];
        const std::size_t here = length_of_fence(line);
        if (here >= length && trim(line.substr(here)).empty()) break;
        inside.emplace_back(line);
    }
    if (next_ == lines_.size())
        return at(begin, "the fence that begins here has no end",
                  "end it with a line of as many backticks");
    ++next_;
    std::string text = join(inside, "\n");
    if (kind == sql_fence) return fill(entry_.sql, std::move(text), "a right statement", begin);
    if (kind == wrong_sql_fence)
        return fill(entry_.wrong_sql, std::move(text), "a wrong statement", begin);
    if (kind == wrong_answer_fence)
        return fill(entry_.wrong_answer, std::move(text), "a wrong answer", begin);
    for (std::size_t i = begin; i < next_; ++i) entry_.note += lines_[i] + '\n';
    return std::nullopt;
}

std::optional<Error> EntryReader::read_body() {
    while (next_ < lines_.size()) {
        if (length_of_fence(lines_[next_]) > 0) {
            if (auto error = read_fence()) return error;
            continue;
        }
        entry_.note += lines_[next_++] + '\n';
    }
    entry_.note = trim(entry_.note);
    return std::nullopt;
}

Result<Entry> EntryReader::read() {
    if (auto error = read_front()) return *error;
    if (auto error = read_body()) return *error;
    entry_.question = trim(entry_.question);
    if (auto error = judge_entry(entry_)) return at(0, error->message, error->hint);
    return std::move(entry_);
}

void append_fence(std::string& out, std::string_view kind, std::string_view text) {
    if (text.empty()) return;
    std::size_t longest = shortest_fence - 1;
    for (const std::string& line : split(text, '\n'))
        longest = std::max(longest, length_of_fence(line));
    const std::string fence(longest + 1, '`');
    out += fmt::format("\n{}{}\n{}\n{}\n", fence, kind, text, fence);
}

/// The person's words, none of whose lines begins a fence.
void append_note(std::string& out, std::string_view note) {
    if (note.empty()) return;
    out += '\n';
    for (const std::string& line : split(note, '\n')) {
        if (length_of_fence(line) > 0) out += ' ';
        out += line + '\n';
    }
}

bool is_plain_name(std::string_view text) {
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") ==
           std::string_view::npos;
}

void append_key(std::string& out, std::string_view key, std::string_view value) {
    if (!value.empty()) out += fmt::format("{}: {}\n", key, value);
}

}

std::optional<std::size_t> line_of_strange_byte(std::string_view text) {
    std::size_t line = 1;
    for (const std::string& each : split(text, '\n')) {
        std::string_view rest = each;
        if (rest.ends_with('\r')) rest.remove_suffix(1);
        const bool is_plain = std::all_of(rest.begin(), rest.end(), [](unsigned char c) {
            return (c >= ' ' && c != 0x7F) || c == '\t';
        });
        // C1 control characters, of two bytes in UTF-8.
        bool has_c1 = false;
        for (std::size_t i = rest.find('\xC2'); i != std::string_view::npos && i + 1 < rest.size();
             i = rest.find('\xC2', i + 1)) {
            has_c1 = has_c1 || static_cast<unsigned char>(rest[i + 1]) < 0xA0;
        }
        if (!is_plain || has_c1 || !is_valid_utf8(rest)) return line;
        ++line;
    }
    return std::nullopt;
}

Result<Entry> parse_entry(std::string_view text, std::string_view path) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (const auto line = line_of_strange_byte(text))
        return Error{Errc::usage, fmt::format("{}:{}: it holds control characters, or is not UTF-8",
                                              visible(path), *line)};
    return EntryReader(text, path).read();
}

std::string entry_text(const Entry& entry) {
    std::string out = "---\n";
    append_key(out, "question", in_quotes(trim(entry.question)));
    append_key(out, "database", entry.database.empty() ? "" : in_quotes(entry.database));
    append_key(out, "dialect", entry.dialect);
    append_key(out, "date", entry.date);
    append_key(out, "verdict", name_of(entry.verdict));
    out += "---\n";
    append_note(out, trim(entry.note));
    append_fence(out, wrong_sql_fence, trim(entry.wrong_sql));
    append_fence(out, wrong_answer_fence, trim(entry.wrong_answer));
    append_fence(out, sql_fence, trim(entry.sql));
    return out;
}

std::optional<Error> judge_entry(const Entry& entry) {
    if (trim(entry.question).empty()) return Error{Errc::usage, "there is no question"};
    if (entry.question.size() > max_question_bytes)
        return Error{Errc::usage,
                     fmt::format("the question is longer than {} bytes", max_question_bytes)};
    const bool is_good = entry.verdict == Verdict::good;
    if (is_good && trim(entry.sql).empty())
        return Error{Errc::usage, "a verified query needs its statement", "put it into ```sql"};
    if (!is_good && trim(entry.sql).empty() && trim(entry.note).empty())
        return Error{Errc::usage, "the correction does not say what is right",
                     "say it in words, or in a right statement"};
    if (!is_plain_name(entry.dialect))
        return Error{Errc::usage, fmt::format("'{}' is no dialect", visible(entry.dialect)),
                     "one of those of: askdb sql --check --dialect NAME"};
    for (const std::string* text : {&entry.question, &entry.database, &entry.sql, &entry.wrong_sql,
                                    &entry.wrong_answer, &entry.note}) {
        if (line_of_strange_byte(*text))
            return Error{Errc::usage, "it holds control characters, or is not UTF-8"};
    }
    if (entry_text(entry).size() > max_entry_bytes)
        return Error{Errc::usage, fmt::format("it is longer than {} bytes", max_entry_bytes)};
    return std::nullopt;
}

}
