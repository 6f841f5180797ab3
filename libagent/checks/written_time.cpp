#include "libagent/checks/written_time.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"

#include <algorithm>
#include <string>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr int hours_of_day = 24, minutes_of_hour = 60, seconds_of_minute = 60, noon = 12;

bool has_digit(string_view text, std::size_t i) {
    return i < text.size() && is_ascii_digit(text[i]);
}

/// Two digits below 60 behind a colon at `i`; -1 when there are none.
int part_behind(string_view text, std::size_t i) {
    if (i >= text.size() || text[i] != ':' || !has_digit(text, i + 1) || !has_digit(text, i + 2))
        return -1;
    if (has_digit(text, i + 3)) return -1;
    const int value = (text[i + 1] - '0') * 10 + (text[i + 2] - '0');
    return value < minutes_of_hour ? value : -1;
}

/// "at", "um", "vers": what stands before a time and not before a ratio.
bool is_led_by_word(string_view text, std::size_t begin) {
    std::size_t end = begin;
    while (end > 0 && text[end - 1] == ' ') --end;
    std::size_t first = end;
    while (first > 0 && string_view(" \t\n,.;:()|").find(text[first - 1]) == string_view::npos)
        --first;
    return in_list(
        "at um las by until till bis since seit before after gegen vers ab a desde hasta",
        folded_word(text.substr(first, end - first)));
}

/// Reads "am", "p.m.", "Uhr" behind the time.
void read_half_of_day(string_view text, WrittenTime& time, int hour) {
    std::size_t i = time.end;
    i += space_length(text, i);
    struct Half {
        string_view word;
        int first_hour;  ///< -1: none is said.
    };
    constexpr Half halves[] = {{"am", 0},    {"AM", 0},      {"a.m.", 0}, {"pm", noon},
                               {"PM", noon}, {"p.m.", noon}, {"Uhr", -1}, {"o'clock", -1}};
    for (const Half& half : halves) {
        const string_view rest = text.substr(i);
        if (!rest.starts_with(half.word) || letter_length(text, i + half.word.size()) > 0) continue;
        time.is_sure = true;
        time.end = i + half.word.size();
        if (half.first_hour >= 0 && hour <= noon)
            time.seconds +=
                (hour % noon + half.first_hour - hour) * minutes_of_hour * minutes_of_hour;
        return;
    }
}

}

std::vector<WrittenTime> find_times(string_view text) {
    std::vector<WrittenTime> times;
    for (std::size_t i = text.find(':'); i != string_view::npos; i = text.find(':', i + 1)) {
        std::size_t begin = i;
        while (begin > 0 && is_ascii_digit(text[begin - 1]) && i - begin < 3) --begin;
        const int minute = part_behind(text, i);
        if (begin == i || i - begin > 2 || minute < 0) continue;
        int hour = 0;
        for (std::size_t at = begin; at < i; ++at) hour = hour * 10 + (text[at] - '0');
        // The T of 2025-06-30T14:35.
        const bool is_behind_t = begin > 1 && text[begin - 1] == 'T' && has_digit(text, begin - 2);
        const bool is_part = is_inside_word(text, begin) && !is_behind_t;
        if (hour >= hours_of_day || is_part || (begin > 0 && text[begin - 1] == ':')) continue;
        const int second = part_behind(text, i + 3);
        WrittenTime time{
            .begin = begin,
            .end = i + (second < 0 ? 3 : 6),
            .seconds = (hour * minutes_of_hour + minute) * seconds_of_minute + std::max(second, 0),
            .has_seconds = second >= 0};
        if (second < 0 && time.end < text.size() && text[time.end] == ':') continue;
        time.is_sure = is_behind_t || is_led_by_word(text, begin);
        read_half_of_day(text, time, hour);
        i = time.end - 1;
        times.push_back(time);
    }
    return times;
}

}
