#include "cli/repl/catalog_loader.h"

#include "tests/support/fake_database.h"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>
#include <poll.h>
#include <string>

namespace askdb::cli::repl {
namespace {

using database::Catalog;
using database::Database;

/// Holds whoever loads a catalog until somebody opens it, or the loading is stopped.
class CatalogGate {
  public:
    void open() {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        opened_.notify_all();
    }
    void pass(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        if (!opened_.wait(lock, stop, [this] { return is_open_; })) throw Stopped();
    }

  private:
    std::mutex mutex_;
    std::condition_variable_any opened_;
    bool is_open_ = false;
};

Catalog catalog_with(const std::string& table) {
    return {.tables = {{.name = table, .home = "main"}}};
}

std::unique_ptr<Database> made_database(std::string name,
                                        std::function<Catalog(std::stop_token)> catalog) {
    return std::make_unique<Database>(
        std::move(name),
        std::make_unique<test::FakeSource>(test::FakeBehaviour{.catalog = std::move(catalog)}));
}

std::unique_ptr<Database> broken_database(std::string name) {
    return made_database(std::move(name), [](const std::stop_token&) -> Catalog {
        throw Failure({Errc::unavailable, "the server is gone"});
    });
}

/// Reads letters until so many told something.
void read_letters(Mailbox& mailbox, const std::vector<CatalogLoader::News>& heard,
                  std::size_t count) {
    constexpr int patience = 20'000;
    while (heard.size() < count) {
        pollfd ready = {mailbox.descriptor(), POLLIN, 0};
        REQUIRE(::poll(&ready, 1, patience) == 1);
        mailbox.run_all();
    }
}

}

TEST_CASE("catalog loader: a default database that fails is not replaced by the next", "[repl]") {
    const auto first = broken_database("first");
    const auto second =
        made_database("second", [](const std::stop_token&) { return catalog_with("orders"); });
    Mailbox mailbox;
    std::vector<CatalogLoader::News> heard;
    CatalogLoader loader(mailbox, [&](const auto& news) { heard.push_back(news); });

    loader.load(std::vector{first.get(), second.get()});
    read_letters(mailbox, heard, 2);

    CHECK(heard[0].is_default);
    CHECK(heard[0].error->message == "the server is gone");
    CHECK_FALSE(heard[1].is_default);
    CHECK(loader.default_catalog() == nullptr);
    REQUIRE(loader.catalogs().size() == 1);
    CHECK(loader.catalogs().front().name == "second");
    CHECK_FALSE(loader.catalogs().front().is_default);
}

TEST_CASE("catalog loader: the list of databases may go while they are loaded", "[repl]") {
    CatalogGate gate;
    const auto first = made_database("first", [&](const std::stop_token& stop) {
        gate.pass(stop);
        return catalog_with("sites");
    });
    const auto second =
        made_database("second", [](const std::stop_token&) { return catalog_with("orders"); });
    Mailbox mailbox;
    std::vector<CatalogLoader::News> heard;
    CatalogLoader loader(mailbox, [&](const auto& news) { heard.push_back(news); });

    std::vector<Database*> borrowed = {first.get(), second.get()};
    loader.load(borrowed);
    borrowed.assign(2, nullptr);  // As when all else is wired anew.
    gate.open();
    read_letters(mailbox, heard, 2);

    CHECK(loader.default_catalog()->tables.front().name == "sites");
    REQUIRE(loader.catalogs().size() == 2);
    CHECK(loader.catalogs().front().is_default);
    CHECK(loader.catalogs().back().name == "second");
}

TEST_CASE("catalog loader: what an earlier load had to tell is not told any more", "[repl]") {
    CatalogGate gate;
    const auto slow = made_database("slow", [&](const std::stop_token& stop) {
        gate.pass(stop);
        return Catalog{};
    });
    const auto quick =
        made_database("quick", [](const std::stop_token&) { return catalog_with("orders"); });
    Mailbox mailbox;
    std::vector<CatalogLoader::News> heard;
    CatalogLoader loader(mailbox, [&](const auto& news) { heard.push_back(news); });

    loader.load(std::vector{quick.get(), slow.get()});
    loader.load(std::vector{quick.get()});  // Stops the other.
    read_letters(mailbox, heard, 1);
    mailbox.run_all();

    CHECK(heard.size() == 1);
    loader.stop();
    CHECK(loader.default_catalog() == nullptr);
    CHECK(loader.catalogs().empty());
}

}
