#include "libagent/database/files/content_guess.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("content guess: the separator is the one by which lines agree", "[files]") {
    CHECK(guess_separator("a,b\n1,2\n", true).separator == ',');
    CHECK(guess_separator("a;b\n1,5;2,5\n3,5;4,5\n", true).separator == ';');
    for (const char* german : {"Ort;Preis, EUR\nx;10,5\ny;11,5\n", "10,50;3,20\n1,5;2,5\n",
                               "Preis (EUR, netto);Ort\n10,5;x\n", "Name, Vorname;n\nA, B;1\n"}) {
        INFO(german);
        CHECK(guess_separator(german, true).separator == ';');
    }
    CHECK(guess_separator("a,b,c,x;y\n1,2,3,4;5\n", true).separator == ',');
    CHECK(guess_separator("name,tags\nx,a;b\ny,c;d\n", true).separator == ',');
    CHECK(guess_separator("a\tb, c\nx\tz\n", true).separator == '\t');
    CHECK(guess_separator("a|b|c\n1|2|3\n", true).separator == '|');
    CHECK(guess_separator("\"a;b\",\"c\"\n\"x;y\",\"z\"\n", true).separator == ',');
    CHECK(guess_separator("a;\"b,\n\n,c\"\n1;2\n", true).separator == ';');
    CHECK(guess_separator("alone\n1\n", true).separator == ',');
    CHECK(guess_separator("", true).separator == ',');
}

TEST_CASE("content guess: rows are told from words", "[files]") {
    CHECK(guess_format("a,b\n1,2\n3,4\n", true) == DataFormat::csv);
    CHECK(guess_format("a\tb\n1\t2\n", true) == DataFormat::tsv);
    CHECK(guess_format(" {\"a\":1}\n", true) == DataFormat::json);
    CHECK(guess_format("[\n {\"a\":1}]", true) == DataFormat::json);
    CHECK(guess_format("1\n2\n3\n", true) == DataFormat::csv);
    CHECK(guess_format("total\n1.5\n2\n", true) == DataFormat::csv);
    CHECK(guess_format("a,b\n1,2\n1,2,3\n", true) == DataFormat::csv);  // Its fault is told.

    CHECK_FALSE(guess_format("Dear all,\nplease find, as always, the report.\nYours, A\n", true));
    CHECK_FALSE(guess_format("first, second\nthird, fourth\n", true));
    CHECK_FALSE(guess_format("one word\nanother\n", true));
    CHECK_FALSE(guess_format("error: {x}\n", true));
    CHECK_FALSE(guess_format("{not json}\n", true));
    CHECK_FALSE(guess_format("[INFO] started\n[INFO] stopped\n", true));
    CHECK_FALSE(guess_format("42\n", true));
    CHECK_FALSE(guess_format("", true));
}

TEST_CASE("content guess: Excel's first line names the separator", "[files]") {
    CHECK(declared_separator("sep=;\r\na;b\r\n") == ';');
    CHECK(declared_separator("SEP=\t\n") == '\t');
    CHECK(declared_separator("sep=,") == ',');
    for (const char* other : {"sep=", "sep=\n", "sep=;x\n", "sep=5\n", "sep=\"\n", "sep=;;\n", "a"})
        CHECK_FALSE(declared_separator(other));
    CHECK(guess_format("sep=:\na:b\n", true) == DataFormat::csv);
}

TEST_CASE("content guess: a beginning that is cut is judged by its whole lines", "[files]") {
    CHECK(guess_format("a,b\n1,2\n3,4\n5", false) == DataFormat::csv);
    CHECK(guess_format("a,b\n1,2\n3,4\n5,\"un", false) == DataFormat::csv);
}
