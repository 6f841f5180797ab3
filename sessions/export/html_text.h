#pragma once

#include <string>
#include <string_view>

namespace askdb::sessions {

/// A text as HTML holds it, in an element or between quotes: characters that HTML reads are
/// escaped, invalid and invisible ones made visible (results::document_text()).
std::string html_text(std::string_view text);

/// SQL with classes for its strings, numbers, comments and words in capitals.
std::string html_sql(std::string_view sql);

}
