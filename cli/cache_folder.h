#pragma once

#include <string>

namespace askdb::cli {

class Environment;

/// Where things are kept that may be lost at any time: $XDG_CACHE_HOME/askdb, else ~/.cache/askdb;
/// empty without a home. What XDG_CACHE_HOME says is to be ignored when it is not absolute
/// (https://specifications.freedesktop.org/basedir-spec).
std::string cache_folder(const Environment& environment);

}
