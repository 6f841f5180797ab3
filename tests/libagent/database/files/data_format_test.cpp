#include "libagent/database/files/data_format.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("data format: the ending of the name tells it", "[files]") {
    CHECK(data_format_of_name("data/orders.CSV") == DataFormat::csv);
    CHECK(data_format_of_name("a.tsv") == DataFormat::tsv);
    CHECK(data_format_of_name("a.ndjson") == DataFormat::json);
    CHECK(data_format_of_name("a.jsonl") == DataFormat::json);
    CHECK(data_format_of_name("a.json") == DataFormat::json);
    CHECK_FALSE(data_format_of_name("a.db"));
    CHECK_FALSE(data_format_of_name("folder.csv/a"));
    CHECK_FALSE(data_format_of_name("csv"));
}

TEST_CASE("data format: files that it cannot read come with what to type instead", "[files]") {
    const auto parquet = unreadable_data_file("d/data.parquet");
    REQUIRE(parquet);
    CHECK(parquet->message == "cannot read 'd/data.parquet': askdb reads no Parquet files");
    CHECK(parquet->hint == "duckdb -csv -c \"FROM 'd/data.parquet'\" | askdb \"QUESTION\"");
    CHECK(unreadable_data_file("orders.csv.gz")->hint ==
          "zcat 'orders.csv.gz' | askdb \"QUESTION\"");
    CHECK_FALSE(unreadable_data_file("orders.csv"));
}

TEST_CASE("data format: tables get plain names", "[files]") {
    CHECK(table_name_of_file("data/orders.csv") == "orders");
    CHECK(table_name_of_file("Sales 2024 (final).csv") == "Sales_2024_final");
    CHECK(table_name_of_file("2024.csv") == "t_2024");
    CHECK(table_name_of_file("sqlite_master.csv") == "t_sqlite_master");
    CHECK(table_name_of_file("Übersicht.csv") == "ubersicht");
    CHECK(table_name_of_file("日本.csv") == "data");
    CHECK(table_name_of_file("--.csv") == "data");
    CHECK(table_name_of_file(std::string(500, 'x') + ".csv").size() == 60);
}

TEST_CASE("data format: names are made to differ, whatever their case", "[files]") {
    std::vector<std::string> names = {"a", "A", "b", "a_2", "a"};

    make_distinct(names);

    CHECK(names == std::vector<std::string>{"a", "A_2", "b", "a_2_2", "a_3"});
}
