#include "libagent/database/odbc/mysql_pages.h"

#include "libagent/database/odbc/mysql_text.h"
#include "tests/libagent/database/odbc/server_fixture.h"
#include "tests/support/streamed.h"

#include <algorithm>
#include <utility>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

std::optional<MysqlPlainSelect> plain(std::string_view sql) {
    return mysql_plain_select(mysql_statement_text(sql).value_or_throw());
}

Rows key_row(const std::vector<std::string>& values) {
    Rows row;
    row.columns.resize(values.size());
    for (const std::string& value : values) row.append(Kind::text, value);
    return row;
}

}

TEST_CASE("mysql pages: columns of one table are read by its key", "[stream]") {
    const auto all = plain("select * from orders");
    const auto some = plain(
        "SELECT o.`a b`, id AS number, o.* FROM `Shop`.`Or``ders` AS o -- end\n"
        "WHERE (o.status = 'a;b' OR lower(name) LIKE '%x%') AND id IN (1, 2);");

    REQUIRE(all);
    CHECK(all->items == "*");
    CHECK(all->table == "orders");
    CHECK(all->schema.empty());
    CHECK(all->name == "`orders`");
    REQUIRE(some);
    CHECK(some->items == "o.`a b`, id AS number, o.*");
    CHECK(some->schema == "Shop");
    CHECK(some->table == "Or`ders");
    CHECK(some->source == "`Shop`.`Or``ders` AS o");
    CHECK(some->name == "`o`");
    CHECK(some->where == "(o.status = 'a;b' OR lower(name) LIKE '%x%') AND id IN (1, 2)");
}

TEST_CASE("mysql pages: what is not surely one table's rows is read at once", "[stream]") {
    for (const char* sql : {
             "select distinct name from orders",
             "select all name from orders",
             "select sql_no_cache name from orders",
             "select sql_calc_found_rows * from orders",
             "select count(*) from orders",
             "select id + 1 from orders",
             "select 1 from orders",
             "select 'x' from orders",
             "select @x from orders",
             "select rand() from orders",
             "select row_number() over () from orders",
             "select current_timestamp from orders",
             "select * from orders limit 5",
             "select * from orders order by name",
             "select * from orders group by name",
             "select * from orders having id > 1",
             "select * from orders o, items i",
             "select * from orders join items using (id)",
             "select * from orders natural join items",
             "select * from orders left join items on true",
             "select * from (select 1) t",
             "select * from orders partition (p0)",
             "select * from orders use index (a)",
             "select * from orders for system_time all",
             "select * from orders union select * from items",
             "select * from orders procedure analyse()",
             "with t as (select 1) select * from t",
             "(select * from orders)",
             "explain select * from orders",
             "show tables",
             "select * from orders where id in (select id from items)",
             "select * from orders where exists (select 1)",
             "select * from orders where id = @last",
             "select * from orders where id = (@last := id)",
             "select * from orders where rand() < 0.5",
             "select * from orders where at < now()",
             "select * from orders where at < now ()",
             "select * from orders where `rand`() < 1",
             "select * from orders where shop.own_function(id)",
             "select * from orders where at < current_date",
             "select * from orders where at < utc_timestamp",
             "select * from orders where match (t) against ('x')",
             "select * from orders where a = 1) or (b = 2",
             "select * from orders where id > 1 limit 5",
             "select * from orders where",
             "select",
             "select from orders",
             "select a b c from orders",
             "select a, from orders",
         }) {
        INFO(sql);
        CHECK_FALSE(mysql_plain_select(sql));
    }
}

TEST_CASE("mysql pages: a page begins behind the last key, of one column or more", "[stream]") {
    const MysqlPlainSelect select = *plain("select name from orders o where a = 1 or b = 2");
    const std::vector<MysqlKeyColumn> one = {{.name = "id", .is_number = true}};
    const std::vector<MysqlKeyColumn> two = {{.name = "day"}, {.name = "id", .is_number = true}};
    const std::vector<MysqlKeyColumn> text = {
        {.name = "k", .character_set = "latin1", .collation = "latin1_german1_ci"}};

    CHECK(mysql_page_sql(*plain("select * from t"), one, {}, 7) ==
          "SELECT *, `t`.`id` FROM t FORCE INDEX (PRIMARY) ORDER BY `t`.`id` LIMIT 7");
    CHECK(mysql_page_sql(select, one, key_row({"41"}), 7) ==
          "SELECT name, `o`.`id` FROM orders o WHERE (a = 1 or b = 2) AND ((`o`.`id` > 41)) ORDER "
          "BY `o`.`id` LIMIT 7");
    const std::string day = mysql_literal("2024-01-31");
    CHECK(
        mysql_page_sql(select, two, key_row({"2024-01-31", "9"}), 7) ==
        "SELECT name, `o`.`day`, `o`.`id` FROM orders o WHERE (a = 1 or b = 2) AND ((`o`.`day` > " +
            day + ") OR (`o`.`day` = " + day +
            " AND `o`.`id` > 9)) ORDER BY `o`.`day`, `o`.`id` LIMIT 7");
    CHECK(mysql_page_sql(*plain("select * from t"), text, key_row({"x"}), 7)
              .find("`t`.`k` > CONVERT(" + mysql_literal("x") +
                    " USING latin1) COLLATE latin1_german1_ci)") != std::string::npos);
}

TEST_CASE("mysql pages: a key of a type that compares otherwise than its text is none",
          "[stream]") {
    const auto key_of = [](const std::vector<std::vector<std::string>>& columns) {
        Rows rows;
        rows.columns.resize(5);
        for (const auto& column : columns) {
            for (const std::string& value : column) rows.append(Kind::text, value);
            rows.append(Kind::text, "");  // Character set and collation.
            rows.append(Kind::text, "");
        }
        return mysql_key(rows);
    };

    CHECK(key_of({{"id", "bigint", "1"}}).size() == 1);
    CHECK(key_of({{"day", "date", "1"}, {"id", "INT", "1"}}).size() == 2);
    CHECK(key_of({}).empty());
    CHECK(key_of({{"id", "enum", "1"}}).empty());
    CHECK(key_of({{"id", "double", "1"}}).empty());
    CHECK(key_of({{"day", "date", "1"}, {"at", "datetime", "1"}}).empty());
    CHECK(key_of({{"name", "varchar", "0"}}).empty());
}

TEST_CASE("mysql pages: every kind of key gives each row once", "[stream][servers]") {
    const std::vector<std::string> keys = {
        "a bigint unsigned not null, b int, c int, t longtext, primary key (a)",
        "a varchar(40) character set latin1 collate latin1_german1_ci not null, b int, c int, t "
        "longtext, primary key (a)",
        "a varchar(40) collate utf8mb4_bin not null, b int, c int, t longtext, primary key (a)",
        "a varchar(40) collate utf8mb4_unicode_ci not null, b int, c int, t longtext, "
        "primary key (a)",
        "a char(9) collate utf8mb4_swedish_ci, b int, c int, t longtext, primary key (b, a)",
        "b decimal(10,2), a varchar(40), c date, t longtext, primary key (c, b, a)",
        "a double not null, b int, c int, t longtext, primary key (a)",
        "a varchar(40), b int, c int, t longtext",
    };
    for (const TestServer& server : test_servers()) {
        if (server.is_postgres()) continue;
        const auto connection = connect_to(server);
        for (const std::string& key : keys) {
            INFO(key);
            const bool is_usable =
                key.find("primary") != std::string::npos && key.find("double") == std::string::npos;
            const std::string name = unique_name("paged");
            server.run_as_owner(
                {"create table " + name + " (" + key + ")",
                 "insert into " + name + " (a, b, c, t) select seq, seq % 7, " +
                     (key.find("c date") != std::string::npos
                          ? "date '2024-01-01' + interval seq % 11 day"
                          : "seq % 11") +
                     ", if(seq = 5000, repeat('x', 100000), 'short') from seq_1_to_13000"});

            const Rows found = rows_of(*connection, mysql_key_sql(*plain("select * from " + name)));
            CHECK(mysql_key(found).empty() != is_usable);
            const Rows paged = streamed(*connection, "select c, t, a from " + name);
            const Rows whole = rows_of(*connection, "select c, t, a from " + name + " order by a");
            std::vector<std::string> a, b;
            for (std::size_t row = 0; row < paged.row_count(); ++row) {
                a.emplace_back(paged.cell(row, 2).text);
                b.emplace_back(whole.cell(row, 2).text);
            }
            std::sort(a.begin(), a.end());
            std::sort(b.begin(), b.end());
            CHECK(paged.row_count() == 13'000);
            CHECK(a == b);
            CHECK(paged.column_count() == 3);
            CHECK(paged.text_bytes() == whole.text_bytes());
            server.run_as_owner({"drop table " + name});
        }
    }
}

TEST_CASE("mysql pages: all pages see the rows of the same moment", "[stream][servers]") {
    for (const TestServer& server : test_servers()) {
        if (server.is_postgres()) continue;
        const auto connection = connect_to(server);
        const std::string name = unique_name("moment");
        server.run_as_owner({"create table " + name + " (id int primary key)",
                             "insert into " + name + " select seq from seq_1_to_50000"});
        bool added = false;
        KeptRows kept([&] {
            if (std::exchange(added, true)) return;
            server.run_as_owner({"insert into " + name + " select seq from seq_50001_to_60000",
                                 "delete from " + name + " where id between 40000 and 45000"});
        });

        const auto end =
            connection->stream("select id from " + name, {.rows = 1'000'000}, kept, {});

        REQUIRE(end);
        CHECK(end.value().rows == 50'000);
        CHECK(kept.rows.cell(49'999, 0).text == "50000");
        server.run_as_owner({"drop table " + name});
    }
}
