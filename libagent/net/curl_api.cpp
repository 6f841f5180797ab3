#include "libagent/net/curl_api.h"

#include "libagent/net/http_client.h"

#include <cstdint>
#include <dlfcn.h>
#include <string>
#include <system_error>
#include <thread>

namespace askdb::net {
namespace {

constexpr const char* curl_library = "libcurl.so.4";

Error cannot_load_curl(const char* library, const std::string& why) {
    return Error{.code = Errc::model,
                 .message = "cannot load " + std::string(library) + ": " + why,
                 .hint = "apt-get install libcurl4"};
}

template <class Function>
bool find_function(void* library, const char* name, Function& out) {
    out = reinterpret_cast<Function>(dlsym(library, name));
    return out != nullptr;
}

/// OpenSSL would tidy up at exit, while a thread of ours may still be inside it: a program that
/// fails right after preload_http() crashed there. The process's end frees everything anyway.
void keep_openssl_until_the_end(void* library) {
    constexpr std::uint64_t no_atexit = 0x00080000;  // OPENSSL_INIT_NO_ATEXIT of <openssl/crypto.h>
    int (*init)(std::uint64_t, const void*) = nullptr;
    if (find_function(library, "OPENSSL_init_crypto", init)) init(no_atexit, nullptr);
}

bool find_curl_functions(void* library, CurlApi& api) {
    return find_function(library, "curl_global_init", api.global_init) &&
           find_function(library, "curl_easy_init", api.easy_init) &&
           find_function(library, "curl_easy_cleanup", api.easy_cleanup) &&
           find_function(library, "curl_easy_reset", api.easy_reset) &&
           find_function(library, "curl_easy_setopt", api.easy_setopt) &&
           find_function(library, "curl_easy_getinfo", api.easy_getinfo) &&
           find_function(library, "curl_easy_strerror", api.easy_strerror) &&
           find_function(library, "curl_multi_init", api.multi_init) &&
           find_function(library, "curl_multi_cleanup", api.multi_cleanup) &&
           find_function(library, "curl_multi_add_handle", api.multi_add_handle) &&
           find_function(library, "curl_multi_remove_handle", api.multi_remove_handle) &&
           find_function(library, "curl_multi_perform", api.multi_perform) &&
           find_function(library, "curl_multi_poll", api.multi_poll) &&
           find_function(library, "curl_multi_wakeup", api.multi_wakeup) &&
           find_function(library, "curl_multi_info_read", api.multi_info_read) &&
           find_function(library, "curl_multi_strerror", api.multi_strerror) &&
           find_function(library, "curl_slist_append", api.slist_append) &&
           find_function(library, "curl_slist_free_all", api.slist_free_all);
}

/// Never destroyed: a transfer may still be ending on another thread while the program exits.
const Result<CurlApi>& process_curl() {
    static const auto* const loaded = new Result<CurlApi>(load_curl_from(curl_library));
    return *loaded;
}

}

Result<CurlApi> load_curl_from(const char* library) {
    void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) return cannot_load_curl(library, dlerror());
    CurlApi api;
    if (!find_curl_functions(handle, api)) {
        return cannot_load_curl(library, "it is too old (7.68 or later is needed)");
    }
    keep_openssl_until_the_end(handle);
    if (api.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return cannot_load_curl(library, "it cannot be initialised");
    }
    return api;
}

const CurlApi& curl_api() {
    const Result<CurlApi>& loaded = process_curl();
    if (!loaded) throw Failure(loaded.error());
    return loaded.value();
}

void preload_http() {
    // Only a head start: where no thread can be had, the first request loads it.
    try {
        std::thread([] { process_curl(); }).detach();
    } catch (const std::system_error&) {
    }
}

}
