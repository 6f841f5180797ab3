#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace askdb::knowledge {

/// What a person said of an answer.
enum class Verdict {
    good,  ///< The SQL is what the question means.
    bad,   ///< It is not; the entry says what is.
};

std::string_view name_of(Verdict verdict);  ///< "good", "bad"
std::optional<Verdict> find_verdict(std::string_view name);

/// One question that a person judged: a verified query, or a correction.
struct Entry {
    std::string question;
    std::string database = {};  ///< Its name; empty: any whose dialect it is.
    std::string dialect = {};   ///< "sqlite", …; empty: any.
    std::string date = {};      ///< "2026-11-30", when it was judged; may be empty.
    Verdict verdict = Verdict::good;
    std::string sql = {};           ///< The right one. A correction may have none.
    std::string wrong_sql = {};     ///< Of a correction; may be empty.
    std::string wrong_answer = {};  ///< Of a correction; may be empty.
    std::string note = {};          ///< The person's words: of a correction, what is right.
    std::string path = {};          ///< Its file, for messages.
};

/// The database that a question is about; borrowed.
struct Target {
    std::string_view database;
    std::string_view dialect;
};

/// Whether what the entry says holds for the database.
bool is_about(const Entry& entry, const Target& target);

/// The question without what makes no other question of it: case (ASCII), spaces, quotes, the
/// punctuation behind words. "total > 100" is not "total < 100", nor "1.5" "15". Pure.
std::string question_key(std::string_view question);

/// The statement without its surplus spaces and its last semicolon. Pure.
std::string sql_key(std::string_view sql);

/// A name for the entry's file, without an ending: [a-z0-9-], never empty, at most 60 bytes.
std::string slug_of(std::string_view question);

}
