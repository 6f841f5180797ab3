#include "sessions/cipher.h"

#include "libagent/base/text.h"
#include "sessions/sodium_api.h"

#include <algorithm>

namespace askdb::sessions {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int base64_variant = sodium_base64_VARIANT_ORIGINAL;
constexpr std::size_t hex_key_length = 2 * Cipher::key_bytes;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

Error cannot_open() {
    return {Errc::bad_input,
            "it cannot be decrypted: it was encrypted with another key, or has been changed",
            "look at encryption_key_command in [sessions]: askdb config show"};
}

std::string base64_text(std::string_view bytes) {
    // With the NUL that libsodium writes behind it.
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), base64_variant), '\0');
    sodium_api().to_base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), base64_variant);
    text.pop_back();
    return text;
}

/// False unless all of it is base64 of at most `most` bytes.
bool read_base64(std::string_view text, std::size_t most, std::string& out) {
    out.resize(most);
    std::size_t length = 0;
    const char* end = nullptr;
    const bool is_base64 =
        sodium_api().from_base64(bytes_of(out), out.size(), text.data(), text.size(), nullptr,
                                 &length, &end, base64_variant) == 0;
    out.resize(is_base64 ? length : 0);
    return is_base64 && end == text.data() + text.size();
}

bool read_hex(std::string_view text, std::string& out) {
    out.resize(Cipher::key_bytes);
    std::size_t length = 0;
    const char* end = nullptr;
    return sodium_api().from_hex(bytes_of(out), out.size(), text.data(), text.size(), nullptr,
                                 &length, &end) == 0 &&
           length == Cipher::key_bytes && end == text.data() + text.size();
}

}

Cipher::Cipher(std::string key) : key_() {
    const SodiumApi& sodium = sodium_api();
    const bool has_length = key.size() == key_bytes;
    if (has_length) std::copy(key.begin(), key.end(), key_.begin());
    sodium.wipe(key.data(), key.size());
    if (!has_length) throw Failure({Errc::usage, "the key for conversations is not 32 bytes long"});
}

Cipher::~Cipher() {
    sodium_api().wipe(key_.data(), key_.size());
}

std::string Cipher::seal_bytes(std::string_view plain, std::string_view bound_to) const {
    const SodiumApi& sodium = sodium_api();
    std::string sealed(nonce_bytes + plain.size() + tag_bytes, '\0');
    unsigned char* const nonce = bytes_of(sealed);
    sodium.random(nonce, nonce_bytes);
    sodium.encrypt(nonce + nonce_bytes, nullptr, bytes_of(plain), plain.size(), bytes_of(bound_to),
                   bound_to.size(), nullptr, nonce, key_.data());
    return sealed;
}

Result<std::string> Cipher::open_bytes(std::string_view sealed, std::string_view bound_to) const {
    if (sealed.size() < nonce_bytes + tag_bytes) return cannot_open();
    const std::string_view secret = sealed.substr(nonce_bytes);
    std::string plain(secret.size() - tag_bytes, '\0');
    const bool is_ours = sodium_api().decrypt(bytes_of(plain), nullptr, nullptr, bytes_of(secret),
                                              secret.size(), bytes_of(bound_to), bound_to.size(),
                                              bytes_of(sealed), key_.data()) == 0;
    if (!is_ours) return cannot_open();
    return plain;
}

std::string Cipher::seal(std::string_view plain, std::string_view bound_to) const {
    return base64_text(seal_bytes(plain, bound_to));
}

Result<std::string> Cipher::open(std::string_view sealed, std::string_view bound_to) const {
    std::string bytes;
    if (!read_base64(sealed, sealed.size(), bytes)) return cannot_open();
    return open_bytes(bytes, bound_to);
}

Result<std::string> read_key(std::string_view printed) {
    const std::string_view line = trim(printed.substr(0, printed.find('\n')));
    std::string key;
    const bool is_key = line.size() == hex_key_length
                            ? read_hex(line, key)
                            : read_base64(line, std::min(line.size(), hex_key_length), key) &&
                                  key.size() == Cipher::key_bytes;
    if (is_key) return key;
    sodium_api().wipe(key.data(), key.size());
    return Error{
        Errc::usage,
        "the key for conversations is neither 64 hexadecimal digits nor 32 bytes in base64",
        "make one, and keep it safe: openssl rand -hex 32"};
}

}
