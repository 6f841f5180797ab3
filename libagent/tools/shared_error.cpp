#include "libagent/tools/shared_error.h"

#include "libagent/base/text.h"

#include <set>
#include <utility>

namespace askdb::tools {
namespace {

/// What an SQLSTATE's class is about, where the database's own words may quote a value.
struct StateClass {
    std::string_view prefix;
    std::string_view words;
};
constexpr StateClass value_classes[] = {
    {"22012", "division by zero"},
    {"22", "a value cannot be converted to this type, or is out of its range"},
    {"23", "a constraint is violated"},
    {"27", "a trigger refused the change"},
    {"44", "a row does not fit the view"},
    {"P0", "a function or trigger of the database raised an error"},
    {"45", "a function or trigger of the database raised an error"},
    {"HY", "the database refused the statement"},
    {"01", "the database refused the statement"},
    {"38", "a function of the database failed"},
    {"39", "a function of the database failed"},
    {"XX", "the database failed"},
};

constexpr std::string_view gap = "…";

/// Of messages about statements.
constexpr std::string_view message_words =
    " a abort about aggregate aggregates aliases all allowed already ambiguous an and any appear "
    "are argument arguments array as at be been before below bind boolean bound but by call called "
    "can cannot cast casts check clause clauses close column columns compile condition conditions "
    "constraint contain contains correlated could count database databases date datatype days "
    "default defined denied did different distinct division do does each either empty end error "
    "exceeded exist exists expected expression expressions failed few field first float for "
    "foreign "
    "found from full function functions given got group grouped grouping has have having hint hour "
    "identifier if in incomplete incorrect index inner input inserted integer interval into "
    "invalid "
    "is it join key keyword large left level like limit line list locked long longer many match "
    "matches matching mean meant misuse missing more must name named names near nested no nor not "
    "null number numeric object of offset on one only operator operators option or order out outer "
    "over overflow parameter parenthesis partition perhaps permission permissions position primary "
    "query range reached read recursive reference referenced references referencing relation "
    "required result results return returned returns right row rows same schema seconds select "
    "server set should single some specified statement statements string subqueries subquery such "
    "supported support syntax table tables term terms text than that the there this time timeout "
    "timestamp to token too trailing try type types undefined unexpected union unique unknown "
    "unrecognized unsupported unterminated use used user using value values version view was were "
    "when where which while window wildcard with within without you your zero add might explicit "
    "candidate given could need error executing canceling cancelled due interrupted after its "
    "stopped "
    "took ";

bool is_word_byte(unsigned char c) {
    return c == '_' || c == '$' || c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

bool is_usual_word(const std::string& word) {
    return message_words.find(" " + word + " ") != std::string_view::npos;
}

/// Calls `take_word` with each word of the text, and `take_sign` with each byte between them.
template <class TakeWord, class TakeSign>
void cut_words(std::string_view text, const TakeWord& take_word, const TakeSign& take_sign) {
    std::string word;
    for (const char c : text) {
        if (is_word_byte(static_cast<unsigned char>(c))) {
            word += c;
            continue;
        }
        if (!word.empty()) take_word(std::exchange(word, {}));
        take_sign(c);
    }
    if (!word.empty()) take_word(std::move(word));
}

void add_words(std::string_view text, std::set<std::string>& words) {
    cut_words(
        text, [&](const std::string& word) { words.insert(lower_ascii(word)); }, [](char) {});
}

std::set<std::string> known_words(std::string_view sql, const database::Catalog& catalog) {
    std::set<std::string> words;
    add_words(sql, words);
    for (const database::Table& table : catalog.tables) {
        add_words(table.name, words);
        add_words(table.schema, words);
        add_words(table.home, words);
        for (const database::Column& column : table.columns) add_words(column.name, words);
    }
    return words;
}

/// One text on its way through the sieve.
class Sieve {
  public:
    explicit Sieve(const std::set<std::string>& known) : known_(known) {}

    std::string sieved(std::string_view text) {
        cut_words(
            text, [this](const std::string& word) { take_word(word); },
            [this](char c) { take_sign(c); });
        return std::move(out_);
    }

  private:
    void take_word(const std::string& word) {
        const std::string lower = lower_ascii(word);
        const bool is_quoted = quote_ != 0 || depth_ > 0;
        if (known_.contains(lower) || (!is_quoted && is_usual_word(lower))) {
            out_ += word;
            return;
        }
        // How many words are gone is nobody's business either.
        const std::size_t end = out_.find_last_not_of(" .,-:/");
        const bool follows_gap = end != std::string::npos && out_.substr(0, end + 1).ends_with(gap);
        if (follows_gap)
            out_.resize(end + 1);
        else
            out_ += gap;
    }

    /// An apostrophe within a word ("can't") opens nothing; what is never closed stays open, which
    /// lets fewer words through.
    void take_sign(char c) {
        if (c == quote_) {
            quote_ = 0;
        } else if (quote_ == 0 && (c == '"' || c == '\'' || c == '`')) {
            quote_ = c;
        } else if (c == '(' || c == '[' || c == '{') {
            ++depth_;
        } else if (depth_ > 0 && (c == ')' || c == ']' || c == '}')) {
            --depth_;
        }
        constexpr std::string_view harmless = "\"'`()[]{}.,:;?=<>*/|&! \n-";
        if (harmless.find(c) != std::string_view::npos) out_ += c;
    }

    const std::set<std::string>& known_;
    std::string out_;
    char quote_ = 0;
    int depth_ = 0;
};

}

Error without_values(const Error& error, std::string_view sql, const database::Catalog& catalog) {
    // The guard's own words are about the statement.
    if (error.code == Errc::refused && error.sqlstate.empty()) return error;
    Error told = error;
    for (const StateClass& known : value_classes) {
        if (!error.sqlstate.starts_with(known.prefix)) continue;
        told.message =
            std::string(known.words) + " (its words may hold values, and are not shared)";
        told.hint.clear();
        return told;
    }
    const std::set<std::string> words = known_words(sql, catalog);
    told.message = Sieve(words).sieved(error.message);
    told.hint = Sieve(words).sieved(error.hint);
    return told;
}

}
