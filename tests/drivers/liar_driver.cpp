// An ODBC driver that says untrue things: what askdb must survive of drivers that nobody knows. It
// holds no data; what a statement gives is decided by the words in its text.

#include <sql.h>
#include <sqlext.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr SQLLEN longest_claim = 0x7fffffff;
constexpr int endless_rows = 1'000'000;
constexpr std::chrono::milliseconds late{600};  // Far later than its caller waits.

struct LiarStatement {
    std::string sql;
    std::vector<std::string> cells;  ///< Of the one row.
    SQLSMALLINT type = SQL_VARCHAR;  ///< That every column is said to have.
    SQLLEN size = 3;                 ///< Likewise.
    bool tells_lengths = true;
    int rows = 0;
    int fetched = 0;
    std::size_t read = 0;  ///< Of the cell in hand.
    SQLUSMALLINT column = 0;
    bool has_message = false;
};

bool says(const LiarStatement& statement, const char* word) {
    return statement.sql.find(word) != std::string::npos;
}

SQLRETURN run(LiarStatement& statement) {
    statement.cells.clear();
    statement.rows = says(statement, "endless") ? endless_rows : 1;
    statement.fetched = 0;
    statement.column = 0;
    statement.tells_lengths = !says(statement, "no_total");
    statement.size = says(statement, "huge") ? longest_claim : says(statement, "none") ? 0 : 3;
    if (says(statement, "silent") || says(statement, "wordless")) {
        statement.has_message = says(statement, "wordless");
        return SQL_ERROR;
    }
    if (says(statement, "numbers")) {
        statement.type = SQL_INTEGER;
        statement.cells = {"12", "abc", "12,5", "", "1e5", "99999999999999999999999999"};
    } else if (says(statement, "dates")) {
        statement.type = SQL_TYPE_TIMESTAMP;
        statement.cells = {"2024-05-31 17:00:00", "31.5.2024", "infinity", ""};
    } else if (says(statement, "nothing")) {
        statement.rows = 0;
        statement.cells = {"x"};
    } else if (says(statement, "letters")) {
        statement.type = SQL_VARCHAR;
        statement.cells = {std::string(200'000, 'x'), "\xC3\xA9\xF0\x9F\x98\x80", "abc\xFF"};
    } else {
        return SQL_ERROR;
    }
    return SQL_SUCCESS;
}

LiarStatement& statement_of(SQLHSTMT handle) {
    return *static_cast<LiarStatement*>(handle);
}

}

extern "C" {

SQLRETURN SQLAllocHandle(SQLSMALLINT type, SQLHANDLE, SQLHANDLE* out) {
    *out = type == SQL_HANDLE_STMT ? static_cast<SQLHANDLE>(new LiarStatement)
                                   : static_cast<SQLHANDLE>(new int(type));
    return SQL_SUCCESS;
}
SQLRETURN SQLFreeHandle(SQLSMALLINT type, SQLHANDLE handle) {
    if (type == SQL_HANDLE_STMT) {
        delete static_cast<LiarStatement*>(handle);
    } else {
        delete static_cast<int*>(handle);
    }
    return SQL_SUCCESS;
}
SQLRETURN SQLSetEnvAttr(SQLHENV, SQLINTEGER, SQLPOINTER, SQLINTEGER) {
    return SQL_SUCCESS;
}
SQLRETURN SQLDriverConnect(SQLHDBC, SQLHWND, SQLCHAR*, SQLSMALLINT, SQLCHAR*, SQLSMALLINT,
                           SQLSMALLINT*, SQLUSMALLINT) {
    return SQL_SUCCESS;
}
SQLRETURN SQLDisconnect(SQLHDBC) {
    return SQL_SUCCESS;
}
SQLRETURN SQLSetConnectAttr(SQLHDBC, SQLINTEGER, SQLPOINTER, SQLINTEGER) {
    return SQL_SUCCESS;
}
SQLRETURN SQLGetConnectAttr(SQLHDBC, SQLINTEGER, SQLPOINTER, SQLINTEGER, SQLINTEGER*) {
    return SQL_ERROR;
}
SQLRETURN SQLGetInfo(SQLHDBC, SQLUSMALLINT, SQLPOINTER, SQLSMALLINT, SQLSMALLINT*) {
    return SQL_ERROR;
}
SQLRETURN SQLGetTypeInfo(SQLHSTMT, SQLSMALLINT) {
    return SQL_ERROR;
}
SQLRETURN SQLGetDiagRec(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT record, SQLCHAR* state,
                        SQLINTEGER* native, SQLCHAR* text, SQLSMALLINT, SQLSMALLINT* length) {
    if (type != SQL_HANDLE_STMT || record != 1 || !statement_of(handle).has_message) {
        return SQL_NO_DATA;
    }
    std::memcpy(state, "HY000", sizeof "HY000");
    *native = 0;
    if (text != nullptr) *text = '\0';
    if (length != nullptr) *length = 0;
    return SQL_SUCCESS;
}
SQLRETURN SQLGetDiagField(SQLSMALLINT, SQLHANDLE, SQLSMALLINT, SQLSMALLINT, SQLPOINTER, SQLSMALLINT,
                          SQLSMALLINT*) {
    return SQL_NO_DATA;
}
SQLRETURN SQLSetStmtAttr(SQLHSTMT, SQLINTEGER, SQLPOINTER, SQLINTEGER) {
    return SQL_ERROR;
}
SQLRETURN SQLFreeStmt(SQLHSTMT, SQLUSMALLINT) {
    return SQL_SUCCESS;
}
SQLRETURN SQLCancel(SQLHSTMT) {
    return SQL_ERROR;
}
SQLRETURN SQLEndTran(SQLSMALLINT, SQLHANDLE, SQLSMALLINT) {
    return SQL_ERROR;
}
SQLRETURN SQLExecDirect(SQLHSTMT handle, SQLCHAR* text, SQLINTEGER length) {
    const char* const sql = reinterpret_cast<const char*>(text);
    statement_of(handle).sql =
        length == SQL_NTS ? std::string(sql) : std::string(sql, static_cast<std::size_t>(length));
    return run(statement_of(handle));
}
SQLRETURN SQLPrepare(SQLHSTMT, SQLCHAR*, SQLINTEGER) {
    return SQL_ERROR;
}
SQLRETURN SQLNumResultCols(SQLHSTMT handle, SQLSMALLINT* count) {
    *count = static_cast<SQLSMALLINT>(statement_of(handle).cells.size());
    return SQL_SUCCESS;
}
SQLRETURN SQLRowCount(SQLHSTMT, SQLLEN* count) {
    *count = 12345;
    return SQL_SUCCESS;
}
SQLRETURN SQLDescribeCol(SQLHSTMT handle, SQLUSMALLINT, SQLCHAR*, SQLSMALLINT, SQLSMALLINT*,
                         SQLSMALLINT* type, SQLULEN* size, SQLSMALLINT*, SQLSMALLINT*) {
    *type = statement_of(handle).type;
    *size = static_cast<SQLULEN>(statement_of(handle).size);
    return SQL_SUCCESS;
}
SQLRETURN SQLColAttribute(SQLHSTMT handle, SQLUSMALLINT, SQLUSMALLINT field, SQLPOINTER,
                          SQLSMALLINT, SQLSMALLINT*, SQLLEN* number) {
    if (field != SQL_DESC_OCTET_LENGTH || number == nullptr) return SQL_ERROR;
    *number = statement_of(handle).size;
    return SQL_SUCCESS;
}
SQLRETURN SQLBindCol(SQLHSTMT, SQLUSMALLINT, SQLSMALLINT, SQLPOINTER, SQLLEN, SQLLEN*) {
    return SQL_ERROR;
}
SQLRETURN SQLFetch(SQLHSTMT handle) {
    LiarStatement& statement = statement_of(handle);
    statement.column = 0;
    if (says(statement, "late") && statement.fetched == 0) std::this_thread::sleep_for(late);
    return statement.fetched++ < statement.rows ? SQL_SUCCESS : SQL_NO_DATA;
}
SQLRETURN SQLGetData(SQLHSTMT handle, SQLUSMALLINT column, SQLSMALLINT, SQLPOINTER into,
                     SQLLEN size, SQLLEN* length) {
    LiarStatement& statement = statement_of(handle);
    if (statement.column != column) statement.read = 0;
    statement.column = column;
    const std::string& cell = statement.cells.at(column - 1u);
    const std::size_t left = cell.size() - statement.read;
    if (left == 0 && statement.read > 0) return SQL_NO_DATA;
    const std::size_t count = std::min(left, static_cast<std::size_t>(size) - 1);
    std::memcpy(into, cell.data() + statement.read, count);
    static_cast<char*>(into)[count] = '\0';
    statement.read += count;
    const bool is_last = count == left;
    *length = statement.tells_lengths || is_last ? static_cast<SQLLEN>(left) : SQL_NO_TOTAL;
    return is_last ? SQL_SUCCESS : SQL_SUCCESS_WITH_INFO;
}
SQLRETURN SQLTables(SQLHSTMT, SQLCHAR*, SQLSMALLINT, SQLCHAR*, SQLSMALLINT, SQLCHAR*, SQLSMALLINT,
                    SQLCHAR*, SQLSMALLINT) {
    return SQL_ERROR;
}
}
