#pragma once

#include "libagent/checks/mentions.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace askdb::checks {

/// A run of letters and digits.
struct NameToken {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string folded;
};

/// Where a name stands.
struct NamePlace {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t words = 0;
};

/// A text of a column that the answer says, and which rows have it.
struct SaidText {
    std::vector<NamePlace> places = {};
    std::vector<std::uint32_t> rows = {};
};

std::vector<NameToken> name_tokens(std::string_view text);

/// Goes through an answer and the cells of its results once: find_mentions().
class MentionFinder {
  public:
    explicit MentionFinder(const MentionSearch& search)
        : search_(search),
          tokens_(name_tokens(search.text.plain)),
          dates_(find_dates(search.text.plain)) {
        collect_places();
    }

    std::vector<Mention> find();

  private:
    void collect_places();
    std::vector<NamePlace> places_of(std::string_view cell) const;
    std::vector<NamePlace> places_of_word(const std::string& word) const;
    void search_cells(std::size_t result, const TextColumn& column);
    void search_aliases(std::size_t result, const TextColumn& column);
    void search_dates(std::size_t result, std::size_t column);
    void search_years(std::size_t result, const NumberColumn& column);
    void search_keys(std::size_t result, const NumberColumn& column);
    bool is_fitting(std::string_view cell, const NamePlace& place) const;
    bool is_bound(std::size_t begin) const;
    void add_said(Mention mention, const std::vector<SaidText>& said);
    void add_dates(Mention mention, const std::vector<std::size_t>& firsts,
                   std::vector<std::vector<std::uint32_t>> rows);
    void drop_inner();

    const MentionSearch& search_;
    std::vector<NameToken> tokens_;
    std::vector<std::size_t> unit_ends_;  ///< By token: where its unit ends; 0 outside of units.
    std::vector<WrittenDate> dates_;
    /// Where each word stands, among the tokens; also under its singular.
    std::unordered_map<std::string, std::vector<std::size_t>> places_;
    std::vector<Mention> found_;
};

}
