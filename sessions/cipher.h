#pragma once

#include "libagent/base/result.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::sessions {

/// Encrypts what conversations keep: XChaCha20-Poly1305 (IETF construction of libsodium) with a
/// random nonce of 24 bytes each time, so that one key is good for any number of texts
/// (https://doc.libsodium.org/secret-key_cryptography/aead/chacha20-poly1305/xchacha20-poly1305_construction).
/// What is sealed opens only with the same key and the same `bound_to`: the place that it was made
/// for ("conversation/3/position/1"), so that nobody can put one text in the place of another. It
/// hides all but the length. Immutable: any thread may use it.
class Cipher {
  public:
    static constexpr std::size_t key_bytes = 32;

    /// `key` is 32 random bytes (read_key()); it is wiped here, and on destruction. Throws
    /// Failure(usage) for another length, and when libsodium is not installed.
    explicit Cipher(std::string key);
    ~Cipher();
    Cipher(const Cipher&) = delete;
    Cipher& operator=(const Cipher&) = delete;

    /// As text for a column of text: base64 (a third longer).
    std::string seal(std::string_view plain, std::string_view bound_to) const;
    /// Errc::bad_input when it was sealed by another key or for another place, or was changed.
    Result<std::string> open(std::string_view sealed, std::string_view bound_to) const;

    /// As bytes for a file: 40 more than `plain`.
    std::string seal_bytes(std::string_view plain, std::string_view bound_to) const;
    Result<std::string> open_bytes(std::string_view sealed, std::string_view bound_to) const;

  private:
    std::array<unsigned char, key_bytes> key_;
};

/// The key that a command printed: its first line, 32 bytes as 64 hexadecimal digits or in base64.
/// Errc::usage, which repeats nothing of it, when it is neither. Throws Failure(usage) when
/// libsodium is not installed.
Result<std::string> read_key(std::string_view printed);

}
