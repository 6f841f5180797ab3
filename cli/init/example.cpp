#include "cli/init/example.h"

#include "cli/input.h"
#include "cli/kept_folder.h"
#include "libagent/base/error.h"
#include "libagent/base/new_file.h"
#include "libagent/database/sqlite/sqlite_script.h"

#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace askdb::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* example_script = "maintenance.sql";

/// From the folder of the program: as installed, as installed without the documentation, and as
/// built.
constexpr const char* example_folders[] = {"../share/askdb", "../share/doc/askdb/examples",
                                           "../../../examples"};

}

std::optional<std::string> find_example_script() {
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    if (failed) return std::nullopt;
    for (const char* folder : example_folders) {
        const fs::path script = program.parent_path() / folder / example_script;
        if (fs::is_regular_file(script, failed)) return script.lexically_normal().string();
    }
    return std::nullopt;
}

std::string example_path(const Environment& environment) {
    const std::string folder = folder_path(data_folder, environment);
    return folder.empty() ? std::string() : folder + "/maintenance.db";
}

std::string make_example(const Environment& environment, const std::stop_token& stop) {
    constexpr std::size_t longest_script = 16u << 20;
    const std::string path = example_path(environment);
    if (path.empty())
        throw Failure({Errc::usage, "there is no folder for the example database", "set HOME"});
    if (::access(path.c_str(), F_OK) == 0) return path;
    const std::optional<std::string> script = find_example_script();
    if (!script)
        throw Failure({Errc::usage, "the SQL of the example database is not installed",
                       "it comes with the package, in share/askdb/maintenance.sql"});
    const std::string sql = read_file(*script, longest_script, stop).value_or_throw();
    make_private_folder(fs::path(path).parent_path().string());
    database::make_sqlite_file(path, sql, stop);
    return path;
}

}
