#include "libagent/database/odbc/odbc_session.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace askdb::database {
namespace {

bool says_any(const OdbcDiagnosis& diagnosis, std::span<const std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return diagnosis.message.find(word) != std::string::npos;
    });
}

}

Error odbc_connect_error(const OdbcDiagnosis& diagnosis, const OdbcRoute& route) {
    static constexpr std::string_view wrong_login[] = {"password authentication failed",
                                                       "no password supplied",
                                                       "(using password:",
                                                       "Login failed",
                                                       "role \"",
                                                       "no pg_hba.conf entry"};
    static constexpr std::string_view wrong_database[] = {"database \"", "to database '",
                                                          "Unknown database"};
    static constexpr std::string_view too_busy[] = {"too many connections", "too many clients",
                                                    "Too many connections", "slots are reserved"};
    static constexpr std::string_view no_driver[] = {"Can't open lib",
                                                     "Data source name not found"};
    Error error{.code = Errc::unavailable, .message = {}, .sqlstate = diagnosis.sqlstate};
    const std::string& words = diagnosis.message;
    if (says_any(diagnosis, no_driver)) {
        error.code = Errc::usage;
        error.message = "cannot open '" + route.name + "': " + words;
        if (!route.quirks->package.empty()) {
            error.hint = "apt-get install " + std::string(route.quirks->package);
        }
    } else if (says_any(diagnosis, too_busy)) {
        error.message = "'" + route.name + "' takes no more connections now: " + words;
        error.retryable = true;
    } else if (diagnosis.sqlstate == "28000" || diagnosis.sqlstate == "28P01" ||
               says_any(diagnosis, wrong_login)) {
        error.message = "'" + route.name + "' refused the user or password: " + words;
    } else if (says_any(diagnosis, wrong_database)) {
        error.message = "'" + route.name + "': no such database, or not for this user: " + words;
    } else {
        error.message = "cannot connect to '" + route.name +
                        "': " + (words.empty() ? "the driver does not say why" : words);
        error.retryable = true;
    }
    return error;
}

}
