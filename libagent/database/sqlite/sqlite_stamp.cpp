#include "libagent/database/sqlite/sqlite_stamp.h"

#include "libagent/base/stable_hash.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <sys/stat.h>

namespace askdb::database {
namespace {

/// Which file it is, its size and when it was last written; empty when it is not there.
std::string file_state(const std::string& path) {
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0) return {};
    return fmt::format("{}:{}:{}:{}.{:09}", info.st_dev, info.st_ino, info.st_size,
                       info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
}

/// All cells of what `sql` gives, each behind its length.
std::string all_cells(SqliteHandle& handle, std::string_view sql) {
    const SqliteStatement statement = handle.compile(sql).value_or_throw();
    const int columns = sqlite3_column_count(statement.get());
    std::string cells;
    int code = SQLITE_OK;
    while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
        for (int column = 0; column < columns; ++column) {
            const auto* text = sqlite3_column_text(statement.get(), column);
            const auto size =
                static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), column));
            cells += fmt::format("{}:", size);
            if (text != nullptr) cells.append(reinterpret_cast<const char*>(text), size);
        }
    }
    if (code != SQLITE_DONE) throw Failure(handle.error(code));
    return cells;
}

}

CatalogStamp sqlite_catalog_stamp(SqliteHandle& handle, const std::string& path,
                                  const CatalogStamp* known) {
    const SqliteHandle::Untold untold(handle);
    CatalogStamp stamp;
    stamp.contents = fmt::format("{} {} {}", file_state(path), file_state(path + "-wal"),
                                 all_cells(handle, "PRAGMA schema_version"));
    if (known != nullptr && known->contents == stamp.contents) {
        stamp.schema = known->schema;
    } else {
        stamp.schema = stable_hash(
            all_cells(handle, "SELECT type, name, tbl_name, sql FROM main.sqlite_schema"));
    }
    return stamp;
}

}
