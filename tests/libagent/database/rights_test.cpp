#include "libagent/database/rights.h"

#include "libagent/database/database.h"
#include "libagent/database/guard.h"
#include "tests/libagent/database/odbc/server_fixture.h"

#include <catch2/catch.hpp>

#include <map>

using namespace askdb;
using namespace askdb::database;

namespace {

const RightsProbe& probe_of(std::string_view dialect) {
    return *find_rights_probe(*find_dialect(dialect));
}

/// What a server would say: one row of texts.
Rows one_row(const std::map<std::string, std::string>& cells) {
    Rows rows;
    for (const auto& [name, text] : cells) rows.columns.push_back({.name = name});
    for (const auto& [name, text] : cells) rows.append(Kind::text, text);
    return rows;
}

Rows grants(const std::vector<std::string>& lines) {
    Rows rows;
    rows.columns.push_back({.name = "Grants"});
    for (const std::string& line : lines) rows.append(Kind::text, line);
    return rows;
}

std::string all_words(const std::vector<WideRight>& rights) {
    std::string text;
    for (const WideRight& right : rights) text += right.what + "\n" + right.fix + "\n";
    return text;
}

}

TEST_CASE("rights: all that servers are asked passes the guard of their dialect", "[rights]") {
    for (const Dialect* dialect : all_dialects()) {
        const RightsProbe* const probe = find_rights_probe(*dialect);
        if (probe == nullptr) continue;
        for (const std::string_view sql :
             {probe->version_sql, probe->wall_sql, probe->rights_sql}) {
            if (sql.empty()) continue;
            const auto error = judge_read_only(sql, *dialect);
            INFO(dialect->name << ": " << sql << ": " << (error ? error->message : ""));
            CHECK_FALSE(error.has_value());
        }
    }
    CHECK(find_rights_probe(*find_dialect("generic")) == nullptr);
}

TEST_CASE("rights: a role of PostgreSQL that only reads has nothing too much", "[rights]") {
    const auto wide = probe_of("postgres")
                          .judge(one_row({{"role", "reader"},
                                          {"superuser", "false"},
                                          {"create_role", "false"},
                                          {"read_files", "false"},
                                          {"writable_tables", "0"},
                                          {"create_schema", "false"}}));

    CHECK(all_words(wide).empty());
}

TEST_CASE("rights: what a role of PostgreSQL can do too much is named with its end", "[rights]") {
    const auto judge = probe_of("postgres").judge;

    const auto super = judge(one_row({{"role", "postgres"},
                                      {"superuser", "true"},
                                      {"run_programs", "true"},
                                      {"writable_tables", "12"}}));
    const auto writer = judge(one_row({{"role", "a\"b"},
                                       {"superuser", "f"},
                                       {"run_programs", "t"},
                                       {"writable_tables", "12"},
                                       {"create_in_schema", "public"}}));

    REQUIRE(super.size() == 1);
    CHECK(super[0].is_serious);
    REQUIRE(writer.size() == 3);
    CHECK(writer[0].is_serious);
    CHECK(writer[0].fix == "REVOKE pg_execute_server_program FROM \"a\"\"b\";");
    CHECK(writer[1].what == "the role may change the rows of 12 tables");
    CHECK(writer[2].what == "the role may create tables in the schema 'public'");
}

TEST_CASE("rights: grants of MariaDB are read without the hash of the password", "[rights]") {
    const auto judge = probe_of("mysql").judge;

    const auto narrow =
        judge(grants({"GRANT USAGE ON *.* TO `reader`@`%` IDENTIFIED BY PASSWORD '*8A2B'",
                      "GRANT SELECT, SHOW VIEW ON `shop`.* TO `reader`@`%`",
                      "GRANT SELECT (`id`, `name`) ON `hr`.`people` TO `reader`@`%`"}));
    const auto wide = judge(
        grants({"GRANT SELECT, FILE, SUPER ON *.* TO `app`@`%` IDENTIFIED BY PASSWORD '*8A2B'",
                "GRANT ALL PRIVILEGES ON `shop`.* TO `app`@`%`",
                "GRANT SELECT, UPDATE (`a`, `b`) ON `hr`.`people` TO `app`@`%`"}));
    const auto root =
        judge(grants({"GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` IDENTIFIED "
                      "VIA unix_socket WITH GRANT OPTION"}));

    CHECK(all_words(narrow).empty());
    REQUIRE(wide.size() == 2);
    CHECK(wide[0].what == "the account has FILE, SUPER on the whole server");
    CHECK(wide[0].is_serious);
    CHECK(wide[1].what ==
          "the account may do more than read: ALL PRIVILEGES, UPDATE on `shop`.*, "
          "`hr`.`people`");
    CHECK(all_words(wide).find("8A2B") == std::string::npos);
    REQUIRE(root.size() == 1);
    CHECK(root[0].what == "the account has ALL PRIVILEGES, GRANT OPTION on the whole server");
}

TEST_CASE("rights: texts that are no grants say nothing", "[rights]") {
    CHECK(
        probe_of("mysql").judge(grants({"", "GRANT", "GRANT  ON ", "REVOKE x ON y TO z"})).empty());
    CHECK(probe_of("mysql").judge(Rows{}).empty());
    CHECK(probe_of("postgres").judge(Rows{}).empty());
    CHECK(probe_of("sqlserver").judge(Rows{}).empty());
}

TEST_CASE("rights: members of strong roles of SQL Server are named", "[rights]") {
    const auto judge = probe_of("sqlserver").judge;

    CHECK(judge(one_row({{"role", "r"}, {"superuser", "1"}, {"writer", "1"}})).size() == 1);
    CHECK(judge(one_row({{"role", "r"}, {"superuser", "0"}, {"writer", "1"}, {"owner", "0"}}))
              .size() == 1);
    CHECK(judge(one_row({{"role", "r"}, {"superuser", "0"}, {"writer", "0"}})).empty());
}

TEST_CASE("rights: only a clear yes says that a session reads only", "[rights]") {
    const auto settings = [](const std::vector<std::pair<std::string, std::string>>& values) {
        Rows rows;
        rows.columns = {{.name = "Variable_name"}, {.name = "Value"}};
        for (const auto& [name, value] : values) {
            rows.append(Kind::text, name);
            rows.append(Kind::text, value);
        }
        return says_read_only(rows);
    };

    CHECK(says_read_only(one_row({{"a", "on"}})) == true);
    CHECK(says_read_only(one_row({{"a", "1"}})) == true);
    CHECK(says_read_only(one_row({{"a", "off"}})) == false);
    CHECK(settings({{"tx_read_only", "ON"}}) == true);
    CHECK(settings({{"transaction_read_only", "ON"}}) == true);
    CHECK(settings({{"transaction_read_only", "ON"}, {"tx_read_only", "ON"}}) == true);
    CHECK(settings({{"transaction_read_only", "ON"}, {"tx_read_only", "OFF"}}) == false);
    CHECK_FALSE(settings({{"autocommit", "ON"}}).has_value());
    CHECK_FALSE(settings({}).has_value());
    CHECK_FALSE(says_read_only(one_row({{"a", "on"}, {"b", "on"}})).has_value());
    CHECK_FALSE(says_read_only(Rows{}).has_value());
}

TEST_CASE("rights: names in what an administrator types are quoted", "[rights]") {
    const auto postgres =
        probe_of("postgres")
            .judge(
                one_row({{"role", "r"}, {"superuser", "f"}, {"create_in_schema", "My \"own\""}}));
    const auto sqlserver =
        probe_of("sqlserver").judge(one_row({{"role", "a]b"}, {"superuser", "0"}, {"owner", "1"}}));

    REQUIRE(postgres.size() == 1);
    CHECK(postgres[0].fix == "REVOKE CREATE ON SCHEMA \"My \"\"own\"\"\" FROM r, PUBLIC;");
    REQUIRE(sqlserver.size() == 1);
    CHECK(sqlserver[0].fix == "ALTER ROLE db_owner DROP MEMBER [a]]b];");
}

TEST_CASE("rights: real servers say what their users can do too much", "[rights][odbc]") {
    const std::vector<test::TestServer> servers = test::test_servers();
    if (servers.empty()) WARN("skipped: no database server is running");
    for (const test::TestServer& server : servers) {
        const auto source = make_odbc_source(server.target());
        const RightsProbe& probe = *find_rights_probe(source->dialect());
        const auto reader = source->connect({});
        const auto owner = test::connect_as_owner(server);

        CHECK(says_read_only(test::rows_of(*reader, std::string(probe.wall_sql))) == true);
        CHECK_FALSE(probe.judge(test::rows_of(*reader, std::string(probe.rights_sql))).empty());
        const auto wide = probe.judge(test::rows_of(*owner, std::string(probe.rights_sql)));
        INFO(server.name << ": " << all_words(wide));
        REQUIRE_FALSE(wide.empty());
        CHECK(wide[0].is_serious);
    }
}
