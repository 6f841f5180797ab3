#include "libagent/knowledge/file_knowledge.h"

#include "libagent/knowledge/question_index.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>

namespace askdb::knowledge {
namespace {

/// Newer: by the date, then by the number behind the name of the file.
bool is_newer(const Entry& a, const Entry& b) {
    const auto rank = [](const Entry& entry) {
        return std::tuple(std::string_view(entry.date), entry.path.size(),
                          std::string_view(entry.path));
    };
    return rank(a) > rank(b);
}

bool is_called_wrong(const Entry& verified, const std::vector<Entry>& all) {
    return std::any_of(all.begin(), all.end(), [&](const Entry& other) {
        return other.verdict == Verdict::bad && !other.wrong_sql.empty() &&
               other.database == verified.database &&
               question_key(other.question) == question_key(verified.question) &&
               sql_key(other.wrong_sql) == sql_key(verified.sql);
    });
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
        const std::lock_guard lock(mutex_);
        refresh();
        if (entries_.empty()) return std::nullopt;
        const std::string key = question_key(question);
        std::optional<Entry> found;
        for (const Entry& entry : entries_) {
            const bool fits = entry.verdict == Verdict::good && is_about(entry, database) &&
                              question_key(entry.question) == key;
            if (fits && (!found || is_newer(entry, *found))) found = entry;
        }
        return found;
    }

  private:
    /// The same question first, then those that are like it.
    std::vector<std::size_t> find(std::string_view question) {
        std::vector<std::size_t> found;
        if (entries_.empty()) return found;
        const std::string key = question_key(question);
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (question_key(entries_[i].question) == key) found.push_back(i);
        }
        std::sort(found.begin(), found.end(),
                  [&](std::size_t a, std::size_t b) { return is_newer(entries_[a], entries_[b]); });
        if (!index_) index_ = std::make_unique<QuestionIndex>(entries_);
        for (const std::size_t hit : index_->search(question)) {
            if (question_key(entries_[hit].question) != key) found.push_back(hit);
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
        std::copy_if(all.begin(), all.end(), std::back_inserter(entries_), [&](const Entry& entry) {
            return entry.verdict == Verdict::bad || !is_called_wrong(entry, all);
        });
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
    std::vector<std::string> warnings_;
    std::unique_ptr<QuestionIndex> index_;  ///< Of the entries; null: not built yet.
};

}

std::unique_ptr<Knowledge> make_file_knowledge(std::vector<Folder> folders) {
    return std::make_unique<FileKnowledge>(std::move(folders));
}

}
