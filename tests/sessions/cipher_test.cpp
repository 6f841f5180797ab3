#include "sessions/cipher.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

#include <set>
#include <thread>
#include <vector>

namespace askdb::sessions {
namespace {

const std::string some_key = "0123456789abcdef0123456789ABCDEF";
constexpr std::string_view some_hex =
    "3031323334353637383961626364656630313233343536373839414243444546";

}

TEST_CASE("cipher: what is sealed opens with the same key and place", "[cipher]") {
    const Cipher cipher(some_key);
    for (const std::string& plain :
         {std::string(), std::string("x"), std::string("a\0b\xFF", 4), std::string(100'000, 'q')}) {
        const std::string sealed = cipher.seal(plain, "c/1");
        const std::string bytes = cipher.seal_bytes(plain, "c/1");

        CHECK(cipher.open(sealed, "c/1").value_or_throw() == plain);
        CHECK(cipher.open_bytes(bytes, "c/1").value_or_throw() == plain);
        CHECK(is_valid_utf8(sealed));
        CHECK(bytes.size() == plain.size() + 40);
        if (plain.size() > 1) CHECK(bytes.find(plain) == std::string::npos);
    }
}

TEST_CASE("cipher: what it was not made for does not open", "[cipher]") {
    const Cipher cipher(some_key), other(std::string(32, 'z'));
    const std::string sealed = cipher.seal("secret", "c/1");

    CHECK_FALSE(cipher.open(sealed, "c/2").ok());
    CHECK_FALSE(cipher.open(sealed, "").ok());
    CHECK_FALSE(other.open(sealed, "c/1").ok());
    const Error error = other.open(sealed, "c/1").error();
    CHECK(error.code == Errc::bad_input);
    CHECK(error.message.find("another key") != std::string::npos);
    CHECK(error.message.find("secret") == std::string::npos);
}

TEST_CASE("cipher: a change of any byte, and any cut, is noticed", "[cipher]") {
    const Cipher cipher(some_key);
    const std::string bytes = cipher.seal_bytes("twelve bytes", "c");
    const std::string text = cipher.seal("twelve bytes", "c");

    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        CHECK_FALSE(cipher.open_bytes(changed, "c").ok());
        CHECK_FALSE(cipher.open_bytes(bytes.substr(0, i), "c").ok());
        CHECK_FALSE(cipher.open_bytes(bytes.substr(i + 1), "c").ok());
    }
    for (std::size_t i = 0; i < text.size(); ++i)
        CHECK_FALSE(cipher.open(text.substr(0, i), "c").ok());
    CHECK_FALSE(cipher.open_bytes(bytes + "x", "c").ok());
    CHECK_FALSE(cipher.open(text + "\n", "c").ok());
    CHECK_FALSE(cipher.open("not base64 at all, but long enough for a nonce and a tag", "c").ok());
    CHECK_FALSE(cipher.open("", "c").ok());
}

TEST_CASE("cipher: the same text is never sealed alike", "[cipher]") {
    const Cipher cipher(some_key);
    std::set<std::string> seen;

    for (int i = 0; i < 1'000; ++i) seen.insert(cipher.seal("same", "c").substr(0, 32));

    CHECK(seen.size() == 1'000);
}

TEST_CASE("cipher: threads share one", "[cipher]") {
    const Cipher cipher(some_key);
    std::vector<std::thread> threads;
    std::vector<int> good(4);
    for (int& count : good) {
        threads.emplace_back([&cipher, &count] {
            for (int i = 0; i < 200; ++i)
                count += cipher.open(cipher.seal("text", "c"), "c").ok() ? 1 : 0;
        });
    }
    for (std::thread& thread : threads) thread.join();

    CHECK(good == std::vector<int>(4, 200));
}

TEST_CASE("cipher: a key of another length is refused", "[cipher]") {
    for (const std::size_t length : {0u, 16u, 31u, 33u, 64u})
        CHECK_THROWS_AS(Cipher(std::string(length, 'k')), Failure);
}

TEST_CASE("cipher: keys are read as openssl prints them", "[cipher]") {
    CHECK(read_key(some_hex).value_or_throw() == some_key);
    CHECK(read_key(upper_ascii(some_hex) + "\n").value_or_throw() == some_key);
    CHECK(read_key("  " + std::string(some_hex) + "\r\nand what follows\n").value_or_throw() ==
          some_key);
    CHECK(read_key("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY=\n").value_or_throw() == some_key);
}

TEST_CASE("cipher: what is no key is refused, and never repeated", "[cipher]") {
    const std::string hex(some_hex);
    for (const std::string& printed :
         {std::string(), std::string("\n") + hex, hex.substr(1), hex + "0", "g" + hex.substr(1),
          hex.substr(0, 32), std::string("correct horse battery staple"),
          std::string("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY"),
          std::string("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUYx"), std::string(1'000'000, 'A'),
          std::string(64, '\0')}) {
        const Result<std::string> key = read_key(printed);
        REQUIRE_FALSE(key.ok());
        CHECK(key.error().code == Errc::usage);
        CHECK(key.error().hint.find("openssl rand -hex 32") != std::string::npos);
        const std::string told = key.error().message + key.error().hint;
        if (printed.size() > 8) CHECK(told.find(printed.substr(0, 8)) == std::string::npos);
    }
}

}
