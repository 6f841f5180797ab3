#pragma once

#include "libagent/database/own_connection.h"
#include "libagent/session/archive.h"
#include "tests/support/temp_database.h"

#include <memory>
#include <string>
#include <vector>

namespace askdb::test {

/// An empty place for a store of conversations, in SQLite or PostgreSQL, and its files: gone with
/// the object.
class StorePlace {
  public:
    /// `database` is "SQLite" or "PostgreSQL"; of the latter there is one at a time.
    explicit StorePlace(std::string database, std::string key = {});

    /// Another process's store, as it were, on the same place.
    std::unique_ptr<session::SessionArchive> open() const;
    std::unique_ptr<session::SessionArchive> open(std::string key) const;
    /// A connection beside the store, for looking and for damaging.
    std::unique_ptr<database::OwnConnection> connect() const;
    std::unique_ptr<database::OwnSource> source() const;

    const std::string& database() const { return database_; }
    std::string file() const { return folder_.file("data/sessions.db"); }
    std::string artifact_folder() const { return folder_.file("data/files"); }

  private:
    TempFolder folder_;
    std::string database_;
    std::string key_;
};

/// "SQLite" and, where a server runs, "PostgreSQL"; says so where none does.
std::vector<std::string> store_databases();

/// A key that encrypts.
std::string test_key();

}
