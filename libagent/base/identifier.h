#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace askdb {

/// The words of a name as they stand there: cut at everything that is neither letter nor digit,
/// between the small and the capital letter of `siteId`, before the last capital of `HTTPServer`,
/// and between letters and digits. Small and capital are Unicode's. Of what is not ASCII everything
/// counts as a letter; so does a byte that is no UTF-8. Pure.
std::vector<std::string_view> split_identifier(std::string_view name);

}
