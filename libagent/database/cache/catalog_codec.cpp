#include "libagent/database/cache/catalog_codec.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace askdb::database {
namespace {

constexpr unsigned varint_bits = 7;
constexpr unsigned varint_more = 0x80;
constexpr unsigned longest_varint_shift = 63;
/// So that a count that is not true takes no memory; more come by growing.
constexpr std::size_t most_reserved = 10'000;

class CatalogEncoder {
  public:
    void number(std::uint64_t value) {
        for (; value >= varint_more; value >>= varint_bits)
            bytes_ += static_cast<char>(value | varint_more);
        bytes_ += static_cast<char>(value);
    }
    void text(const std::string& value) {
        number(value.size());
        bytes_ += value;
    }
    void texts(const std::vector<std::string>& values) {
        number(values.size());
        for (const std::string& value : values) text(value);
    }
    void column(const Column& column) {
        text(column.name);
        text(column.type);
        number(static_cast<std::uint64_t>(column.kind) << 1 | (column.nullable ? 1 : 0));
        text(column.comment);
    }
    void key(const ForeignKey& key) {
        texts(key.columns);
        text(key.table);
        texts(key.referenced);
        number(key.inferred ? 1 : 0);
    }
    void table(const Table& table) {
        text(table.schema);
        text(table.name);
        text(table.comment);
        text(table.home);
        number(table.is_view ? 1 : 0);
        number(table.row_estimate ? 1 : 0);
        if (table.row_estimate) number(static_cast<std::uint64_t>(*table.row_estimate));
        number(table.columns.size());
        for (const Column& one : table.columns) column(one);
        texts(table.primary_key);
        number(table.foreign_keys.size());
        for (const ForeignKey& one : table.foreign_keys) key(one);
    }
    std::string take() { return std::move(bytes_); }

  private:
    std::string bytes_;
};

/// Once something is wrong, everything that follows is empty and is_sound() false.
class CatalogDecoder {
  public:
    explicit CatalogDecoder(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift <= longest_varint_shift; shift += varint_bits) {
            if (rest_.empty()) break;
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & (varint_more - 1)) << shift;
            if (byte < varint_more) return value;
        }
        spoil();
        return 0;
    }
    bool flag() { return number() != 0; }
    std::string text() {
        const std::uint64_t size = number();
        if (size > rest_.size()) spoil();
        const std::string_view value = rest_.substr(0, size);
        rest_.remove_prefix(value.size());
        return std::string(value);
    }
    /// Each thing takes a byte at least: no count can ask for more memory than the bytes are worth.
    std::size_t count() {
        const std::uint64_t value = number();
        if (value > rest_.size()) spoil();
        return is_sound_ ? value : 0;
    }
    std::vector<std::string> texts() {
        std::vector<std::string> values(count());
        for (std::string& value : values) value = text();
        return values;
    }
    void column(Column& column) {
        column.name = text();
        column.type = text();
        const std::uint64_t kind = number();
        if (kind >> 1 > static_cast<std::uint64_t>(Kind::timestamp)) spoil();
        column.kind = static_cast<Kind>(is_sound_ ? kind >> 1 : 0);
        column.nullable = (kind & 1) != 0;
        column.comment = text();
    }
    ForeignKey key() {
        ForeignKey key;
        key.columns = texts();
        key.table = text();
        key.referenced = texts();
        key.inferred = flag();
        return key;
    }
    void table(Table& table) {
        table.schema = text();
        table.name = text();
        table.comment = text();
        table.home = text();
        table.is_view = flag();
        if (flag()) table.row_estimate = static_cast<std::int64_t>(number());
        const std::size_t columns = count();
        table.columns.reserve(std::min(columns, most_reserved));
        for (std::size_t i = 0; i < columns && is_sound_; ++i) column(table.columns.emplace_back());
        table.primary_key = texts();
        const std::size_t keys = count();
        for (std::size_t i = 0; i < keys && is_sound_; ++i) table.foreign_keys.push_back(key());
    }
    bool is_sound() const { return is_sound_; }
    bool is_at_end() const { return rest_.empty(); }

  private:
    void spoil() {
        is_sound_ = false;
        rest_ = {};
    }

    std::string_view rest_;
    bool is_sound_ = true;
};

}

std::string encode_catalog(const Catalog& catalog) {
    CatalogEncoder out;
    out.number(catalog.tables.size());
    for (const Table& table : catalog.tables) out.table(table);
    return out.take();
}

std::optional<Catalog> decode_catalog(std::string_view bytes) {
    CatalogDecoder in(bytes);
    Catalog catalog;
    const std::size_t tables = in.count();
    catalog.tables.reserve(std::min(tables, most_reserved));
    for (std::size_t i = 0; i < tables && in.is_sound(); ++i)
        in.table(catalog.tables.emplace_back());
    if (!in.is_sound() || !in.is_at_end()) return std::nullopt;
    return catalog;
}

}
