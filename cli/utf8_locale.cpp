#include "cli/utf8_locale.h"

#include <clocale>
#include <cstdlib>
#include <langinfo.h>
#include <string_view>

namespace askdb::cli {

void use_utf8_locale() {
    std::setlocale(LC_CTYPE, "");
    if (std::string_view(::nl_langinfo(CODESET)) == "UTF-8") return;
    // readline reads the variables again and again, and would undo what was only set here.
    const char* const all = std::getenv("LC_ALL");
    const bool all_is_set = all != nullptr && *all != '\0';
    ::setenv(all_is_set ? "LC_ALL" : "LC_CTYPE", "C.UTF-8", 1);
    std::setlocale(LC_CTYPE, "C.UTF-8");
}

}
