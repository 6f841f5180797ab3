#include "sessions/own_connections.h"

#include "libagent/base/error.h"
#include "libagent/database/dialect.h"

#include <catch2/catch.hpp>

#include <deque>
#include <string>

namespace askdb::sessions {
namespace {

using namespace database;

/// What a connection was asked to do, and how it shall fail.
struct World {
    std::vector<std::string> told;
    std::deque<std::string> failing;  ///< "lost" or "refused", for the next commits.
    int connections = 0;
};

class FakeOwnConnection : public OwnConnection {
  public:
    explicit FakeOwnConnection(World& world) : world_(world) { ++world_.connections; }

    void begin(OwnTransaction kind) override {
        world_.told.push_back(kind == OwnTransaction::reading        ? "read"
                              : kind == OwnTransaction::writing_soon ? "write soon"
                                                                     : "write");
    }
    using OwnConnection::run;
    OwnResult run(std::string_view sql, std::span<const OwnValue>) override {
        world_.told.emplace_back(sql);
        if (sql == "bad") throw Failure({Errc::bad_input, "bad"});
        return {};
    }
    void commit() override {
        if (world_.failing.empty()) return world_.told.push_back("commit");
        const std::string how = world_.failing.front();
        world_.failing.pop_front();
        is_lost_ = how == "lost";
        throw Failure({Errc::unavailable, how});
    }
    void roll_back() noexcept override { world_.told.push_back("roll back"); }
    bool is_lost() const override { return is_lost_; }

  private:
    World& world_;
    bool is_lost_ = false;
};

class FakeOwnSource : public OwnSource {
  public:
    explicit FakeOwnSource(World& world) : world_(world) {}
    std::unique_ptr<OwnConnection> connect() const override {
        return std::make_unique<FakeOwnConnection>(world_);
    }
    const Dialect& dialect() const override { return *find_dialect("sqlite"); }
    const std::string& name() const override { return name_; }

  private:
    World& world_;
    std::string name_ = "fake";
};

StoreWrite write_of(std::string sql, bool must_last = true) {
    return {.work = [sql = std::move(sql)](OwnConnection& connection,
                                           bool again) { connection.run(again ? sql + "!" : sql); },
            .must_last = must_last,
            .order = {}};
}

struct Fixture {
    World world;
    OwnConnections connections{std::make_unique<FakeOwnSource>(world), [](OwnConnection&) {}};
};

using Told = std::vector<std::string>;

}

TEST_CASE("own connections: changes share a transaction, as durable as one of them must be",
          "[sessions]") {
    Fixture fixture;
    const StoreWrite one = write_of("1", false), two = write_of("2", true);
    const StoreWrite* const writes[] = {&one, &two};

    CHECK(fixture.connections.write(writes) == std::vector<std::exception_ptr>(2));
    CHECK(fixture.world.told == Told{"write", "1", "2", "commit"});
    fixture.world.told.clear();
    fixture.connections.write(std::span(writes).first(1));
    CHECK(fixture.world.told == Told{"write soon", "1", "commit"});
    CHECK(fixture.world.connections == 1);
}

TEST_CASE("own connections: a change that fails takes no other down", "[sessions]") {
    Fixture fixture;
    const StoreWrite one = write_of("1"), bad = write_of("bad"), two = write_of("2");
    const StoreWrite* const writes[] = {&one, &bad, &two};

    const auto thrown = fixture.connections.write(writes);

    CHECK(thrown[0] == nullptr);
    CHECK(thrown[1] != nullptr);
    CHECK(thrown[2] == nullptr);
    CHECK(fixture.world.told == Told{"write", "1", "bad", "roll back", "write", "1", "commit",
                                     "write", "bad", "roll back", "write", "2", "commit"});
}

TEST_CASE("own connections: a commit whose end is not known is looked at again", "[sessions]") {
    Fixture fixture;
    const StoreWrite one = write_of("1"), two = write_of("2");
    const StoreWrite* const writes[] = {&one, &two};

    fixture.world.failing = {"refused"};
    CHECK(fixture.connections.write(writes) == std::vector<std::exception_ptr>(2));

    CHECK(fixture.world.told ==
          Told{"write", "1", "2", "roll back", "write", "1!", "commit", "write", "2!", "commit"});
}

TEST_CASE("own connections: a lost connection is replaced once, without a word", "[sessions]") {
    Fixture fixture;
    const StoreWrite one = write_of("1");
    const StoreWrite* const writes[] = {&one};

    fixture.world.failing = {"lost"};
    CHECK(fixture.connections.write(writes)[0] == nullptr);
    CHECK(fixture.world.told == Told{"write", "1", "roll back", "write", "1!", "commit"});
    CHECK(fixture.world.connections == 2);
    fixture.world.failing = {"lost", "lost"};
    CHECK(fixture.connections.write(writes)[0] != nullptr);
    fixture.world.failing = {"refused"};
    CHECK(fixture.connections.write(writes)[0] != nullptr);
}

TEST_CASE("own connections: changes do not wait one by one for a server that is gone",
          "[sessions]") {
    Fixture fixture;
    const StoreWrite one = write_of("1"), two = write_of("2");
    const StoreWrite* const writes[] = {&one, &two};

    fixture.world.failing = {"lost", "lost"};
    const auto thrown = fixture.connections.write(writes);

    CHECK(thrown[0] != nullptr);
    CHECK(thrown[1] != nullptr);
    CHECK(fixture.world.told ==
          Told{"write", "1", "2", "roll back", "write", "1!", "2!", "roll back"});
}

TEST_CASE("own connections: a database is made ready once, when that succeeds", "[sessions]") {
    World world;
    int tries = 0;
    OwnConnections connections(std::make_unique<FakeOwnSource>(world), [&](OwnConnection&) {
        if (++tries == 1) throw Failure({Errc::unavailable, "not yet"});
    });
    const auto nothing = [](OwnConnection&) {};

    CHECK_THROWS_AS(connections.read(nothing), Failure);
    connections.read(nothing);
    connections.read(nothing);

    CHECK(tries == 2);
}

}
