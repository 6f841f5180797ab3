#include "libagent/checks/number_compounds.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

/// Value and words of the compound that begins the text; 0 and 0 when none does.
std::pair<double, std::size_t> read(const std::string& text) {
    const CompoundNumber found = compound_number(text, words_of(text), 0);
    return {found.is_clear ? found.value : -1, found.words};
}

using Read = std::pair<double, std::size_t>;

}

TEST_CASE("number compounds: French", "[checks]") {
    CHECK(read("soixante-dix-neuf ordres") == Read{79, 3});
    CHECK(read("quatre-vingts") == Read{80, 2});
    CHECK(read("quatre-vingt-dix-sept") == Read{97, 4});
    CHECK(read("vingt et un sites") == Read{21, 3});
    CHECK(read("soixante et onze") == Read{71, 3});
    CHECK(read("deux cent trente-quatre") == Read{234, 4});
    CHECK(read("trois mille cinq cents") == Read{3'500, 4});
    CHECK(read("dix-sept") == Read{17, 2});
    CHECK(read("dix ordres").second == 0);
    CHECK(read("six et sept").second == 0);
    CHECK(read("six cents").first == -1);
}

TEST_CASE("number compounds: Spanish", "[checks]") {
    CHECK(read("setenta y nueve") == Read{79, 3});
    CHECK(read("ciento veinte") == Read{120, 2});
    CHECK(read("dos mil quinientos") == Read{2'500, 3});
    CHECK(read("trescientos cuarenta y cinco pedidos") == Read{345, 4});
    CHECK(read("tres y cuatro").second == 0);
}

TEST_CASE("number compounds: German", "[checks]") {
    CHECK(read("achtundsiebzig") == Read{78, 1});
    CHECK(read("zweihundertfünfzig") == Read{250, 1});
    CHECK(read("dreitausendvierhundertzwölf") == Read{3'412, 1});
    CHECK(read("Hundertwasser").second == 0);
    CHECK(read("wunderbar").second == 0);
    CHECK(read("tausendfach").second == 0);
}

TEST_CASE("number compounds: other words are none", "[checks]") {
    for (const char* const text : {"orders", "un", "mil", "neuf", "the sites", "Hunderte"}) {
        INFO(text);
        CHECK(read(text).second == 0);
    }
}

}
