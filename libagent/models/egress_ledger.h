#pragma once

#include "libagent/base/descriptor.h"
#include "libagent/models/egress_witness.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::models {

/// What went to one host in one conversation.
struct HostEgress {
    struct Column {
        std::size_t values = 0;  ///< The most that one request held: each repeats those before it.
        std::size_t bounds = 0;  ///< Of these: smallest and largest ones, told beside the rows.
        std::size_t bytes = 0;   ///< Of the values.
    };
    std::size_t requests = 0;
    std::uint64_t bytes = 0;                                  ///< Of all requests' bodies.
    std::map<std::string, Column, std::less<>> columns = {};  ///< By "r1.total", "(error)".
};
using EgressByHost = std::map<std::string, HostEgress, std::less<>>;

/// Takes note of each request to a model before it is sent: by conversation and host in memory,
/// and, where it has a file, as a line of JSON there. A line names time, host, model, conversation,
/// the bytes of the request, of its messages by role, and each value that tools told, see
/// sent_values().
class EgressLedger : public EgressWitness {
  public:
    EgressLedger() = default;
    /// Appends to the file, which is made (0600) when it is not there; one that is there becomes
    /// 0600. Throws Failure(usage) when it cannot be opened, when standard output goes there, and
    /// for a file with anything else in it than such lines: it stays as it is.
    explicit EgressLedger(const std::string& path);

    /// Whether others than its owner could read the file until it became 0600.
    bool was_open_to_others() const { return was_open_to_others_; }

    /// Throws Failure(refused) when the line cannot be written: then nothing may be sent.
    void before_sending(const Departure& departure) override;

    EgressByHost of_conversation(std::string_view conversation) const;

  private:
    std::string path_;
    std::optional<Descriptor> file_;
    bool was_open_to_others_ = false;
    mutable std::mutex mutex_;  ///< Guards what follows, and the order of lines.
    std::map<std::string, EgressByHost, std::less<>> conversations_;
};

}
