#include "cli/repl/history_filter.h"

#include "cli/database_choice.h"
#include "libagent/base/ascii.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <string>

namespace askdb::cli::repl {
namespace {

// Behind these, and `=`, `:` or a blank, a value stands: `PWD=x`, `"api_key": "x"`.
constexpr std::string_view secret_names[] = {
    "pwd",           "password",   "passwd",        "passphrase",        "passwort",
    "mot_de_passe",  "api_key",    "apikey",        "api-key",           "secret",
    "client_secret", "secret_key", "access_key",    "private_key",       "access_token",
    "auth_token",    "bearer",     "authorization", "secret_access_key", "pgpassword",
    "mysql_pwd",     "token"};

// Of the keys of well-known services.
constexpr std::string_view key_beginnings[] = {
    "sk-", "sk_live_", "sk_test_", "AKIA", "ASIA", "AIza",        "ghp_", "gho_",  "ghs_",
    "xox", "glpat-",   "gsk_",     "hf_",  "r8_",  "github_pat_", "eyJ",  "ya29.", "pk_live_"};

constexpr std::size_t shortest_key = 12;

bool is_secret_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || c == '-' || is_ascii_digit(c);
}

bool is_key_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_ascii_digit(c) || c == '_' ||
           c == '-' || c == '.';
}

/// `password = x`, `PWD={x}`, `"api_key": "x"`, `--password=x`, `bearer x`; not `password is null`.
bool assigns(std::string_view small, std::string_view name) {
    for (std::size_t at = small.find(name); at != std::string_view::npos;
         at = small.find(name, at + 1)) {
        const bool is_begun = at == 0 || !is_secret_name_byte(small[at - 1]) ||
                              small[at - 1] == '-' || small[at - 1] == '_';
        std::string_view rest = small.substr(at + name.size());
        if (!is_begun) continue;
        while (!rest.empty() && (rest.front() == '"' || rest.front() == '\''))
            rest.remove_prefix(1);
        rest = rest.substr(std::min(rest.find_first_not_of(" \t"), rest.size()));
        const bool is_assigned = rest.starts_with('=') || rest.starts_with(':');
        if (!is_assigned) {
            // CREATE USER x PASSWORD '…', Authorization Bearer …
            const bool is_said = rest.starts_with('\'') || (name == "bearer" && !rest.empty());
            if (is_said) return true;
            continue;
        }
        const std::string_view value = trim(rest.substr(1));
        if (!value.empty() && value.front() != ';' && value.front() != '?') return true;
    }
    return false;
}

/// `scheme://user:password@host`, with or without anything around it.
bool has_password_in_url(std::string_view text) {
    for (std::size_t at = text.find("://"); at != std::string_view::npos;
         at = text.find("://", at + 1)) {
        const std::string_view rest = text.substr(at + 3);
        const std::string_view place = rest.substr(0, rest.find_first_of("/ \t\r\n\"'?"));
        const std::size_t host = place.rfind('@'), colon = place.find(':');
        if (host != std::string_view::npos && colon < host && colon + 1 < host) return true;
    }
    return false;
}

bool has_key(std::string_view text) {
    for (const std::string_view beginning : key_beginnings) {
        for (std::size_t at = text.find(beginning); at != std::string_view::npos;
             at = text.find(beginning, at + 1)) {
            if (at > 0 && is_key_byte(text[at - 1])) continue;
            const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at);
            const auto end = std::find_if_not(begin, text.end(), is_key_byte);
            if (end - begin >= static_cast<std::ptrdiff_t>(shortest_key)) return true;
        }
    }
    return false;
}

}

bool seems_to_hold_secret(std::string_view text) {
    if (has_password_in_url(text) || has_key(text)) return true;
    if (text.find("-----BEGIN") != std::string_view::npos) return true;
    const std::string small = lower_ascii(text);
    for (const std::string_view phrase : {"identified by", "set password"}) {
        if (small.find(phrase) != std::string::npos) return true;
    }
    for (const std::string_view name : secret_names) {
        if (assigns(small, name)) return true;
    }
    for (const std::string& word : split(text, ' ')) {
        if (holds_password(word)) return true;
    }
    return holds_password(text);
}

bool is_kept_in_history(std::string_view input, std::string_view last) {
    const bool is_blank = trim(input).empty() || input.front() == ' ' || input.front() == '\t';
    if (is_blank || input == last || input.find('\0') != std::string_view::npos) return false;
    return !seems_to_hold_secret(input);
}

}
