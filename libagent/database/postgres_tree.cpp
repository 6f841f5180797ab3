#include "libagent/database/postgres_tree.h"

#include "libagent/base/text.h"
#include "libagent/database/postgres_pieces.h"

#include <utility>

namespace askdb::database {
namespace {

// {"stmts":[{"stmt":{"SelectStmt":…}}]}: how deep a statement's node name stands.
constexpr std::size_t statement_depth = 4;

class TreeReader {
  public:
    explicit TreeReader(std::string_view json) : pieces_(json) {}

    PostgresTree read() {
        while (pieces_.next()) {
            switch (pieces_.kind()) {
                case PostgresPieces::Kind::open: ++depth_; break;
                case PostgresPieces::Kind::close: close(); break;
                case PostgresPieces::Kind::key: take_key(pieces_.text()); break;
                case PostgresPieces::Kind::value: take_value(pieces_.text()); break;
            }
        }
        return std::move(tree_);
    }

  private:
    void take_key(std::string_view key) {
        const bool is_statement = key.ends_with("Stmt") && key.front() >= 'A' && key.front() <= 'Z';
        if (is_statement && depth_ == statement_depth) {
            tree_.statements.emplace_back(key);
        } else if (is_statement) {
            tree_.inner_statements.emplace(key);
        }
        if (key == "intoClause" || key == "IntoClause") tree_.has_into = true;
        if (key == "lockingClause" || key == "LockingClause") tree_.has_locking = true;
        if (key == "funcname") {
            function_.clear();
            function_depth_ = depth_;
        }
    }

    void take_value(std::string_view text) {
        const bool is_text = pieces_.key() == "sval";
        if (function_depth_ > 0 && is_text) function_.emplace_back(text);
        if (pieces_.key() == "defname" && equal_ignoring_case(text, "analyze")) {
            option_depth_ = depth_;
            is_switched_off_ = false;
        } else if (option_depth_ > 0 && is_text) {
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

    PostgresPieces pieces_;
    std::size_t depth_ = 0;
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
