#include "sessions/export/export_format.h"
#include "sessions/export/transcript_json.h"

namespace askdb::sessions {

extern const ExportFormat json_export = {
    .name = "json",
    .summary = "all that is known of it, for programs; see: askdb schema conversation",
    .extensions = "json",
    .make = transcript_text,
};

}
