#pragma once

#include "cli/command.h"
#include "cli/piped_input.h"
#include "libagent/database/database.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace askdb::cli {

class Progress;

/// The databases that a conversation was about. A conversation knows them by name alone: of a file
/// its stem, of a server its database's name. Opens what it is asked for, and keeps it open.
class ReplayDatabases {
  public:
    /// `names`: all that will be asked for. Opens those of -d; borrows the context and the spinner.
    /// Throws Failure(usage), and Stopped.
    ReplayDatabases(const CommandContext& context, Progress& progress,
                    std::vector<std::string> names);

    /// With -d: the one that is called so or, where one was given and one is asked for, that one.
    /// Else what the configuration calls so, then its usual database if that is called so, then the
    /// only ODBC data source or file of this folder. Throws Failure(usage) when nothing fits.
    database::Database& find(const std::string& name);

  private:
    database::Database& find_given(const std::string& name);
    std::unique_ptr<database::Database> open(const std::string& text) const;
    std::unique_ptr<database::Database> open_recorded(const std::string& name) const;
    std::unique_ptr<database::Database> open_usual(const std::string& name) const;

    const CommandContext& context_;
    Progress& progress_;
    std::vector<std::string> names_;
    PipedInput input_ = {};
    std::vector<std::unique_ptr<database::Database>> given_ = {};
    std::map<std::string, std::unique_ptr<database::Database>> found_ = {};
};

}
