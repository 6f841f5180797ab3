#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace askdb::database {

/// A small SQLite file of our own that may be lost at any time: nothing here fails for the user. A
/// file that is not ours, damaged, or of another format is as good as none, and is replaced when
/// something is to be kept. Used by one thread at a time; other processes may use the file too.
class CacheFile {
  public:
    struct Options {
        std::string path;    ///< Empty: in memory, for as long as the object lives.
        int format = 1;      ///< Another one is another program's.
        std::string tables;  ///< SQL that makes its tables.
    };
    explicit CacheFile(Options options);
    ~CacheFile();
    CacheFile(const CacheFile&) = delete;
    CacheFile& operator=(const CacheFile&) = delete;

    /// A statement with its values. Once anything goes wrong, it gives no row and ok() is false.
    class Statement {
      public:
        Statement(sqlite3* db, std::string_view sql);
        ~Statement();
        Statement(const Statement&) = delete;
        Statement& operator=(const Statement&) = delete;

        Statement& bind(int place, std::string_view bytes);  ///< Valid until the next reset().
        Statement& bind(int place, std::int64_t number);
        bool next();  ///< Whether there is a row (more).
        bool run();   ///< To its end, and again ready; false when that failed.
        void reset();
        std::string_view bytes(int column) const;  ///< Until the next call.
        std::int64_t integer(int column) const;
        double real(int column) const;
        bool ok() const { return ok_; }

      private:
        sqlite3_stmt* statement_ = nullptr;
        bool ok_ = true;
    };

    /// Runs `work` in one transaction on the file that is there; false when there is none, or when
    /// `work` gives false.
    bool read(const std::function<bool(sqlite3*)>& work);
    /// The same on a file that is made where needed, folder included (0700, the file 0600); what
    /// `work` has done is kept whole or, when it gives false, not at all.
    bool write(const std::function<bool(sqlite3*)>& work);

  private:
    bool open(bool make);
    bool try_open(bool make);
    bool in_transaction(const char* begin, const std::function<bool(sqlite3*)>& work);
    bool settle(bool is_done);
    void close();
    void remove();
    bool run(const char* sql);

    Options options_;
    sqlite3* db_ = nullptr;
    bool is_damaged_ = false;
};

}
