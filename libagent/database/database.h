#pragma once

#include "libagent/database/cache/behind_thread.h"
#include "libagent/database/cache/catalog_keeper.h"
#include "libagent/database/connection.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// One database under the name that a person gave it: its connections (a bounded pool), its
/// catalog, and the read-only guard before every statement. Shared by all turns; any thread may
/// call it.
class Database {
  public:
    Database(std::string name, std::unique_ptr<Source> source, std::size_t max_connections = 4);
    ~Database();

    const std::string& name() const { return name_; }
    /// By which its statements are judged.
    const Dialect& dialect() const { return source_->dialect(); }
    /// In which to write statements for it: the same, but for a server that nobody knows, which is
    /// asked at the first call. Valid as long as this object. Throws what catalog() throws.
    const Dialect& server_dialect(std::stop_token stop);

    /// From now on catalogs are kept in files. Before the first use of this object.
    void keep_catalogs(CatalogCacheOptions options);

    /// What it holds of what Source::tables() allows, foreign keys inferred where none is declared.
    /// Loaded at the first call, then kept; see keep_catalogs(). Where only loading it all could
    /// tell whether the kept one is still right, it is given at once and loaded anew by a thread of
    /// its own, for later calls; so is one with old row estimates. Throws what
    /// Connection::load_catalog() throws.
    const Catalog& catalog(std::stop_token stop);
    /// The same, certainly as the database has it: for what is shown as the truth, and for another
    /// look when a name is not found.
    const Catalog& certain_catalog(std::stop_token stop);

    /// The catalog where it is here already, as the database certainly had it when it was loaded;
    /// else nullptr: nothing is loaded, and nobody waits. Valid as long as this object.
    const Catalog* known_catalog();
    /// The same, also one that was kept and that the database may have changed since: what
    /// catalog() would give at once.
    const Catalog* catalog_at_hand();

    /// All tables of `catalog`, which this object gave, as indices: those first that a question
    /// most likely needs, by names, columns, comments, kept values and keys. From the first call
    /// on, values are gathered behind where catalogs are kept. Never fails for want of an index.
    std::vector<std::size_t> rank_tables(const Catalog& catalog, std::string_view question);
    /// The names of the tables that the words lead to, best first; nothing where none does.
    std::vector<TableHit> search_tables(const Catalog& catalog, std::string_view words);

    /// Waits until what runs behind has ended: for tests and benchmarks.
    void finish_behind();

    /// Guards, then runs one reading statement: the one way for SQL that a model or a person wrote.
    /// Waits for a free connection when all are busy. See Connection::query() for what comes back;
    /// an unknown table or column gets the nearest real names as its hint.
    Result<Rows> query(std::string_view sql, const Limits& limits, std::stop_token stop);

    /// The same for a result of any size: see Connection::stream(). Nothing goes to the sink of a
    /// statement that is refused.
    Result<StreamEnd> stream(std::string_view sql, const Limits& limits, RowSink& sink,
                             std::stop_token stop);

    /// A writing connection, of none of the pool's. Only for a statement that somebody approves
    /// (tools/approved_write.h): nothing here guards it. Throws like Source::connect_for_writing().
    std::unique_ptr<WriteConnection> connect_for_writing(std::stop_token stop);
    /// The schema may have changed: the next catalog() loads it anew. What it gave before stays
    /// valid as long as this object.
    void forget_catalog();

    /// Guards and compiles, runs nothing; nothing when it would run.
    std::optional<Error> check(std::string_view sql, std::stop_token stop);

    /// Whether Source::tables() leaves anything out.
    bool limits_tables() const;
    /// Whether the statement, which reads or writes, names only tables that Source::tables()
    /// allows; see judge_table_names(). Nothing when it does. Throws what catalog() throws.
    std::optional<Error> judge_tables(std::string_view sql, std::stop_token stop);

  private:
    class Lease;

    const Catalog& bring_catalog(CatalogTrust trust, const std::stop_token& stop);
    const Catalog& adopt(CatalogKeeper::Brought brought, std::size_t epoch);
    void refresh_behind(std::size_t epoch);
    void gather_behind();
    std::optional<Error> judge(std::string_view sql, const std::stop_token& stop);
    Error with_hint(Error error, std::string_view sql, const std::stop_token& stop);

    std::string name_;
    std::unique_ptr<Source> source_;
    std::size_t max_connections_;

    std::unique_ptr<CatalogKeeper> keeper_;

    std::mutex mutex_;  ///< Guards all below but `behind_`.
    std::condition_variable_any freed_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t open_ = 0;
    std::unique_ptr<const Catalog> catalog_;
    std::shared_ptr<const Catalog> all_tables_;  // Shared with a judge while it looks at them.
    std::vector<std::unique_ptr<const Catalog>> old_catalogs_;  ///< Others may still look at them.
    bool is_certain_ = false;                                   ///< Whether `catalog_` is.
    std::size_t epoch_ = 0;                                     ///< How often it was forgotten.
    bool is_gathering_ = false;                                 ///< Values are, or were.
    std::shared_ptr<const Dialect> described_;  // The connection's as well, while it lives.
    BehindThread behind_;                       ///< Last: it uses all of the above.
};

}
