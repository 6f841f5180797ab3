#pragma once

#include "libagent/base/error.h"
#include "libagent/database/catalog.h"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::tools {

/// How much of the data a model may see. Each level shows what those before it show, too:
/// `schema`: names, types, keys, comments, numbers of rows; `stats`: of each column of a result the
/// NULLs, the distinct values, and the smallest and largest number or date; `sample`: the first
/// rows of what the database gave; `rows`: also those of statements over earlier results.
enum class ShareLevel : std::uint8_t { schema, stats, sample, rows };

/// As people write them, in the order of ShareLevel.
inline constexpr std::array<std::string_view, 4> share_levels = {"schema", "stats", "sample",
                                                                 "rows"};
std::string_view name_of(ShareLevel level);
/// Nothing for any other text.
std::optional<ShareLevel> find_share_level(std::string_view name);

/// What holds for one database. Masks are `TABLE.COLUMN` or `SCHEMA.TABLE.COLUMN`, in each part `*`
/// for any run of characters and `?` for one, ignoring ASCII case: what such columns hold is never
/// shown, at any level.
struct SharingRule {
    ShareLevel level = ShareLevel::rows;
    std::vector<std::string> masks = {};

    bool is_full() const { return level == ShareLevel::rows && masks.empty(); }
    /// Whether single values are shown where no mask covers them.
    bool shows_values() const { return level >= ShareLevel::sample; }
    /// Whether nothing may be told of what the values of a column are like: of masked ones, and at
    /// `schema` of all. That it has a text, named whole, may be told of any.
    bool keeps_secret(bool is_masked) const { return is_masked || level == ShareLevel::schema; }
    bool masks_column(const database::Table& table, std::string_view column) const;
    /// Whether a column of a result, of which no more than its name is known, may be one of those.
    /// A mask over all columns of a table says nothing of names.
    bool masks_name(std::string_view column) const;
    /// Whether a table of which no more than its name is known may have such columns. A mask over
    /// all tables says nothing of names.
    bool masks_table_name(std::string_view table) const;
    void tighten(const SharingRule& other);
};

struct DatabaseSharing {
    std::string database = {};  ///< By the name that a person gave it.
    SharingRule rule = {};
};

/// What models may see of all databases. A value; by default everything.
struct Sharing {
    SharingRule common = {};
    /// Of those that are open, with all their names; each can only tighten `common`.
    std::vector<DatabaseSharing> databases = {};
    /// Of others, of which a conversation may still have results.
    std::vector<DatabaseSharing> elsewhere = {};

    /// Whether everything is shared of those that are open.
    bool is_full() const;
    /// Whether it is of the others, too.
    bool hides_nothing() const;
    /// Of one of these names, wherever it is listed; of a database that nobody knows, the strictest
    /// rule of all.
    SharingRule rule_of(std::string_view database) const;
    /// Tighter than, or the same as, that of each database that is open.
    SharingRule strictest() const;
    /// The same where results of these databases are there too: their rules count as those of open
    /// ones. One that nobody knows may be any.
    Sharing with_origins(std::span<const std::string> origins) const;
    /// For the session: under what a turn was made. Empty: everything was shared.
    std::string kept_text() const;
    /// Whether what a model saw of a turn that was made under `kept` may be sent again now.
    bool may_repeat(std::string_view kept) const;
};

/// Why a text is no mask (Errc::usage); nothing when it is one.
std::optional<Error> judge_mask(std::string_view mask);

using ColumnSet = std::set<const database::Column*>;
/// The columns of the catalog that the rule masks.
ColumnSet masked_in(const database::Catalog& catalog, const SharingRule& rule);

}
