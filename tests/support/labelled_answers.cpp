#include "tests/support/labelled_answers.h"

#include "libagent/database/database.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/example.h"
#include "tests/support/temp_database.h"
#include "tests/support/test_data.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace askdb::test {
namespace {

/// The databases of the questions, each made once.
class LabelledDatabases {
  public:
    database::Database& named(const std::string& name) {
        Held& held = held_[name];
        if (!held.file) {
            const bool is_example = std::find(std::begin(example_names), std::end(example_names),
                                              name) != std::end(example_names);
            const std::string script =
                is_example ? example_script(name)
                           : read_whole(ASKDB_SOURCE_DIR "/tests/cases/checks/" + name + ".sql");
            held.file = std::make_unique<TempDatabase>(script);
            held.database = std::make_unique<database::Database>(
                name, database::make_sqlite_source(held.file->path()));
        }
        return *held.database;
    }

  private:
    struct Held {
        std::unique_ptr<TempDatabase> file;
        std::unique_ptr<database::Database> database;
    };
    std::map<std::string, Held> held_;
};

/// Takes the marks out of the text, and notes what was within.
LabelledAnswer unmarked(std::string kind, std::string_view text) {
    LabelledAnswer answer{.kind = std::move(kind), .answer = {}};
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        const std::size_t at = answer.answer.size();
        if (rest.starts_with("{{"))
            answer.wrong_numbers.push_back({at, at});
        else if (rest.starts_with("}}"))
            answer.wrong_numbers.back().end = at;
        else if (rest.starts_with("[["))
            answer.wrong_names.push_back({at, at});
        else if (rest.starts_with("]]"))
            answer.wrong_names.back().end = at;
        else if (rest.starts_with("\\n"))
            answer.answer += '\n';
        else {
            answer.answer += text[i];
            continue;
        }
        ++i;
    }
    return answer;
}

void run_statement(LabelledQuestion& question, database::Database& database) {
    auto rows = database.query(question.statements.back(), {}, {});
    if (!rows) throw std::runtime_error(question.statements.back() + ": " + rows.error().message);
    question.results.push_back(std::move(rows).value());
}

}

std::vector<LabelledQuestion> read_labelled_answers(const std::string& name) {
    LabelledDatabases databases;
    std::vector<LabelledQuestion> questions;
    std::istringstream lines(read_whole(ASKDB_SOURCE_DIR "/tests/cases/checks/" + name + ".txt"));
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line[0] == '#') continue;
        const std::size_t colon = line.find(": ");
        if (colon == std::string::npos) throw std::runtime_error("no kind: " + line);
        const std::string kind = line.substr(0, colon), text = line.substr(colon + 2);
        if (kind == "database") {
            questions.push_back({.database = text});
            for (const database::Table& table : databases.named(text).catalog({}).tables) {
                questions.back().schema_names.push_back(table.name);
                for (const auto& column : table.columns)
                    questions.back().schema_names.push_back(column.name);
            }
        } else if (kind == "question") {
            questions.back().question = text;
        } else if (kind == "sql") {
            questions.back().statements.push_back(text);
            run_statement(questions.back(), databases.named(questions.back().database));
        } else {
            questions.back().answers.push_back(unmarked(kind, text));
        }
    }
    return questions;
}

}
