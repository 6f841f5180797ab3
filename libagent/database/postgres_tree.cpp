#include "libagent/database/postgres_tree.h"

#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::database {
namespace {

// {"stmts":[{"stmt":{"SelectStmt":…}}]}: how deep a statement's node name stands.
constexpr std::size_t statement_depth = 4;

/// Walks the JSON by its brackets and strings alone: nothing else in it matters.
class TreeReader {
  public:
    explicit TreeReader(std::string_view json) : json_(json) {}

    PostgresTree read() {
        while (at_ < json_.size()) {
            const char c = json_[at_++];
            if (c == '"') {
                take_string();
            } else if (c == '{' || c == '[') {
                ++depth_;
            } else if (c == '}' || c == ']') {
                close();
            }
        }
        return std::move(tree_);
    }

  private:
    /// Behind the opening quote. Escapes stay as they are: no name that matters needs one.
    void take_string() {
        const std::size_t begin = at_;
        while (at_ < json_.size() && json_[at_] != '"') at_ += json_[at_] == '\\' ? 2 : 1;
        at_ = std::min(at_, json_.size());
        const std::string_view text = json_.substr(begin, at_ - begin);
        ++at_;
        if (at_ < json_.size() && json_[at_] == ':') {
            key_ = text;
            take_key();
        } else {
            take_value(text);
        }
    }

    void take_key() {
        const bool is_statement =
            key_.ends_with("Stmt") && !key_.empty() && key_.front() >= 'A' && key_.front() <= 'Z';
        if (is_statement && depth_ == statement_depth) {
            tree_.statements.emplace_back(key_);
        } else if (is_statement) {
            tree_.inner_statements.emplace(key_);
        }
        if (key_ == "intoClause" || key_ == "IntoClause") tree_.has_into = true;
        if (key_ == "lockingClause" || key_ == "LockingClause") tree_.has_locking = true;
        if (key_ == "funcname") {
            function_.clear();
            function_depth_ = depth_;
        }
    }

    void take_value(std::string_view text) {
        if (function_depth_ > 0 && key_ == "sval") function_.emplace_back(text);
        if (key_ == "defname" && equal_ignoring_case(text, "analyze")) {
            option_depth_ = depth_;
            is_switched_off_ = false;
        } else if (option_depth_ > 0 && key_ == "sval") {
            is_switched_off_ =
                equal_ignoring_case(text, "off") || equal_ignoring_case(text, "false");
        }
    }

    void close() {
        if (depth_ > 0) --depth_;
        if (function_depth_ > 0 && depth_ == function_depth_) {
            if (!function_.empty()) tree_.functions.insert(function_);
            function_depth_ = 0;
        }
        if (option_depth_ > 0 && depth_ < option_depth_) {
            tree_.analyzes = tree_.analyzes || !is_switched_off_;
            option_depth_ = 0;
        }
    }

    std::string_view json_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::string_view key_;
    std::vector<std::string> function_;
    std::size_t function_depth_ = 0;  ///< Of the list of name parts that is open, or 0.
    std::size_t option_depth_ = 0;    ///< Of the ANALYZE option that is open, or 0.
    bool is_switched_off_ = false;
    PostgresTree tree_;
};

}

PostgresTree read_postgres_tree(std::string_view json) {
    return TreeReader(json).read();
}

}
