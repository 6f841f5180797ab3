#include "cli/find_program.h"

#include "cli/environment.h"
#include "libagent/base/text.h"

#include <sys/stat.h>
#include <unistd.h>

namespace askdb::cli {

std::string find_program(std::string_view name, const Environment& environment) {
    for (const std::string& folder : split(environment.get("PATH"), ':')) {
        std::string path = folder + "/" + std::string(name);
        struct stat about = {};
        const bool is_file =
            folder.starts_with('/') && ::stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode);
        if (is_file && ::access(path.c_str(), X_OK) == 0) return path;
    }
    return {};
}

}
