#pragma once

#include <string>
#include <string_view>

namespace askdb::sessions {

/// Markdown (CommonMark with GitHub's tables, strike-through and task lists) as HTML. Nothing that
/// stands in the text becomes markup but what Markdown itself means: raw HTML is shown as text,
/// links lead to http and https only, pictures become links. Headings begin at level 3, below the
/// question that they answer. Throws Failure(usage) when md4c is not installed.
std::string html_markdown(std::string_view markdown);

}
