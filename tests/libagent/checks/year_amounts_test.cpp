#include "libagent/checks/written_number.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

/// "amount", "either", "unsure", or "year" when the four digits are no number.
std::string role_in(const std::string& text) {
    for (const WrittenNumber& number : find_numbers(text)) {
        if (number.may_be_year) return "unsure";
        return number.or_year ? "either" : "amount";
    }
    return "year";
}

}

TEST_CASE("year amounts: what is counted, paid or measured is an amount", "[checks]") {
    for (const char* text :
         {"There are 2007 corrective orders.", "There are 2007.", "2007 orders are late",
          "They cost 1999 EUR.", "They cost 1999 €.", "A total of 1987 orders is late.",
          "It grew by 2000 units.", "Es gibt 2007 Aufträge.", "Il y a 2007 ordres.",
          "Hay 2007 órdenes.", "Insgesamt 2007 Aufträge."})
        CHECK(std::string(text) + role_in(text) == std::string(text) + "amount");
}

TEST_CASE("year amounts: where both make sense it is either", "[checks]") {
    for (const char* text : {"The count is 2001.", "The number of late orders is 1987.",
                             "Orders: 1987", "the 2024 orders", "1987 corrective orders",
                             "In 2007 cases it was late.", "| Site | Orders |\n| North | 1987 |"})
        CHECK(std::string(text) + role_in(text) == std::string(text) + "either");
}

TEST_CASE("year amounts: years stay years", "[checks]") {
    for (const char* text : {"In 2024 there was more.", "since 2019", "Im Jahr 2024 war es mehr.",
                             "en 2024, depuis 2023", "from 2023 to the end of 2024"})
        CHECK(std::string(text) + role_in(text) == std::string(text) + "year");
    for (const char* text : {"2024: much", "2024 was good", "Order 2058 is late", "Year: 2024",
                             "Years: 2023, 2024", "| 2024 | much |"})
        CHECK(std::string(text) + role_in(text) == std::string(text) + "unsure");
}

}
