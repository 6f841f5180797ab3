#include "tests/support/temp_database.h"

#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <stdlib.h>

namespace askdb::test {

TempFolder::TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "askdb-test-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    path_ = pattern;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(path_, ignored);
}

WritingHandle::WritingHandle(const std::string& path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("open failed");
}

WritingHandle::~WritingHandle() {
    sqlite3_close_v2(db_);
}

void WritingHandle::run(std::string_view sql) {
    if (sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error(std::string(sqlite3_errmsg(db_)) + " in " + std::string(sql));
    }
}

std::string make_database(const TempFolder& folder, std::string_view sql, std::string_view name) {
    std::string path = folder.file(name);
    WritingHandle(path).run(sql);
    return path;
}

std::string file_bytes(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}
