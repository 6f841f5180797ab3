#include "cli/render/sql_keywords.h"

#include <algorithm>

namespace askdb::cli {
namespace {

enum class SqlWordKind { keyword, often_name, often_english };

struct SqlKeyword {
    std::string_view word;
    SqlWordKind kind = SqlWordKind::keyword;
};

// Of all dialects, sorted.
constexpr SqlKeyword sql_keyword_table[] = {
    {"add", SqlWordKind::often_name},
    {"all"},
    {"alter"},
    {"analyze"},
    {"and"},
    {"any"},
    {"as"},
    {"asc"},
    {"at", SqlWordKind::often_name},
    {"begin"},
    {"between"},
    {"both", SqlWordKind::often_english},
    {"by"},
    {"case"},
    {"cast"},
    {"check"},
    {"collate"},
    {"column"},
    {"commit"},
    {"constraint"},
    {"create"},
    {"cross"},
    {"cube"},
    {"current"},
    {"current_date"},
    {"current_time"},
    {"current_timestamp"},
    {"database"},
    {"date", SqlWordKind::often_name},
    {"default"},
    {"delete"},
    {"desc"},
    {"describe"},
    {"distinct"},
    {"div"},
    {"do", SqlWordKind::often_english},
    {"drop"},
    {"else"},
    {"end"},
    {"escape"},
    {"except"},
    {"exclude"},
    {"exists"},
    {"explain"},
    {"extract"},
    {"false"},
    {"fetch"},
    {"filter"},
    {"first"},
    {"following"},
    {"for"},
    {"foreign"},
    {"from"},
    {"full"},
    {"function", SqlWordKind::often_english},
    {"glob"},
    {"grant", SqlWordKind::often_english},
    {"group"},
    {"grouping"},
    {"having"},
    {"if"},
    {"ilike"},
    {"in"},
    {"index"},
    {"inner"},
    {"insert"},
    {"intersect"},
    {"interval"},
    {"into"},
    {"is"},
    {"isnull"},
    {"join"},
    {"key"},
    {"last"},
    {"lateral"},
    {"left"},
    {"like"},
    {"limit"},
    {"matched"},
    {"materialized"},
    {"merge"},
    {"minus"},
    {"natural"},
    {"next"},
    {"not"},
    {"notnull"},
    {"null"},
    {"nulls"},
    {"of", SqlWordKind::often_english},
    {"offset"},
    {"on"},
    {"only"},
    {"or"},
    {"order"},
    {"ordinality"},
    {"outer"},
    {"over"},
    {"partition"},
    {"pivot"},
    {"pragma"},
    {"preceding"},
    {"primary"},
    {"qualify"},
    {"range"},
    {"recursive"},
    {"references"},
    {"regexp"},
    {"rename"},
    {"replace"},
    {"returning"},
    {"revoke", SqlWordKind::often_english},
    {"right"},
    {"rlike"},
    {"rollback"},
    {"rollup"},
    {"row"},
    {"rows"},
    {"schema"},
    {"select"},
    {"set"},
    {"sets"},
    {"show"},
    {"similar"},
    {"some"},
    {"table"},
    {"tables"},
    {"tablesample"},
    {"temp"},
    {"temporary"},
    {"then"},
    {"ties"},
    {"time", SqlWordKind::often_name},
    {"timestamp"},
    {"to"},
    {"top"},
    {"trigger", SqlWordKind::often_english},
    {"true"},
    {"truncate"},
    {"unbounded"},
    {"union"},
    {"unique"},
    {"unpivot"},
    {"update"},
    {"using"},
    {"vacuum", SqlWordKind::often_english},
    {"values"},
    {"view"},
    {"when"},
    {"where"},
    {"window"},
    {"with"},
    {"within"},
    {"xor"},
    {"zone", SqlWordKind::often_name},
};

const SqlKeyword* find_keyword(std::string_view word) {
    const auto* const found = std::lower_bound(
        std::begin(sql_keyword_table), std::end(sql_keyword_table), word,
        [](const SqlKeyword& keyword, std::string_view wanted) { return keyword.word < wanted; });
    return found != std::end(sql_keyword_table) && found->word == word ? found : nullptr;
}

}

bool is_sql_bone(std::string_view word) {
    const SqlKeyword* const keyword = find_keyword(word);
    return keyword != nullptr && keyword->kind != SqlWordKind::often_name;
}

bool is_sql_word(std::string_view word) {
    const SqlKeyword* const keyword = find_keyword(word);
    return keyword != nullptr && keyword->kind != SqlWordKind::often_english;
}

std::vector<std::string_view> sql_words() {
    std::vector<std::string_view> words;
    for (const SqlKeyword& keyword : sql_keyword_table) {
        if (keyword.kind != SqlWordKind::often_english) words.push_back(keyword.word);
    }
    return words;
}

}
