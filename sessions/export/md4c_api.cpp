#include "sessions/export/md4c_api.h"

#include <dlfcn.h>
#include <string>

namespace askdb::sessions {
namespace {

constexpr const char* md4c_library = "libmd4c.so.0";

Error cannot_load_md4c(const char* library, const std::string& why) {
    return {Errc::usage, "cannot export to HTML: " + std::string(library) + ": " + why,
            "apt-get install libmd4c0; or another format: --format markdown"};
}

}

Result<Md4cApi> load_md4c_from(const char* library) {
    void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) return cannot_load_md4c(library, "it is not installed");
    Md4cApi api;
    api.parse = reinterpret_cast<decltype(api.parse)>(dlsym(handle, "md_parse"));
    if (api.parse == nullptr)
        return cannot_load_md4c(library, "it is not the one that is needed (0.4)");
    return api;
}

const Md4cApi& md4c_api() {
    static const Result<Md4cApi> loaded = load_md4c_from(md4c_library);
    if (!loaded) throw Failure(loaded.error());
    return loaded.value();
}

}
