#pragma once

#include "libagent/database/own_connection.h"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace askdb::database {

/// See make_sqlite_own_source().
class SqliteOwnConnection : public OwnConnection {
  public:
    /// Opens the file, or makes it. Throws Failure.
    explicit SqliteOwnConnection(const std::string& path);
    SqliteOwnConnection(const SqliteOwnConnection&) = delete;
    SqliteOwnConnection& operator=(const SqliteOwnConnection&) = delete;

    void begin(OwnTransaction kind) override;
    using OwnConnection::run;
    OwnResult run(std::string_view sql, std::span<const OwnValue> values) override;
    void commit() override;
    void roll_back() noexcept override;
    bool is_lost() const override { return false; }

    /// How long anybody waits for others.
    static constexpr std::chrono::seconds patience{60};

  private:
    struct Close {
        void operator()(sqlite3* db) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

    void make_shrinkable();
    void enter_wal_mode();
    void execute(const char* sql);
    int execute_once(const char* sql);
    sqlite3_stmt* compiled(std::string_view sql);
    void check(int code);
    static int wait_for_others(void* self, int tries);

    std::string name_;
    std::unique_ptr<sqlite3, Close> db_;
    std::map<std::string, Statement, std::less<>> statements_;  // After db_: they must go first.
    std::chrono::steady_clock::time_point waits_since_ = {};
    bool is_wal_ = false;
    int synchronous_ = -1;  ///< What PRAGMA synchronous is; -1: not set yet.
};

}
