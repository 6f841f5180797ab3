#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace askdb::database {

/// Finds where the objects of JSON text end, without reading what is in them: of JSON Lines, of
/// objects one behind the other, and of one array of objects.
class JsonSplitter {
  public:
    enum class Outcome {
        object,       ///< begin() and end() hold it.
        more_needed,  ///< The text ends before the object does.
        finished,     ///< Nothing but blanks is left.
        no_object,    ///< Something else stands there.
        cut,          ///< The file ends within an object, or before the array's end.
    };

    /// Looks at `text`, which begins behind what was looked at last.
    Outcome next(std::string_view text, bool is_last);

    std::size_t begin() const { return begin_; }  ///< Of the object, in the last text.
    std::size_t end() const { return end_; }      ///< Behind it.
    std::uint64_t line() const { return line_; }  ///< In which it begins, from 1.
    bool is_array() const { return in_array_; }

  private:
    enum class Place { start, first_in_array, before_object, after_object, behind_array };

    void skip_blanks(std::string_view text);
    Outcome scan_object(std::string_view text, bool is_last);
    Outcome at_no_object(char c);

    Place place_ = Place::start;
    bool in_array_ = false;
    std::size_t begin_ = 0, end_ = 0;
    std::uint64_t line_ = 1;
    std::uint64_t lines_within_ = 0;  ///< Of the last object.
};

}
