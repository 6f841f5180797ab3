#include "libagent/checks/select_reader.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

const database::Dialect& dialect(const char* name) {
    return *database::find_dialect(name);
}

StatementShape shape_of(const std::string& sql, const char* name = "sqlite") {
    INFO(sql);
    auto shape = read_select(sql, dialect(name));
    REQUIRE(shape);
    return std::move(*shape);
}

std::string text_of(const NameRef& name) {
    return name.qualifier.empty() ? name.name : name.qualifier + "." + name.name;
}

std::string text_of(const std::vector<NameRef>& names) {
    std::vector<std::string> texts;
    for (const NameRef& name : names) texts.push_back(text_of(name));
    return join(texts, " ");
}

/// "orders o, #2 x, ?": tables, units and what is not read, with their aliases.
std::string from_of(const SelectShape& select) {
    std::vector<std::string> texts;
    for (const FromItem& item : select.from) {
        std::string text = item.schema.empty() ? item.table : item.schema + "." + item.table;
        if (item.unit != npos) text = "#" + std::to_string(item.unit);
        texts.push_back((text.empty() ? "?" : text) + " " + item.alias);
    }
    return join(texts, ", ");
}

std::string bindings_of(const SelectShape& select) {
    std::vector<std::string> texts;
    for (const Condition& condition : select.conditions) {
        for (const Binding& binding : condition.bindings)
            texts.push_back(text_of(binding.column) + "<" + text_of(binding.by));
        if (condition.may_choose) texts.push_back("?" + text_of(condition.refs));
    }
    return join(texts, ", ");
}

/// "sum(o.amount)", "count(*)", "count(distinct x)".
std::string aggregates_of(const SelectShape& select) {
    std::vector<std::string> texts;
    for (const Aggregate& call : select.aggregates) {
        texts.push_back(call.function + "(" + (call.distinct ? "distinct " : "") +
                        (call.counts_rows ? "*" : text_of(call.refs)) + ")");
    }
    return join(texts, ", ");
}

std::string literals_of(const std::string& sql, const char* name = "sqlite") {
    std::vector<std::string> texts;
    for (const SelectShape& select : shape_of(sql, name).selects) {
        for (const LiteralUse& use : select.literals) {
            texts.push_back((use.function.empty() ? "" : use.function + " ") + text_of(use.column) +
                            (use.is_pattern ? "~" : "=") + join(use.values, "|") +
                            (use.ignores_case ? "!" : ""));
        }
    }
    return join(texts, ", ");
}

std::string bindings(const std::string& condition) {
    return bindings_of(shape_of("SELECT 1 FROM a WHERE " + condition).selects[0]);
}

std::string aggregates(const std::string& items) {
    return aggregates_of(shape_of("SELECT " + items + " FROM a").selects[0]);
}

}

TEST_CASE("select reader: tables, aliases and joins of FROM", "[checks]") {
    const auto from = [](const std::string& text) {
        return from_of(shape_of("SELECT * FROM " + text).selects[0]);
    };

    CHECK(from("orders") == "orders orders");
    CHECK(from("Shop.Orders AS o JOIN \"Two Words\" t ON t.id = o.id") ==
          "shop.orders o, two words t");
    CHECK(from("a, b AS c CROSS JOIN d") == "a a, b c, d d");
    CHECK(from("a LEFT OUTER JOIN (b JOIN c ON b.x = c.x) ON a.x = b.x") == "a a, b b, c c");
    CHECK(from("(SELECT 1 AS n) x JOIN y USING (n)") == "#1 x, y y");
    CHECK(from("generate_series(1, 3) g, a") == "? g, a a");
    CHECK(from("a WHERE x IS DISTINCT FROM b") == "a a");
    CHECK(from("t WITH (NOLOCK) JOIN u ON 1 = 1") == "t t, u u");
    CHECK_FALSE(shape_of("SELECT 1 FROM a NATURAL JOIN b").selects[0].is_read);
    CHECK_FALSE(shape_of("SELECT 1 FROM a TABLESAMPLE SYSTEM (1)").selects[0].is_read);
}

TEST_CASE("select reader: CTEs are units, also of one another, and hide tables", "[checks]") {
    const StatementShape shape = shape_of(
        "WITH a AS (SELECT 1 AS n), b AS MATERIALIZED (SELECT n FROM a JOIN t ON 1 = 1) "
        "SELECT * FROM b, other.a WHERE EXISTS (SELECT 1 FROM a)");

    REQUIRE(shape.selects.size() == 4);
    CHECK(from_of(shape.selects[0]) == "#2 b, other.a a");
    CHECK(from_of(shape.selects[2]) == "#1 a, t t");
    CHECK(from_of(shape.selects[3]) == "#1 a");
    CHECK(shape.selects[3].parent == 0);
}

TEST_CASE("select reader: conditions bind columns to others and to constants", "[checks]") {
    CHECK(bindings("a.x = b.y") == "a.x<b.y, b.y<a.x");
    CHECK(bindings("a.x = 5 AND (b.y) = 'z'") == "a.x<, b.y<");
    CHECK(bindings("m = date(d.day, 'start of month')") == "m<d.day");
    CHECK(bindings("a.x IN (7)") == "a.x<");
    CHECK(bindings("a.x == b.y AND x BETWEEN 1 AND 2 AND z = w") ==
          "a.x<b.y, b.y<a.x, ?x, z<w, w<z");
    CHECK(bindings("a.x = 1 OR b.y = 2").empty());
    CHECK(bindings("a.x <> b.y AND a.z IN (1, 2) AND NOT a.q = 1") == "?a.x b.y");
    CHECK(bindings("lower(a.x) = lower(b.y)") == "?a.x b.y");
    CHECK(bindings("a.x = (SELECT max(x) FROM t)") == "?a.x");
    CHECK(bindings("a.d >= b.begin").find("?a.d") == 0);
    CHECK(shape_of("SELECT 1 FROM a WHERE s.id IS NULL").selects[0].conditions[0].must_be_null ==
          NameRef{"s", "id"});
}

TEST_CASE("select reader: aggregates are found with what they add up", "[checks]") {
    CHECK(aggregates("SUM(o.amount), count(*), Count(1)") == "sum(o.amount), count(*), count(*)");
    CHECK(aggregates("COUNT(DISTINCT a.b), SUM(DISTINCT c)") ==
          "count(distinct a.b), sum(distinct c)");
    CHECK(aggregates("SUM(CASE WHEN s = 'x' THEN l.q * l.p ELSE 0 END)") == "sum(l.q l.p)");
    CHECK(aggregates("SUM(CASE WHEN s = 'x' THEN 1 ELSE 0 END), SUM(s = 'x')") == "sum(*), sum(*)");
    CHECK(aggregates("SUM(IIF(a.x > 1, b.y, 0))") == "sum(b.y)");
    CHECK(aggregates("SUM(COALESCE(x, 0)) FILTER (WHERE y = 1)") == "sum(x)");
    CHECK(aggregates("SUM(x) OVER (PARTITION BY y), ROW_NUMBER() OVER ()").empty());
    CHECK(aggregates("SUM(SUM(x)) OVER ()") == "sum(x)");
    CHECK(aggregates("MAX(a, b), MIN(c)") == "min(c)");
    CHECK(aggregates("string_agg(n, s ORDER BY m)") == "string_agg(n)");
    CHECK(aggregates("(SELECT SUM(x) FROM t)").empty());
    CHECK(aggregates_of(shape_of("SELECT 1 FROM a GROUP BY 1 HAVING SUM(x) > 1 ORDER BY AVG(y)")
                            .selects[0]) == "sum(x), avg(y)");
}

TEST_CASE("select reader: groups by column, position and name of the select list", "[checks]") {
    const SelectShape select =
        shape_of("SELECT c.name AS who, strftime('%Y', d) AS y, z FROM a GROUP BY who, 3, y, b.q")
            .selects[0];

    CHECK(text_of(select.group_by) == "c.name z b.q");
    CHECK(select.groups_by_more);
    CHECK(select.is_grouped);
}

TEST_CASE("select reader: texts that columns are compared with", "[checks]") {
    CHECK(literals_of("SELECT 1 FROM s WHERE s.name = 'Nort' AND 'x' = y") == "s.name=Nort, y=x");
    CHECK(literals_of("SELECT 1 FROM s WHERE lower(name) = 'a' OR UPPER(b) = upper('c')") ==
          "lower name=a, upper b=c!");
    CHECK(literals_of("SELECT 1 FROM s WHERE n IN ('a', 'b') AND m NOT IN ('c') AND k IN (1)") ==
          "n=a|b");
    CHECK(literals_of("SELECT 1 FROM s WHERE n LIKE '%a%' AND m NOT LIKE 'b' AND o ILIKE 'c'",
                      "postgres") == "n~%a%, o~c!");
    CHECK(literals_of("SELECT 1 FROM s WHERE n <> 'a' AND n != 'b' AND n >= 'c'").empty());
    CHECK(literals_of("SELECT 1 FROM s WHERE d = DATE '2024-05-31' AND x = 'it''s'") == "x=it's");
    CHECK(literals_of("SELECT 1 FROM s WHERE n = 'a\\'b'", "mysql") == "n=a'b");
    CHECK(literals_of("SELECT 1 FROM s WHERE n::text = 'a' AND m = E'\\'q'", "postgres") ==
          "n=a, m='q");
    CHECK(literals_of("SELECT 1 FROM s WHERE n COLLATE NOCASE = 'a'") == "n=a!");
    CHECK(literals_of("SELECT 1 FROM s JOIN t ON t.k = 'a' WHERE x IN (SELECT y FROM u WHERE z = "
                      "'b')") == "t.k=a, z=b");
    CHECK(literals_of("SELECT SUM(CASE WHEN n = 'a' THEN 1 END) FROM s") == "n=a");
    CHECK(literals_of("SELECT 'a' AS n, substr(n, 1, 2) = 'x', n || 'y' FROM s").empty());
}

TEST_CASE("select reader: what it cannot read it leaves alone", "[checks]") {
    for (const char* sql :
         {"", ";", "VALUES (1)", "UPDATE t SET a = 1", "EXPLAIN SELECT 1", "SELECT (1", "SELECT 1)",
          "SELECT 'a", "SELECT 1; SELECT 2", "WITH a SELECT 1", "WITH a AS (SELECT 1"}) {
        INFO(sql);
        CHECK_FALSE(read_select(sql, dialect("sqlite")));
    }
    std::string deep = "SELECT 1";
    for (int i = 0; i < 100; ++i) deep = "SELECT * FROM (" + deep + ") x";
    CHECK_FALSE(read_select(deep, dialect("sqlite")));
}

TEST_CASE("select reader: no beginning of a statement upsets it", "[checks]") {
    const std::string sql =
        "WITH a (n) AS (SELECT 1 UNION ALL (SELECT 2)) SELECT DISTINCT ON (x) TOP 3 a.*, b.c AS d, "
        "ROW_NUMBER() OVER (PARTITION BY b.c ORDER BY 1) AS rn, SUM(CASE WHEN lower(x) = 'y' THEN "
        "COALESCE(z, 0) ELSE 1 END) FROM a LEFT JOIN LATERAL (SELECT 1) b ON a.n = b.c AND x IN "
        "('p', 'q') , c USING (n) WHERE EXISTS (SELECT 1) AND a BETWEEN 1 AND 2 OR b IS NULL GROUP "
        "BY 1, d HAVING COUNT(*) FILTER (WHERE x) > 1 ORDER BY 2 LIMIT 1";
    for (const char* name : {"sqlite", "postgres", "mysql", "sqlserver", "generic"}) {
        for (std::size_t size = 0; size <= sql.size(); ++size) {
            (void)read_select(sql.substr(0, size), dialect(name));
            (void)read_select(sql.substr(size), dialect(name));
            (void)read_select("SELECT " + sql.substr(size), dialect(name));
        }
    }
    SUCCEED();
}

}
