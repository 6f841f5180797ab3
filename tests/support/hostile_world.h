#pragma once

#include "tests/support/servers.h"
#include "tests/support/temp_database.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace askdb::test {

/// A database with things in it that can be harmed: tables, a sequence, functions and procedures
/// that write when they run. Opened as its owner, whom the database itself forbids nothing.
class HarmableDatabase {
  public:
    virtual ~HarmableDatabase() = default;

    virtual std::string name() const = 0;
    virtual std::unique_ptr<database::Source> source() const = 0;
    /// All that a statement may change: contents, settings, users, files beside it; one text that
    /// differs when any of it does.
    virtual std::string fingerprint() const = 0;
    /// Its table of three rows, as SQL names it.
    virtual std::string table() const = 0;
    /// Adds a fourth row as the owner: what fingerprint() must notice.
    virtual void harm() = 0;
};

/// SQLite, and the servers that run. `loot` is a folder into which everybody may write.
std::vector<std::unique_ptr<HarmableDatabase>> harmable_databases(
    const std::filesystem::path& loot);

/// The names in a folder, and the size of each file; empty for what cannot be read.
std::string folder_fingerprint(const std::filesystem::path& folder);

}
