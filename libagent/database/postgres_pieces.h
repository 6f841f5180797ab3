#pragma once

#include <cstddef>
#include <string_view>

namespace askdb::database {

/// Cuts a tree as libpg_query writes it (JSON without blanks) into its brackets and strings, one
/// after the other: nothing else in it matters to a guard. Borrows the text; any text gives some
/// pieces or none. Linear, without recursion.
class PostgresPieces {
  public:
    enum class Kind { open, close, key, value };

    explicit PostgresPieces(std::string_view json) : json_(json) {}

    /// Whether there is a piece (more).
    bool next();
    Kind kind() const { return kind_; }
    /// Of a key or value, with its escapes as they are: no name that matters needs one.
    std::string_view text() const { return text_; }
    /// The last key so far, also while it is the piece itself.
    std::string_view key() const { return key_; }
    /// How much has been read.
    std::size_t at() const { return at_; }

  private:
    void take_string();

    std::string_view json_;
    std::size_t at_ = 0;
    Kind kind_ = Kind::open;
    std::string_view text_;
    std::string_view key_;
};

}
