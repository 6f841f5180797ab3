#pragma once

#include "libagent/database/files/json_object_json.h"
#include "libagent/database/files/json_splitter.h"
#include "libagent/database/files/text_window.h"

namespace askdb::database {

/// The objects of a file: JSON Lines, objects one behind the other, or one array of them. A record
/// has a cell for each key that was met until then.
class JsonReader : public RecordReader {
  public:
    /// Borrows `input`. `name` is for messages.
    JsonReader(const ByteInput& input, TextEncoding encoding, std::string name);

    bool next(Record& record, const std::stop_token& stop) override;
    const std::vector<std::string>& names() const override { return objects_.names(); }

  private:
    [[noreturn]] void fail(std::string_view what) const;

    TextWindow window_;
    JsonSplitter splitter_;
    JsonObjectReader objects_;
    std::string name_;
};

}
