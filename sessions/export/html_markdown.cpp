#include "sessions/export/html_markdown.h"

#include "libagent/base/text.h"
#include "libagent/results/writers/document_parts.h"
#include "sessions/export/html_text.h"
#include "sessions/export/md4c_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace askdb::sessions {
namespace {

std::string text_of_attribute(const MD_ATTRIBUTE& attribute) {
    return {attribute.text, attribute.size};
}

bool is_web_address(std::string_view address) {
    const std::string lower = lower_ascii(address.substr(0, 8));
    return lower.starts_with("http://") || lower.starts_with("https://");
}

std::string_view alignment_of(MD_ALIGN align) {
    switch (align) {
        case MD_ALIGN_RIGHT: return R"( class="number")";
        case MD_ALIGN_CENTER: return R"( class="center")";
        default: return {};
    }
}

/// An element without details.
std::string_view block_name(MD_BLOCKTYPE type) {
    switch (type) {
        case MD_BLOCK_QUOTE: return "blockquote";
        case MD_BLOCK_UL: return "ul";
        case MD_BLOCK_OL: return "ol";
        case MD_BLOCK_LI: return "li";
        case MD_BLOCK_P: return "p";
        case MD_BLOCK_TABLE: return "table";
        case MD_BLOCK_THEAD: return "thead";
        case MD_BLOCK_TBODY: return "tbody";
        case MD_BLOCK_TR: return "tr";
        case MD_BLOCK_TH: return "th";
        case MD_BLOCK_TD: return "td";
        default: return {};
    }
}

std::string_view span_name(MD_SPANTYPE type) {
    switch (type) {
        case MD_SPAN_EM: return "em";
        case MD_SPAN_STRONG: return "strong";
        case MD_SPAN_CODE: return "code";
        case MD_SPAN_DEL: return "del";
        default: return {};
    }
}

unsigned heading_level(const void* detail) {
    constexpr unsigned below_question = 2, deepest = 6;
    const unsigned level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
    return std::min(level + below_question, deepest);
}

/// What md4c calls, one event after the other.
class HtmlBuilder {
  public:
    std::string html = {};

    void enter(MD_BLOCKTYPE type, const void* detail) {
        switch (type) {
            case MD_BLOCK_HR: html += "<hr>\n"; return;
            case MD_BLOCK_H: html += fmt::format("<h{}>", heading_level(detail)); return;
            case MD_BLOCK_CODE:
                return enter_code(*static_cast<const MD_BLOCK_CODE_DETAIL*>(detail));
            case MD_BLOCK_OL: {
                const unsigned start = static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start;
                html += start == 1 ? "<ol>\n" : fmt::format("<ol start=\"{}\">\n", start);
                return;
            }
            case MD_BLOCK_LI: return enter_item(*static_cast<const MD_BLOCK_LI_DETAIL*>(detail));
            case MD_BLOCK_TH:
            case MD_BLOCK_TD:
                html += fmt::format(
                    "<{}{}>", block_name(type),
                    alignment_of(static_cast<const MD_BLOCK_TD_DETAIL*>(detail)->align));
                return;
            case MD_BLOCK_TABLE: html += "<div class=\"wide\"><table>\n"; return;
            default: break;
        }
        if (const std::string_view name = block_name(type); !name.empty())
            html += fmt::format("<{}>", name);
    }

    void leave(MD_BLOCKTYPE type, const void* detail) {
        switch (type) {
            case MD_BLOCK_H: html += fmt::format("</h{}>\n", heading_level(detail)); return;
            case MD_BLOCK_CODE: return leave_code();
            case MD_BLOCK_TABLE: html += "</table></div>\n"; return;
            default: break;
        }
        if (const std::string_view name = block_name(type); !name.empty())
            html += fmt::format("</{}>\n", name);
    }

    void enter(MD_SPANTYPE type, const void* detail) {
        if (type == MD_SPAN_A) return open_link(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href);
        if (type == MD_SPAN_IMG)
            return open_link(static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src);
        if (const std::string_view name = span_name(type); !name.empty())
            html += fmt::format("<{}>", name);
    }

    void leave(MD_SPANTYPE type) {
        if (type == MD_SPAN_A || type == MD_SPAN_IMG) {
            if (links_.back()) html += "</a>";
            links_.pop_back();
            return;
        }
        if (const std::string_view name = span_name(type); !name.empty())
            html += fmt::format("</{}>", name);
    }

    void text(MD_TEXTTYPE type, std::string_view text) {
        if (sql_) {
            *sql_ += text;
            return;
        }
        switch (type) {
            case MD_TEXT_NULLCHAR: html += "\uFFFD"; return;
            case MD_TEXT_BR: html += "<br>\n"; return;
            case MD_TEXT_SOFTBR: html += '\n'; return;
            case MD_TEXT_ENTITY: html += entity(text); return;
            default: html += html_text(text);
        }
    }

  private:
    void enter_item(const MD_BLOCK_LI_DETAIL& item) {
        html += "<li>";
        if (item.is_task != 0) html += item.task_mark == ' ' ? "☐ " : "☑ ";
    }

    /// SQL waits for its end, to be seen as a whole.
    void enter_code(const MD_BLOCK_CODE_DETAIL& code) {
        html += "<pre><code>";
        if (lower_ascii(text_of_attribute(code.lang)) == "sql") sql_.emplace();
    }

    void leave_code() {
        if (sql_) html += html_sql(*sql_);
        sql_.reset();
        html += "</code></pre>\n";
    }

    /// A link within another, as a picture may be, is none: HTML knows no such thing.
    void open_link(const MD_ATTRIBUTE& address) {
        const std::string target = text_of_attribute(address);
        const bool is_inside = std::find(links_.begin(), links_.end(), true) != links_.end();
        const bool is_link = is_web_address(target) && !is_inside;
        links_.push_back(is_link);
        if (is_link)
            html += fmt::format(R"(<a href="{}" rel="noopener noreferrer">)", html_text(target));
    }

    /// Only what is seen as what it is; others, invisible ones too, are shown as they were written.
    static std::string entity(std::string_view text) {
        constexpr std::array<std::string_view, 6> harmless = {"&amp;",  "&lt;",   "&gt;",
                                                              "&quot;", "&apos;", "&nbsp;"};
        return among(harmless, text) ? std::string(text) : html_text(text);
    }

    std::optional<std::string> sql_;  ///< Of the block of SQL that is open.
    std::vector<bool> links_;         ///< Those that are open: whether each became an element.
};

HtmlBuilder& builder(void* pointer) {
    return *static_cast<HtmlBuilder*>(pointer);
}

MD_PARSER parser_with_callbacks() {
    MD_PARSER parser = {};
    parser.flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
                   MD_FLAG_PERMISSIVEURLAUTOLINKS;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* to) {
        builder(to).enter(type, detail);
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* to) {
        builder(to).leave(type, detail);
        return 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* to) {
        builder(to).enter(type, detail);
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* to) {
        builder(to).leave(type);
        return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* to) {
        builder(to).text(type, {text, size});
        return 0;
    };
    return parser;
}

}

std::string html_markdown(std::string_view markdown) {
    const std::string text = results::document_text(markdown);
    const MD_PARSER parser = parser_with_callbacks();
    HtmlBuilder built;
    const int failed =
        md4c_api().parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &built);
    // It only ever fails for want of memory: then the text itself is better than half of it.
    if (failed != 0) return fmt::format("<pre>{}</pre>\n", html_text(text));
    return std::move(built.html);
}

}
