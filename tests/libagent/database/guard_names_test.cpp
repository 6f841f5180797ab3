#include "libagent/database/guard_names.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace askdb::database;

namespace {

bool may_call(std::string_view dialect, const std::vector<std::string>& name) {
    return !judge_function(name, *find_dialect(dialect));
}

}

TEST_CASE("guard names: functions that do more than read are denied, under any schema", "[guard]") {
    CHECK_FALSE(may_call("postgres", {"set_config"}));
    CHECK_FALSE(may_call("postgres", {"pg_catalog", "set_config"}));
    CHECK_FALSE(may_call("mysql", {"load_file"}));
    CHECK_FALSE(may_call("sqlite", {"load_extension"}));
    CHECK(may_call("postgres", {"current_setting"}));
    CHECK(may_call("mysql", {"lower"}));
}

TEST_CASE("guard names: whole families and packages are denied", "[guard]") {
    CHECK_FALSE(may_call("postgres", {"dblink_get_connections"}));
    CHECK_FALSE(may_call("postgres", {"pg_read_anything"}));
    CHECK_FALSE(may_call("postgres", {"cron", "schedule"}));
    CHECK_FALSE(may_call("sqlserver", {"dbo", "xp_cmdshell"}));
    CHECK_FALSE(may_call("generic", {"sys", "dbms_lock", "sleep_a_while"}));
    CHECK(may_call("postgres", {"cronology", "schedule"}));
}

TEST_CASE("guard names: for a server that nobody knows, what any dialect denies is denied",
          "[guard]") {
    for (const Dialect* dialect : all_dialects()) {
        for (const std::string_view name : dialect->denied_functions) {
            INFO(dialect->name << ": " << name);
            CHECK(is_denied_function(std::vector<std::string>{std::string(name)},
                                     *find_dialect("generic")));
        }
        for (const std::string_view prefix : dialect->denied_function_prefixes) {
            INFO(dialect->name << ": " << prefix);
            CHECK_FALSE(may_call("generic", {std::string(prefix) + "x"}));
        }
    }
    CHECK_FALSE(may_call("generic", {"cron", "schedule"}));
    CHECK_FALSE(may_call("generic", {"pg_catalog", "lo_creat"}));
    CHECK(may_call("generic", {"lower"}));
    CHECK(may_call("mysql", {"lo_creat"}));
}

TEST_CASE("guard names: an unknown function is denied when its name says that it writes",
          "[guard]") {
    CHECK_FALSE(may_call("postgres", {"purge_old_orders"}));
    CHECK_FALSE(may_call("mysql", {"delete_all"}));
    CHECK(may_call("postgres", {"last_updated"}));
    CHECK(may_call("postgres", {"do_not_match"}));
    CHECK(may_call("postgres", {"jsonb_insert"}));
    CHECK(may_call("mysql", {"truncate"}));
}

TEST_CASE("guard names: what is shown of a name is short and harmless", "[guard]") {
    const askdb::Error error = not_allowed("\x1b[31m" + std::string(1000, 'x'));

    CHECK(error.message.find('\x1b') == std::string::npos);
    CHECK(error.message.size() < 120);
}
