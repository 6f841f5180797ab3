#pragma once

#include "libagent/database/own_connection.h"
#include "libagent/session/archive.h"

#include <memory>

namespace askdb::test {

/// A turn of a few steps, as models make them: 6 events.
session::Turn usual_turn();

/// Makes an empty store one of so many conversations of two turns and ten events each, of 50 users:
/// one by the store itself, the others by SQL, with other words.
void fill_store(const database::OwnSource& source, session::SessionArchive& archive,
                int conversations);

/// Deletes the tables of a store that may be there.
void drop_store(const database::OwnSource& source);

/// The same place, where commits that wait for the disk are counted.
class CountedSource : public database::OwnSource {
  public:
    /// Both must outlive it; `commits` is changed by one thread at a time, as the store does.
    CountedSource(const database::OwnSource& source, int& commits)
        : source_(source), commits_(commits) {}

    std::unique_ptr<database::OwnConnection> connect() const override;
    const database::Dialect& dialect() const override { return source_.dialect(); }
    const std::string& name() const override { return source_.name(); }

  private:
    const database::OwnSource& source_;
    int& commits_;
};

}
