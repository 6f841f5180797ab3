#include "libagent/database/database.h"

#include "libagent/base/stop.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/fake_database.h"
#include "tests/support/streamed.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <latch>
#include <thread>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

/// What the connections of a scripted source count and do.
struct Script {
    std::atomic<int> connected{0};
    std::atomic<int> inside{0};
    std::atomic<int> most_inside{0};
    std::atomic<int> catalogs{0};
    std::atomic<bool> is_gone{false};
    std::latch* hold = nullptr;     ///< Counted down by each query, …
    std::latch* release = nullptr;  ///< … which then waits for this.
};

class ScriptedConnection : public Connection {
  public:
    explicit ScriptedConnection(Script& script) : script_(script) {}

    Result<Rows> query(std::string_view, const Limits&, std::stop_token) override {
        const int inside = ++script_.inside;
        if (inside > script_.most_inside) script_.most_inside = inside;
        if (script_.hold) script_.hold->count_down();
        if (script_.release) script_.release->wait();
        --script_.inside;
        if (script_.is_gone) throw Failure({Errc::unavailable, "gone"});
        return Rows{};
    }
    Result<StreamEnd> stream(std::string_view sql, const Limits& limits, RowSink& sink,
                             std::stop_token stop) override {
        return test::stream_rows(query(sql, limits, std::move(stop)), sink);
    }
    std::optional<Error> check(std::string_view, std::stop_token stop) override {
        throw_if_stopped(stop);
        return std::nullopt;
    }
    Catalog load_catalog(std::stop_token) override {
        ++script_.catalogs;
        return {};
    }

  private:
    Script& script_;
};

class ScriptedSource : public Source {
  public:
    explicit ScriptedSource(Script& script) : script_(script) {}
    std::unique_ptr<Connection> connect(std::stop_token) const override {
        ++script_.connected;
        return std::make_unique<ScriptedConnection>(script_);
    }
    const Dialect& dialect() const override { return *find_dialect("sqlite"); }

  private:
    Script& script_;
};

std::unique_ptr<Source> scripted(Script& script) {
    return std::make_unique<ScriptedSource>(script);
}

}

TEST_CASE("database: connections are kept, and dropped when they are gone", "[database]") {
    Script script;
    Database db("x", scripted(script));

    for (int i = 0; i < 3; ++i) CHECK(db.query("SELECT 1", {}, {}).ok());
    CHECK(script.connected == 1);
    script.is_gone = true;
    CHECK_THROWS_AS(db.query("SELECT 1", {}, {}), Failure);
    script.is_gone = false;
    CHECK(db.query("SELECT 1", {}, {}).ok());

    CHECK(script.connected == 2);
}

TEST_CASE("database: more callers than connections take turns", "[database]") {
    Script script;
    Database db("x", scripted(script), 2);

    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&db] {
            for (int n = 0; n < 50; ++n) (void)db.query("SELECT 1", {}, {});
        });
    }
    threads.clear();

    CHECK(script.connected <= 2);
    CHECK(script.most_inside <= 2);
}

TEST_CASE("database: waiting for a connection ends at a stop", "[database]") {
    Script script;
    std::latch hold(1), release(1);
    script.hold = &hold;
    script.release = &release;
    Database db("x", scripted(script), 1);
    std::jthread user([&db] { (void)db.query("SELECT 1", {}, {}); });
    hold.wait();

    std::stop_source source;
    std::jthread stopper([&source] { source.request_stop(); });
    CHECK_THROWS_AS(db.query("SELECT 1", {}, source.get_token()), Stopped);

    release.count_down();
    user.join();
    script.hold = nullptr;
    CHECK(db.query("SELECT 1", {}, {}).ok());
}

TEST_CASE("database: the guard stands before the connection", "[database]") {
    Script script;
    Database db("x", scripted(script));

    CHECK(db.query("DELETE FROM t", {}, {}).error().code == Errc::refused);
    CHECK(db.check("DELETE FROM t", {})->code == Errc::refused);

    CHECK(script.connected == 0);
}

TEST_CASE("database: the catalog is loaded once", "[database]") {
    Script script;
    Database db("x", scripted(script));

    const Catalog& first = db.catalog({});
    const Catalog& second = db.catalog({});

    CHECK(&first == &second);
    CHECK(script.catalogs == 1);
}

TEST_CASE("database: the catalog that is here already is given, and none is loaded for that",
          "[database]") {
    Script script;
    Database db("x", scripted(script));

    CHECK(db.known_catalog() == nullptr);
    CHECK(script.catalogs == 0);
    const Catalog& loaded = db.catalog({});
    CHECK(db.known_catalog() == &loaded);
    db.forget_catalog();
    CHECK(db.known_catalog() == nullptr);
}

TEST_CASE("database: an unknown column gets the nearest names as its hint", "[database]") {
    const TempFolder folder;
    Database db("x",
                make_sqlite_source(make_database(folder,
                                                 "CREATE TABLE sites (site_id INTEGER PRIMARY KEY);"
                                                 "CREATE TABLE orders (site_id INT)")));

    const Result<Rows> result = db.query("SELECT sit_id FROM orders", {}, {});
    const auto error = db.check("SELECT 1 FROM order_", {});

    CHECK(result.error().hint == "did you mean 'orders.site_id'?");
    CHECK(error->hint == "did you mean 'orders'?");
    CHECK(db.catalog({}).find_table("orders")->foreign_keys.at(0).inferred);
    CHECK_FALSE(db.check("SELECT 1 FROM orders", {}));
}

TEST_CASE("database: a stream is guarded, hinted and leaves its connection to others",
          "[database][stream]") {
    const test::TempDatabase file("CREATE TABLE orders (order_id); INSERT INTO orders VALUES (7)");
    Database database("shop", make_sqlite_source(file.path()), 1);
    test::KeptRows refused, wrong, right, full = test::full_disk();

    const auto write = database.stream("DELETE FROM orders", {}, refused, {});
    const auto typo = database.stream("SELECT order_idd FROM orders", {}, wrong, {});
    CHECK_THROWS_WITH(database.stream("SELECT * FROM orders", {}, full, {}), "no space left");
    const auto end = database.stream("SELECT * FROM orders", {}, right, {});

    REQUIRE_FALSE(write);
    CHECK(write.error().code == Errc::refused);
    CHECK(refused.begun == 0);
    REQUIRE_FALSE(typo);
    CHECK(typo.error().hint.find("order_id") != std::string::npos);
    REQUIRE(end);
    CHECK(end.value().rows == 1);
    CHECK(right.rows.cell(0, 0).text == "7");
}
