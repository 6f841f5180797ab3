#pragma once

#include <string_view>

namespace askdb::sessions {

/// The style sheet of an exported conversation: light and dark as the reader's own, narrow screens
/// and paper included.
std::string_view html_style();

}
