#include "libagent/loop/digest.h"

#include "libagent/loop/fair_share.h"
#include "libagent/loop/relevance.h"
#include "libagent/loop/table_line.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace askdb::loop {
namespace {

constexpr std::size_t digest_bytes_per_token = 4;
/// A table is cut to no less than that for the sake of others; before that, others are only named.
constexpr std::size_t least_line_bytes = 2'000;
constexpr std::size_t more_tables_bytes = 60;
/// Parts of the budget, in percent, when not all tables fit: up to there whole tables, up to there
/// their comments; the rest is for bare names, which cost little and can be described.
constexpr std::size_t tables_percent = 60;
constexpr std::size_t comments_percent = 75;
constexpr std::size_t most_of_one_percent = 25;

/// Writes one catalog for one question, within so many bytes.
class DigestWriter {
  public:
    DigestWriter(const database::Catalog& catalog, const database::Dialect& dialect,
                 std::string_view question, std::size_t budget)
        : tables_(catalog.tables),
          dialect_(dialect),
          question_(lower_words(question)),
          budget_(budget) {}

    std::string write(const TableRanking& ranking) {
        const std::size_t most = most_of_each();
        const bool all_fit = most >= least_line_bytes;
        order_ = all_fit || !ranking ? by_relevance(tables_, question_) : ranking();
        return all_fit ? all_tables(most) : relevant_tables();
    }

  private:
    /// How long a line may be so that there is one for each table; 0: there are too many of them.
    std::size_t most_of_each() const {
        std::vector<std::size_t> sizes;
        std::size_t least = 0;
        for (const database::Table& table : tables_) {
            sizes.push_back(line(table, {.question = question_}).size());
            least += std::min(sizes.back(), least_line_bytes);
            if (least > budget_) return 0;
        }
        return fair_share(std::move(sizes), budget_);
    }

    std::string line(const database::Table& table, const TableLine& how) const {
        return table_line(table, dialect_, how);
    }

    std::string all_tables(std::size_t most) const {
        std::vector<std::string> lines;
        for (const database::Table& table : tables_)
            lines.push_back(line(table, {.max_bytes = most, .question = question_}));
        add_comments(lines, order_, budget_);
        std::string digest;
        for (const std::string& text : lines) digest += text;
        return digest;
    }

    /// Gives the tables `which` their comments, as long as all lines fit. A line that is cut has
    /// no room for any.
    void add_comments(std::vector<std::string>& lines, const std::vector<std::size_t>& which,
                      std::size_t max_bytes) const {
        std::size_t bytes = 0;
        for (const std::string& text : lines) bytes += text.size();
        for (const std::size_t index : which) {
            std::string& text = lines[index];
            if (text.size() < line(tables_[index], {.question = question_}).size()) continue;
            std::string commented =
                line(tables_[index], {.with_comments = true, .question = question_});
            if (bytes - text.size() + commented.size() > max_bytes) continue;
            bytes += commented.size() - text.size();
            text = std::move(commented);
        }
    }

    std::string relevant_tables() const {
        std::vector<std::string> lines(tables_.size());
        std::vector<std::size_t> described;
        std::size_t bytes = 0;
        for (const std::size_t index : order_) {
            const TableLine how{.max_bytes = part(most_of_one_percent), .question = question_};
            std::string text = line(tables_[index], how);
            if (bytes + text.size() > part(tables_percent)) break;
            bytes += text.size();
            lines[index] = std::move(text);
            described.push_back(index);
        }
        add_comments(lines, described, part(comments_percent));
        std::string digest;
        for (const std::size_t index : described) digest += lines[index];
        return digest + other_names(described.size(), digest.size());
    }

    std::string other_names(std::size_t first, std::size_t taken) const {
        std::string text = "Other tables (describe_tables tells their columns): ";
        std::size_t next = first;
        for (; next < order_.size(); ++next) {
            const std::string name = table_name(tables_[order_[next]], dialect_) + ", ";
            if (taken + text.size() + name.size() + more_tables_bytes > budget_) break;
            text += name;
        }
        const std::size_t left = order_.size() - next;
        if (left > 0) return text + fmt::format("… {} more (list_tables finds them)\n", left);
        text.resize(text.size() - (next > first ? 2 : 0));
        return text + "\n";
    }

    std::size_t part(std::size_t percent) const { return budget_ * percent / 100; }

    const std::vector<database::Table>& tables_;
    const database::Dialect& dialect_;
    const std::vector<std::string> question_;
    const std::size_t budget_;
    std::vector<std::size_t> order_;  ///< Of the tables, the most relevant first.
};

}

std::string catalog_digest(const DigestedCatalog& shown, std::string_view question,
                           std::size_t max_tokens, const TableRanking& ranking) {
    if (shown.catalog.tables.empty()) return "(no tables)\n";
    return DigestWriter(shown.catalog, shown.dialect, question, max_tokens * digest_bytes_per_token)
        .write(ranking);
}

}
