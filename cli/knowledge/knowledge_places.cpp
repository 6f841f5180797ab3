#include "cli/knowledge/knowledge_places.h"

#include "cli/config/config.h"

#include <filesystem>
#include <string>
#include <system_error>

namespace askdb::cli {

std::vector<knowledge::Folder> knowledge_folders(const Args& args, const Environment& environment) {
    std::vector<knowledge::Folder> folders;
    for (const ConfigPlace& place : config_places(args, environment)) {
        const bool is_project = place.trust == Trust::project;
        if (!place.ignored.empty() || (is_project && !place.exists)) continue;
        std::error_code failed;
        const std::filesystem::path file(place.path);
        if (place.exists && !std::filesystem::is_regular_file(file, failed)) continue;
        // "knowledge", and not "./knowledge": as the file itself is shown.
        folders.push_back({(file.parent_path() / "knowledge").string(), is_project});
    }
    return folders;
}

}
