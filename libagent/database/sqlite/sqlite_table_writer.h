#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// Fills a new SQLite file that nobody else reads yet, fast: no journal, no sync, one transaction.
/// A file that is not finished is of no use. Used by one thread.
class SqliteTableWriter {
  public:
    struct Column {
        std::string name;
        std::string type;     ///< As it is declared.
        bool is_key = false;  ///< An INTEGER that differs in every row.
    };

    /// Makes the file, mode 0600. Throws Failure(no_answer) when that fails.
    explicit SqliteTableWriter(std::string path);
    ~SqliteTableWriter();
    SqliteTableWriter(const SqliteTableWriter&) = delete;
    SqliteTableWriter& operator=(const SqliteTableWriter&) = delete;

    /// Begins a table. All of these throw Failure(no_answer) when the disk is full or fails.
    void begin(const std::string& name, const std::vector<Column>& columns);

    /// Columns count from 0; what is not bound keeps the value of the row before.
    void bind_null(std::size_t column);
    void bind_integer(std::size_t column, std::int64_t value);
    void bind_real(std::size_t column, double value);
    /// `text` must live until insert(). False when it is longer than a value may be.
    bool bind_text(std::size_t column, std::string_view text);
    void insert();

    /// Ends the table; its row count becomes known to the catalog.
    void end(std::uint64_t rows);
    /// All tables are there.
    void finish();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}
