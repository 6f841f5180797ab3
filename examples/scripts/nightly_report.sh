#!/bin/sh
# Answers every question of a file and prints one report, for cron and a mail:
#     nightly_report.sh maintenance.db questions.txt > report.md
#     nightly_report.sh maintenance.db questions.txt html > report.html
# One question a line; empty lines and lines that begin with # are left out. A question without an
# answer says why in the report, and makes the exit code 1.
set -eu

usage() {
    echo "usage: nightly_report.sh DATABASE QUESTIONS [markdown|html]" >&2
    exit 2
}

[ $# -ge 2 ] || usage
database=$1 questions=$2 format=${3:-markdown}
[ -r "$questions" ] || { echo "nightly_report.sh: cannot read '$questions'" >&2 && usage; }

words=$(mktemp)
trap 'rm -f "$words"' EXIT

escaped() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'; }

case $format in
markdown)
    title() { printf '\n## %s\n\n' "$1"; }
    rows() { cat; }
    note() { sed 's/^/    /'; }
    echo '# Report'
    ;;
html)
    title() { printf '<h2>%s</h2>\n' "$(printf %s "$1" | escaped)"; }
    rows() { sed -n '/<table/,/<\/table>/p'; } # Of a whole page only its table.
    note() { printf '<pre>%s</pre>\n' "$(escaped)"; }
    echo '<!DOCTYPE html><meta charset="utf-8"><title>Report</title>'
    ;;
*) usage ;;
esac

failed=0
while IFS= read -r question || [ -n "$question" ]; do
    case $question in '' | '#'*) continue ;; esac
    title "$question"
    # The rows go to the report; why there are none is on stderr.
    if table=$(askdb -q -d "$database" --data "$format" -- "$question" 2>"$words" </dev/null); then
        printf '%s\n' "$table" | rows
    else
        failed=1
        note <"$words"
    fi
done <"$questions"
exit $failed
