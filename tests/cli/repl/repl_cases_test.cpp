// Recorded sessions of the REPL: the folders of tests/cases/repl, see tests/support/repl_case.h.
// With ASKDB_RECORD_SCREENS=1 their screens are written anew, to be read before they are kept.
#include "cli/repl/line_editor.h"
#include "tests/support/repl_case.h"
#include "tests/support/test_data.h"

#include <catch2/catch.hpp>

#include <algorithm>

namespace askdb::cli::repl {

TEST_CASE("repl cases: every recorded session shows what a person expects", "[repl][cases]") {
    if (!has_readline()) return;
    const bool records = std::getenv("ASKDB_RECORD_SCREENS") != nullptr;
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(ASKDB_SOURCE_DIR) / "tests/cases/repl"))
        folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    for (const std::filesystem::path& folder : folders) {
        INFO(folder.filename().string());
        CHECK(test::ReplCase(folder, records).play() == "");
    }
    CHECK_FALSE(folders.empty());
}

}
