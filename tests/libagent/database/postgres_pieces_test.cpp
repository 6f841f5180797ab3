#include "libagent/database/postgres_pieces.h"

#include <catch2/catch.hpp>

#include <string>

using namespace askdb::database;

namespace {

/// "<" and ">" for brackets, "key:" and "value,".
std::string pieces_of(std::string_view json) {
    PostgresPieces pieces(json);
    std::string out;
    while (pieces.next()) {
        switch (pieces.kind()) {
            case PostgresPieces::Kind::open: out += '<'; break;
            case PostgresPieces::Kind::close: out += '>'; break;
            case PostgresPieces::Kind::key: out.append(pieces.text()) += ':'; break;
            case PostgresPieces::Kind::value: out.append(pieces.text()) += ','; break;
        }
    }
    return out;
}

}

TEST_CASE("postgres pieces: brackets, keys and values come in order", "[guard]") {
    CHECK(pieces_of(R"({"a":{"b":["c",{"d":"e"}],"f":1}})") == "<a:<b:<c,<d:e,>>f:>>");
}

TEST_CASE("postgres pieces: what a text holds is none of it, and escapes stay", "[guard]") {
    CHECK(pieces_of(R"({"a":"{[\"]}:"})") == R"(<a:{[\"]}:,>)");
    CHECK(pieces_of(R"(["\\","b"])") == R"(<\\,b,>)");
}

TEST_CASE("postgres pieces: the last key is known until the next", "[guard]") {
    PostgresPieces pieces(R"({"a":["b","c"]})");
    std::string keys;
    while (pieces.next()) keys += pieces.key();

    CHECK(keys == "aaaaaa");
    CHECK(pieces.at() == 15);
}

TEST_CASE("postgres pieces: a text that ends anywhere does no harm", "[guard]") {
    CHECK(pieces_of("") == "");
    CHECK(pieces_of("\"a") == "a,");
    CHECK(pieces_of("\"a\\") == "a\\,");
    CHECK(pieces_of("\"a\"") == "a,");
}
