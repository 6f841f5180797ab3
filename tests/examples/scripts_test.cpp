#include "libagent/base/text.h"
#include "tests/built_paths.h"
#include "tests/support/example.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace askdb::test {
namespace {

constexpr const char* scripts_folder = ASKDB_SOURCE_DIR "/examples/scripts";

/// A working folder with the example databases, in which scripts find `askdb`.
class ScriptFolder {
  public:
    ScriptFolder() {
        std::filesystem::create_directory(file("bin"));
        std::filesystem::create_symlink(ASKDB_PROGRAM, file("bin/askdb"));
    }

    void make(const std::string& name, const std::string& sql) const {
        make_database(folder_, sql, name);
    }
    void add_example(const std::string& name) const { make(name + ".db", example_script(name)); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(file(name)) << text;
    }
    std::string read(const std::string& name) const {
        std::ifstream from(file(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(from), {}};
    }
    std::string file(const std::string& name) const { return folder_.file(name); }

    /// A shell command in the folder, the scripts and askdb in its path; stderr goes to `err`.
    CommandEnd shell(const std::string& command) const {
        return run_command("cd " + shell_word(folder_.path()) +
                           " && env -i ASKDB_MODEL=offline LC_ALL=C.UTF-8 HOME=/nonexistent PATH=" +
                           shell_word(file("bin")) + ":" + shell_word(scripts_folder) +
                           ":/usr/bin:/bin timeout 120 sh -c " + shell_word(command) +
                           " 2>err </dev/null");
    }

  private:
    TempFolder folder_;
};

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("scripts: each says in one line how it is used, and may be run", "[examples][scripts]") {
    const ScriptFolder folder;
    std::size_t count = 0;

    for (const auto& entry : std::filesystem::directory_iterator(scripts_folder)) {
        const std::string name = entry.path().filename();
        INFO(name);
        const auto end = folder.shell(name);
        CHECK(end.exit_code == 2);
        CHECK(end.out.empty());
        CHECK(folder.read("err").starts_with("usage: " + name + " "));
        CHECK(split(folder.read("err"), '\n').size() == 2);
        ++count;
    }

    CHECK(count == 10);
}

TEST_CASE("nightly_report.sh: a chapter for each question, in Markdown or HTML",
          "[examples][scripts]") {
    const ScriptFolder folder;
    folder.add_example("monitoring");
    folder.write("questions",
                 "# every morning\nHow many issues are overdue?\n\n"
                 "How many open issues by severity?\nHow many <unicorns> fly?");

    const auto markdown = folder.shell("nightly_report.sh monitoring.db questions");
    const auto html = folder.shell("nightly_report.sh monitoring.db questions html");

    CHECK(markdown.exit_code == 1);
    CHECK(markdown.out.starts_with("# Report\n\n## How many issues are overdue?\n\n|"));
    CHECK(holds(markdown.out, "| 21 |"));
    CHECK(holds(markdown.out, "| critical | 4 |"));
    CHECK(holds(markdown.out, "    askdb: I could not place"));
    CHECK_FALSE(holds(markdown.out, "every morning"));
    CHECK(html.exit_code == 1);
    CHECK(holds(html.out, "<h2>How many issues are overdue?</h2>\n<table>"));
    CHECK(holds(html.out, "<h2>How many &lt;unicorns&gt; fly?</h2>\n<pre>"));
    CHECK_FALSE(holds(html.out, "<unicorns>"));
}

TEST_CASE("drill_down.sh: questions of one conversation become one page", "[examples][scripts]") {
    const ScriptFolder folder;
    folder.add_example("monitoring");
    folder.write("questions", "How many issues are overdue?\nHow many <unicorns> fly?\n");
    const std::string run =
        "XDG_DATA_HOME=$PWD/data drill_down.sh monitoring.db questions page.html mine";

    CHECK(folder.shell(run).exit_code == 1);
    folder.write("questions", "How many open issues by severity?\n");
    CHECK(folder.shell(run).exit_code == 0);

    const std::string page = folder.read("page.html");
    CHECK(holds(page, "How many issues are overdue?"));
    CHECK(holds(page, "<td>critical</td>"));
    CHECK(holds(page, "How many &lt;unicorns&gt; fly?"));
}

TEST_CASE("csv_question.sh: files of one shape are one table", "[examples][scripts]") {
    const ScriptFolder folder;
    folder.write("may 1.csv", "region,total\nNorth,10\nSouth,20\n");
    folder.write("june.csv", "region,total\nNorth,5\n");
    folder.write("other.csv", "name\nx\n");
    folder.shell("gzip june.csv");

    const auto both = folder.shell(
        "csv_question.sh 'How many stdin have region North?' 'may 1.csv' "
        "june.csv.gz");
    const auto piped = folder.shell("csv_question.sh 'Total of stdin by region' < 'may 1.csv'");
    const auto mixed = folder.shell("csv_question.sh 'How many?' 'may 1.csv' other.csv");
    const auto absent = folder.shell("csv_question.sh 'How many?' nowhere.csv");

    CHECK(both.exit_code == 0);
    CHECK(holds(both.out, "2"));
    CHECK(piped.exit_code == 0);
    CHECK(holds(piped.out, "| South | 20 |"));
    CHECK(mixed.exit_code == 2);
    CHECK(absent.exit_code == 2);
}

TEST_CASE("join_two_databases.sh: what two databases say is joined", "[examples][scripts]") {
    const ScriptFolder folder;
    folder.add_example("cloud_costs");
    folder.write("heads.csv", "team,heads\nPayments,7\nSearch,4\n");

    const auto end = folder.shell(
        "join_two_databases.sh cloud_costs.db 'SELECT name, ledger_code FROM teams' heads.csv "
        "'SELECT team, heads FROM heads' 'SELECT ledger_code, heads FROM l JOIN r ON r.team = "
        "l.name ORDER BY 1'");
    const auto broken = folder.shell(
        "join_two_databases.sh cloud_costs.db 'SELECT nothing' heads.csv 'SELECT 1' 'SELECT 1'");

    CHECK(end.exit_code == 0);
    CHECK(end.out == "ledger_code,heads\nL-1010,7\nL-1020,4\n");
    CHECK(broken.exit_code == 1);
}

TEST_CASE("alert_on_threshold.sh: the exit code says whether a number is too high",
          "[examples][scripts]") {
    const ScriptFolder folder;
    folder.add_example("monitoring");
    const auto alert = [&](const std::string& maximum, const std::string& question) {
        return folder.shell("alert_on_threshold.sh monitoring.db " + maximum + " '" + question +
                            "'");
    };

    CHECK(alert("21", "How many issues are overdue?").exit_code == 0);
    CHECK(alert("20.5", "How many issues are overdue?").exit_code == 1);
    CHECK(alert("20", "How many issues are overdue?").out == "21\n");
    CHECK(alert("20", "How many issues by severity?").exit_code == 2);
    CHECK(alert("20", "How many unicorns are there?").exit_code == 2);
    CHECK(alert("twenty", "How many issues are overdue?").exit_code == 2);
}

TEST_CASE("batch_questions.sh: what is answered is not asked again", "[examples][scripts]") {
    const ScriptFolder folder;
    folder.add_example("monitoring");
    folder.write("questions", "How many issues are overdue?\nHow many teams are there?\n");

    const auto first = folder.shell("batch_questions.sh monitoring.db questions answers.jsonl 2");
    const auto again = folder.shell("batch_questions.sh monitoring.db questions answers.jsonl");
    const std::string summary = folder.read("err");
    const auto unknown = folder.shell("batch_questions.sh nowhere.db nothing other.jsonl");

    CHECK(first.exit_code == 0);
    CHECK(holds(first.out, "21"));
    CHECK(first.out.find("21") < first.out.find("5 teams"));
    CHECK(split(folder.read("answers.jsonl"), '\n').size() == 4);
    CHECK(again.exit_code == 0);
    CHECK(again.out == first.out);
    CHECK(holds(summary, "2 from answers.jsonl"));
    CHECK(unknown.exit_code == 2);
}

TEST_CASE("export_all_tables.sh: each table is a file, views are none", "[examples][scripts]") {
    const ScriptFolder folder;
    folder.add_example("monitoring");
    folder.make("odd.db", "CREATE TABLE \"the order, 2\" (a); CREATE TABLE \"or`der\" (a);");
    const auto odd = folder.shell("export_all_tables.sh odd.db odd");

    const auto end = folder.shell("export_all_tables.sh monitoring.db backup");
    const auto sheets = folder.shell("export_all_tables.sh monitoring.db sheets xlsx");
    const auto absent = folder.shell("export_all_tables.sh nowhere.db x");

    CHECK(end.exit_code == 0);
    CHECK(end.out == "contacts\ndeliveries\nfeeds\nissues\nproviders\nreference\nslas\nteams\n");
    CHECK(split(folder.read("backup/teams.csv"), '\n').size() == 7);
    CHECK(holds(folder.read("backup/teams.csv"), "3,Weather Desk,Genève"));
    CHECK_FALSE(std::filesystem::exists(folder.file("backup/overdue_issues.csv")));
    CHECK(odd.exit_code == 0);
    CHECK(folder.read("odd/the order, 2.csv") == "a\n");
    CHECK(folder.read("odd/or`der.csv") == "a\n");
    CHECK(sheets.exit_code == 0);
    CHECK(folder.read("sheets/feeds.xlsx").starts_with("PK"));
    CHECK(absent.exit_code != 0);
}

TEST_CASE("diff_two_databases.sh: rows that differ are shown, in whatever order they come",
          "[examples][scripts]") {
    const ScriptFolder folder;
    folder.write("old.csv", "id,name\n1,Ada\n2,Björn\n");
    folder.write("new.csv", "id,name\n2,Bjorn\n1,Ada\n");
    folder.shell(
        "mkdir a b; cp old.csv a/people.csv; cp new.csv b/people.csv; mkdir c; "
        "sort -r old.csv | sed '1h;1d;$G' > c/people.csv");
    const auto diff = [&](const std::string& other) {
        return folder.shell("diff_two_databases.sh a/people.csv " + other +
                            " 'SELECT id, name FROM people'");
    };

    CHECK(diff("a/people.csv").exit_code == 0);
    CHECK(diff("b/people.csv").exit_code == 1);
    CHECK(holds(diff("b/people.csv").out, "< 2\tBjörn\n---\n> 2\tBjorn\n"));
    CHECK(diff("nowhere.csv").exit_code == 2);
}

TEST_CASE("guard_in_ci.sh: SQL that would write fails, whatever its file is called",
          "[examples][scripts]") {
    const ScriptFolder folder;
    folder.shell("mkdir -p 'reports/by month'");
    folder.write("reports/good.sql", "SELECT 1");

    const auto good = folder.shell("guard_in_ci.sh reports postgres");
    folder.write("reports/by month/bad.sql", "DELETE FROM orders");
    const auto bad = folder.shell("guard_in_ci.sh reports postgres");

    CHECK(good.exit_code == 0);
    CHECK(good.out.empty());
    CHECK(bad.exit_code == 1);
    CHECK(bad.out.starts_with("reports/by month/bad.sql: "));
    CHECK_FALSE(holds(bad.out, "good.sql"));
    CHECK(folder.shell("guard_in_ci.sh nowhere postgres").exit_code == 2);
}

TEST_CASE("watch_costs.sh: teams near the end of their budget are told", "[examples][scripts]") {
    const ScriptFolder folder;
    folder.add_example("cloud_costs");

    const auto over = folder.shell("watch_costs.sh cloud_costs.db 2025-05 100");
    const auto last = folder.shell("watch_costs.sh cloud_costs.db");

    CHECK(over.exit_code == 1);
    CHECK(over.out == "Machine Learning\t175\t-5185.58\nSecurity\t106\t-141.15\n");
    CHECK(last.exit_code == 1);
    CHECK(holds(last.out, "Security\t106\t-152.58\n"));
    CHECK(folder.shell("watch_costs.sh cloud_costs.db 2024-07 100").exit_code == 0);
    CHECK(folder.shell("watch_costs.sh cloud_costs.db '2025-05; x'").exit_code == 2);
    CHECK(folder.shell("watch_costs.sh cloud_costs.db 2025-05 'many'").exit_code == 2);
}

}
