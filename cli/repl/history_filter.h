#pragma once

#include <string_view>

namespace askdb::cli::repl {

/// Whether what was typed goes into the history, behind `last` (empty: there is none). Not when it
/// is empty or the same again, when it begins with a blank (as in shells: the person does not want
/// it), when it holds a NUL, or when it looks as if it held a secret: a password in a URL or a
/// connection string, `password = …`, `IDENTIFIED BY '…'`, an API key, a private key. Pure.
bool is_kept_in_history(std::string_view input, std::string_view last);

/// Whether a secret seems to stand in the text. Better one too many: it only is not kept.
bool seems_to_hold_secret(std::string_view text);

}
