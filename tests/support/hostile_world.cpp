#include "tests/support/hostile_world.h"

#include "libagent/database/sqlite/sqlite_source.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace askdb::test {
namespace {

const std::vector<std::string> postgres_things = {
    "drop schema if exists harm cascade",
    "create schema harm",
    "create table harm.orders (id int primary key, total numeric, note text)",
    "insert into harm.orders values (1, 10.5, 'a'), (2, 20, null), (3, 0.1, 'c')",
    "create sequence harm.numbers",
    "create function harm.sneaky() returns int language plpgsql as "
    "'begin insert into harm.orders values (99, 0, null); return 1; end'",
    "create procedure harm.worse() language plpgsql as "
    "'begin insert into harm.orders values (98, 0, null); commit; end'",
    "create extension if not exists dblink",
};

constexpr const char* postgres_state =
    "select md5(concat_ws(' ', "
    "(select string_agg(t::text, ',' order by id) from harm.orders t), "
    "(select last_value::text || is_called from harm.numbers), "
    "(select string_agg(oid || relname || relkind::text || coalesce(relacl::text, ''), ',' order "
    "by oid) from pg_class where relnamespace <> 'pg_toast'::regnamespace), "
    "(select string_agg(oid || proname || prosrc, ',' order by oid) from pg_proc), "
    "(select string_agg(t::text, ',' order by oid) from pg_authid t), "
    "(select string_agg(datname || coalesce(datacl::text, ''), ',' order by oid) from "
    "pg_database), "
    "(select string_agg(t::text, ',') from pg_db_role_setting t), "
    "(select string_agg(extname, ',' order by oid) from pg_extension), "
    "(select string_agg(oid::text, ',' order by oid) from pg_largeobject_metadata), "
    "(select string_agg(t::text, ',' order by oid) from pg_trigger t), "
    "(select string_agg(name || '=' || coalesce(setting, ''), ',' order by name) from pg_settings "
    "where context in ('postmaster', 'sighup')), "
    "(select string_agg(slot_name, ',') from pg_replication_slots), "
    "(select string_agg(subname, ',') from pg_subscription)))";

const std::vector<std::string> mariadb_things = {
    "drop database if exists harm",
    "create database harm character set utf8mb4",
    "create table harm.orders (id int primary key, total decimal(10,2), note text)",
    "insert into harm.orders values (1, 10.5, 'a'), (2, 20, null), (3, 0.1, 'c')",
    "create sequence harm.numbers",
    "create function harm.sneaky() returns int modifies sql data begin insert into harm.orders "
    "values (99, 0, null); return 1; end",
    "create procedure harm.worse() begin insert into harm.orders values (98, 0, null); commit; end",
};

constexpr const char* mariadb_state =
    "select md5(concat_ws(' ', "
    "(select group_concat(concat_ws('|', id, total, ifnull(note, '-')) order by id) from "
    "harm.orders), "
    "(select group_concat(concat_ws('|', table_schema, table_name, create_time) order by 1) from "
    "information_schema.tables where table_schema in ('harm', 'shop', 'mysql')), "
    "(select group_concat(concat_ws('|', routine_schema, routine_name, md5(routine_definition)) "
    "order by 1) from information_schema.routines), "
    "(select group_concat(concat_ws('|', user, host, priv) order by 1) from mysql.global_priv), "
    "(select group_concat(concat_ws('|', user, host, db) order by 1) from mysql.db), "
    "(select group_concat(concat_ws('|', plugin_name, plugin_status) order by 1) from "
    "information_schema.plugins), "
    "(select count(*) from mysql.event), (select count(*) from mysql.func), "
    "(select next_not_cached_value from harm.numbers), "
    "(select group_concat(concat_ws('=', variable_name, variable_value) order by 1) from "
    "information_schema.global_variables)))";

class HarmableServer : public HarmableDatabase {
  public:
    HarmableServer(TestServer server, std::filesystem::path loot)
        : server_(std::move(server)), loot_(std::move(loot)) {
        server_.run_as_owner(server_.is_postgres() ? postgres_things : mariadb_things);
        if (!server_.is_postgres()) return;
        server_.value_as_owner(
            "select lo_create(4711) where not exists (select from "
            "pg_largeobject_metadata where oid = 4711)");
    }
    ~HarmableServer() override {
        server_.run_as_owner(
            {server_.is_postgres() ? "drop schema harm cascade" : "drop database harm"});
        if (server_.is_postgres()) server_.run_as_owner({"drop extension dblink"});
    }

    std::string name() const override { return server_.is_postgres() ? "pg" : "maria"; }
    std::unique_ptr<database::Source> source() const override {
        database::OdbcTarget target = server_.target();
        target.user = "owner";
        return database::make_odbc_source(target);
    }
    std::string fingerprint() const override {
        const char* const folder = std::getenv("ASKDB_TEST_SERVERS");
        std::string files;
        if (folder != nullptr && !server_.is_postgres()) {
            for (const char* part : {"/mariadb/data/harm", "/mariadb/data/shop"}) {
                files += folder_fingerprint(std::string(folder) + part);
            }
        }
        return server_.value_as_owner(server_.is_postgres() ? postgres_state : mariadb_state) +
               files + folder_fingerprint(loot_);
    }

    std::string table() const override { return "harm.orders"; }
    void harm() override { server_.run_as_owner({"insert into harm.orders values (7, 7, null)"}); }

  private:
    TestServer server_;
    std::filesystem::path loot_;
};

class HarmableFile : public HarmableDatabase {
  public:
    explicit HarmableFile(std::filesystem::path loot) : loot_(std::move(loot)) {}

    std::string name() const override { return "lite"; }
    std::unique_ptr<database::Source> source() const override {
        return database::make_sqlite_source(file_.path());
    }
    std::string fingerprint() const override {
        return file_.bytes() + folder_fingerprint(file_.folder()) + folder_fingerprint(loot_);
    }

    std::string table() const override { return "orders"; }
    void harm() override {
        WritingHandle(file_.path()).run("insert into orders values (7, 7, null)");
    }

  private:
    TempDatabase file_{
        "create table orders (id integer primary key, total real, note text);"
        "insert into orders values (1, 10.5, 'a'), (2, 20, null), (3, 0.1, 'c');"};
    std::filesystem::path loot_;
};

}

std::vector<std::unique_ptr<HarmableDatabase>> harmable_databases(
    const std::filesystem::path& loot) {
    std::filesystem::permissions(loot, std::filesystem::perms::all);
    std::vector<std::unique_ptr<HarmableDatabase>> databases;
    for (TestServer& server : test_servers()) {
        databases.push_back(std::make_unique<HarmableServer>(std::move(server), loot));
    }
    databases.push_back(std::make_unique<HarmableFile>(loot));
    return databases;
}

std::string folder_fingerprint(const std::filesystem::path& folder) {
    std::vector<std::string> entries;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        const auto size = entry.is_regular_file(error) ? entry.file_size(error) : 0;
        entries.push_back(entry.path().filename().string() + " " + std::to_string(size) + "\n");
    }
    std::sort(entries.begin(), entries.end());
    std::string all;
    for (const std::string& entry : entries) all += entry;
    return all;
}

}
