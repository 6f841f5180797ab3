#include "libagent/knowledge/file_knowledge.h"

#include "libagent/knowledge/question_index.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace askdb::knowledge {
namespace {

/// Newer: by the date, then by the number behind the name of the file.
bool is_newer(const Entry& a, const Entry& b) {
    const auto rank = [](const Entry& entry) {
        const std::string_view path = entry.path;
        const std::string_view name = path.substr(path.rfind('/') + 1);
        return std::tuple(std::string_view(entry.date), name.size(), name, path);
    };
    return rank(a) > rank(b);
}

/// Database, question and statement.
using Answered = std::tuple<std::string, std::string, std::string>;

Answered answered_by(const Entry& entry, std::string_view sql) {
    return {entry.database, question_key(entry.question), sql_key(sql)};
}

std::set<Answered> called_wrong(const std::vector<Entry>& all) {
    std::set<Answered> wrong;
    for (const Entry& entry : all) {
        if (entry.verdict == Verdict::bad && !entry.wrong_sql.empty())
            wrong.insert(answered_by(entry, entry.wrong_sql));
    }
    return wrong;
}

class FileKnowledge : public Knowledge {
  public:
    explicit FileKnowledge(std::vector<Folder> folders) : folders_(std::move(folders)) {}

    Lessons lessons(std::string_view question, std::span<const Target> databases) override {
        const std::lock_guard lock(mutex_);
        refresh();
        Lessons lessons{.rules = rules_, .warnings = std::exchange(warnings_, {})};
        for (const std::size_t hit : find(question)) {
            const Entry& entry = entries_[hit];
            const bool is_one =
                std::any_of(databases.begin(), databases.end(),
                            [&](const Target& database) { return is_about(entry, database); });
            std::vector<Entry>& kind =
                entry.verdict == Verdict::good ? lessons.verified : lessons.corrections;
            if (is_one && kind.size() < most_of_a_kind) kind.push_back(entry);
        }
        return lessons;
    }

    std::optional<Entry> verified_answer(std::string_view question,
                                         const Target& database) override {
        return newest_of(question, database, [](const Entry& entry) { return !entry.sql.empty(); });
    }

    std::optional<Entry> correction_of(const AnsweredQuestion& answered,
                                       const Target& database) override {
        const std::string key = sql_key(answered.sql);
        return newest_of(answered.question, database, [&](const Entry& entry) {
            return entry.verdict == Verdict::bad && !entry.wrong_sql.empty() &&
                   sql_key(entry.wrong_sql) == key;
        });
    }

  private:
    std::optional<Entry> newest_of(std::string_view question, const Target& database,
                                   const std::function<bool(const Entry&)>& fits) {
        const std::lock_guard lock(mutex_);
        refresh();
        if (entries_.empty()) return std::nullopt;
        const std::string key = question_key(question);
        const Entry* found = nullptr;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const Entry& entry = entries_[i];
            if (keys_[i] != key || !is_about(entry, database) || !fits(entry)) continue;
            if (found == nullptr || is_newer(entry, *found)) found = &entry;
        }
        return found == nullptr ? std::nullopt : std::optional(*found);
    }

    /// The same question first, then those that are like it.
    std::vector<std::size_t> find(std::string_view question) {
        std::vector<std::size_t> found;
        if (entries_.empty()) return found;
        const std::string key = question_key(question);
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (keys_[i] == key) found.push_back(i);
        }
        std::sort(found.begin(), found.end(),
                  [&](std::size_t a, std::size_t b) { return is_newer(entries_[a], entries_[b]); });
        if (!index_) index_ = std::make_unique<QuestionIndex>(entries_);
        for (const std::size_t hit : index_->search(question)) {
            if (keys_[hit] != key) found.push_back(hit);
        }
        return found;
    }

    void refresh() {
        std::string stamp;
        for (const Folder& folder : folders_) stamp += folder_stamp(folder) + '\f';
        if (stamp == stamp_) return;
        stamp_ = std::move(stamp);
        rules_.clear();
        warnings_.clear();
        index_.reset();
        std::vector<Entry> all;
        for (const Folder& folder : folders_) take(read_folder(folder), all);
        entries_.clear();
        keys_.clear();
        const std::set<Answered> wrong = called_wrong(all);
        for (const Entry& entry : all) {
            if (entry.verdict == Verdict::good && !wrong.empty() &&
                wrong.contains(answered_by(entry, entry.sql)))
                continue;
            keys_.push_back(question_key(entry.question));
            entries_.push_back(entry);
        }
    }

    void take(FolderContents contents, std::vector<Entry>& all) {
        if (!rules_.empty() && !contents.rules.empty()) rules_ += "\n\n";
        rules_ += contents.rules;
        std::move(contents.entries.begin(), contents.entries.end(), std::back_inserter(all));
        for (const Error& problem : contents.problems)
            warnings_.push_back(problem.hint.empty() ? problem.message
                                                     : problem.message + " (" + problem.hint + ")");
    }

    const std::vector<Folder> folders_;
    std::mutex mutex_;  ///< Guards all below.
    std::string stamp_ = "none yet";
    std::string rules_;
    std::vector<Entry> entries_;
    std::vector<std::string> keys_;  ///< question_key() of each entry.
    std::vector<std::string> warnings_;
    std::unique_ptr<QuestionIndex> index_;  ///< Of the entries; null: not built yet.
};

}

std::unique_ptr<Knowledge> make_file_knowledge(std::vector<Folder> folders) {
    return std::make_unique<FileKnowledge>(std::move(folders));
}

}
