#pragma once

#include "libagent/base/result.h"

#include <sodium.h>

namespace askdb::sessions {

/// The functions of libsodium that we call, found when the library was loaded.
struct SodiumApi {
    decltype(&sodium_init) init = nullptr;
    decltype(&sodium_memzero) wipe = nullptr;
    decltype(&sodium_hex2bin) from_hex = nullptr;
    decltype(&sodium_bin2base64) to_base64 = nullptr;
    decltype(&sodium_base642bin) from_base64 = nullptr;
    decltype(&randombytes_buf) random = nullptr;
    decltype(&crypto_aead_xchacha20poly1305_ietf_encrypt) encrypt = nullptr;
    decltype(&crypto_aead_xchacha20poly1305_ietf_decrypt) decrypt = nullptr;
};

/// Loads and initialises the shared library of that name; it stays loaded until the process ends.
/// Errc::usage says why it cannot be had, and which package has it.
Result<SodiumApi> load_sodium_from(const char* library);

/// The process's libsodium, loaded at the first call: programs that encrypt nothing do not pay for
/// it. Any thread. Throws Failure(usage) when it is not installed.
const SodiumApi& sodium_api();

}
