#include "cli/kept_folder.h"

#include "cli/environment.h"

#include <fmt/format.h>

namespace askdb::cli {

std::string folder_path(const KeptFolder& folder, const Environment& environment) {
    const std::string named = environment.get(folder.variable);
    if (named.starts_with('/')) return named + "/askdb";
    const std::string home = environment.get("HOME");
    return home.starts_with('/') ? fmt::format("{}/{}/askdb", home, folder.below_home)
                                 : std::string();
}

}
