#pragma once

#include "cli/repl/line_editor.h"

#include <catch2/catch.hpp>

namespace askdb::test {

/// Whether this build has a line editor; says that the test is skipped when it has none.
inline bool can_edit_lines() {
    if (!cli::repl::has_readline()) WARN("skipped: built without readline");
    return cli::repl::has_readline();
}

}
