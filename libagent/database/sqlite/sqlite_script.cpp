#include "libagent/database/sqlite/sqlite_script.h"

#include "libagent/base/error.h"
#include "libagent/base/new_file.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <unistd.h>

namespace askdb::database {
namespace {

[[noreturn]] void cannot_make(const std::string& path, std::string_view why) {
    throw Failure({Errc::usage, fmt::format("cannot make '{}': {}", visible(path), why)});
}

struct CloseScriptDatabase {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};

int is_script_stopped(void* stop) {
    return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

}

void make_sqlite_file(const std::string& path, std::string_view script,
                      const std::stop_token& stop) {
    constexpr int steps_between_looks = 10'000;
    if (::access(path.c_str(), F_OK) == 0) cannot_make(path, "it is there already");
    NewFile file(path);
    {
        sqlite3* raw = nullptr;
        const int opened =
            sqlite3_open_v2(file.hidden_path().c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
        const std::unique_ptr<sqlite3, CloseScriptDatabase> db(raw);
        if (opened != SQLITE_OK) cannot_make(path, sqlite3_errstr(opened));
        std::stop_token token = stop;
        sqlite3_progress_handler(raw, steps_between_looks, is_script_stopped, &token);
        // What is not whole is thrown away; nothing is ever rolled back.
        const std::string whole = "PRAGMA journal_mode = OFF;\n" + std::string(script);
        const int code = sqlite3_exec(raw, whole.c_str(), nullptr, nullptr, nullptr);
        throw_if_stopped(stop);
        if (code != SQLITE_OK) cannot_make(path, sqlite3_errmsg(raw));
    }
    if (!file.take_name(path)) cannot_make(path, "it is there already");
}

}
