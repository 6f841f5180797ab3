#include "cli/cache_folder.h"

#include "cli/environment.h"

namespace askdb::cli {

std::string cache_folder(const Environment& environment) {
    const std::string xdg = environment.get("XDG_CACHE_HOME");
    if (xdg.starts_with('/')) return xdg + "/askdb";
    const std::string home = environment.get("HOME");
    return home.starts_with('/') ? home + "/.cache/askdb" : std::string();
}

}
