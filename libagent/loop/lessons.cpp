#include "libagent/loop/lessons.h"

#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/loop/blank_literals.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

namespace askdb::loop {
namespace {

constexpr std::string_view verified_head =
    "\n# Verified queries\n"
    "People have confirmed these statements for like questions. Take their tables, joins, filters "
    "and meanings of words; for the same question run the same statement.\n";
constexpr std::string_view corrections_head =
    "\n# Corrections\n"
    "People have corrected answers to these questions. What they say of a word, a table or a "
    "filter holds for like questions, too. Never repeat what was wrong.\n";

std::vector<std::string> harmless_lines(std::string_view text) {
    return split(visible(trim(text), true), '\n');
}

/// Indented, so that no line of it can begin a part of the prompt, and harmless.
std::string indented_text(std::string_view text) {
    std::string out;
    for (const std::string& line : harmless_lines(text)) out += "  " + line + '\n';
    return out;
}

void append_part(std::string& out, std::string_view title, std::string_view text) {
    if (!text.empty()) out.append(title).append(":\n").append(indented_text(text));
}

std::string entry_part(const knowledge::Entry& entry) {
    std::string out = fmt::format("Question: {}\n", visible(entry.question));
    if (!entry.database.empty()) out += fmt::format("Database: {}\n", visible(entry.database));
    append_part(out, "What was wrong (SQL)", entry.wrong_sql);
    append_part(out, "What was wrong (answer)", entry.wrong_answer);
    append_part(out, entry.verdict == knowledge::Verdict::bad ? "What is right" : "Remark",
                entry.note);
    append_part(out, "SQL", entry.sql);
    return out;
}

/// The entries that fit, with their head; what they took is taken from `room`.
std::string entries_text(std::string_view head, const std::vector<knowledge::Entry>& entries,
                         std::size_t& room) {
    std::string out;
    for (const knowledge::Entry& entry : entries) {
        const std::string part = entry_part(entry);
        const std::size_t needed = part.size() + 1 + (out.empty() ? head.size() : 0);
        if (needed > room) continue;
        room -= needed;
        if (out.empty()) out = head;
        out += part + '\n';
    }
    return out;
}

}

knowledge::Lessons lessons_for(const Agent& agent, std::string_view question) {
    if (agent.learned == nullptr) return {};
    std::vector<knowledge::Target> targets;
    for (const database::Database* database : agent.databases)
        targets.push_back({database->name(), database->dialect().name});
    knowledge::Lessons lessons = agent.learned->lessons(question, targets);
    if (agent.sharing.is_full()) return lessons;
    std::set<std::string> names;
    for (database::Database* database : agent.databases) {
        const database::Catalog* const catalog = database->catalog_at_hand();
        if (catalog != nullptr) add_names(*catalog, names);
    }
    for (knowledge::Entry& entry : lessons.corrections) {
        entry.wrong_answer.clear();
        entry.wrong_sql = without_literals(entry.wrong_sql, names);
    }
    return lessons;
}

std::vector<std::string> wrong_answer_lines(const knowledge::Lessons& lessons) {
    std::vector<std::string> lines;
    for (const knowledge::Entry& entry : lessons.corrections) {
        for (std::string& line : harmless_lines(entry.wrong_answer)) {
            if (!trim(line).empty()) lines.push_back(std::move(line));
        }
    }
    return lines;
}

std::string rules_text(const std::string& instructions, const knowledge::Lessons& lessons,
                       std::size_t max_bytes) {
    if (instructions.empty() && lessons.rules.empty()) return {};
    std::string text = instructions;
    if (!text.empty() && !lessons.rules.empty()) text += "\n\n";
    text += visible(clipped(lessons.rules, max_bytes), true);
    return "\n# Business rules\n" + text + "\n";
}

std::string lessons_text(const knowledge::Lessons& lessons, std::size_t max_bytes) {
    // What was wrong once matters most: it is wrong without the correction.
    std::size_t room = max_bytes;
    const std::string corrections = entries_text(corrections_head, lessons.corrections, room);
    return entries_text(verified_head, lessons.verified, room) + corrections;
}

}
