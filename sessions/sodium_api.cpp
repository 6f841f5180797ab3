#include "sessions/sodium_api.h"

#include <dlfcn.h>
#include <string>

namespace askdb::sessions {
namespace {

constexpr const char* sodium_library = "libsodium.so.23";

Error cannot_load_sodium(const char* library, const std::string& why) {
    return {Errc::usage, "cannot encrypt conversations: " + std::string(library) + ": " + why,
            "apt-get install libsodium23"};
}

template <class Function>
bool find_sodium_function(void* library, const char* name, Function& out) {
    out = reinterpret_cast<Function>(dlsym(library, name));
    return out != nullptr;
}

bool find_sodium_functions(void* library, SodiumApi& api) {
    const auto find = [library](const char* name, auto& out) {
        return find_sodium_function(library, name, out);
    };
    return find("sodium_init", api.init) && find("sodium_memzero", api.wipe) &&
           find("sodium_hex2bin", api.from_hex) && find("sodium_bin2base64", api.to_base64) &&
           find("sodium_base642bin", api.from_base64) && find("randombytes_buf", api.random) &&
           find("crypto_aead_xchacha20poly1305_ietf_encrypt", api.encrypt) &&
           find("crypto_aead_xchacha20poly1305_ietf_decrypt", api.decrypt);
}

}

Result<SodiumApi> load_sodium_from(const char* library) {
    void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) return cannot_load_sodium(library, "it is not installed");
    SodiumApi api;
    if (!find_sodium_functions(handle, api)) {
        return cannot_load_sodium(library, "it is not the one that is needed (1.0.18)");
    }
    if (api.init() < 0) return cannot_load_sodium(library, "it cannot be initialised");
    return api;
}

const SodiumApi& sodium_api() {
    static const Result<SodiumApi> loaded = load_sodium_from(sodium_library);
    if (!loaded) throw Failure(loaded.error());
    return loaded.value();
}

}
