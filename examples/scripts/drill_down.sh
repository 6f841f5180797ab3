#!/bin/sh
# Asks one question after the other in one conversation, each of which may go on from those before,
# and leaves all of it as a page for a browser.
#     drill_down.sh maintenance.db questions.txt report.html [NAME]
# One question a line. NAME is that of the conversation: the next run with the same goes on in it;
# without NAME it is called by the day.
set -eu

usage="usage: drill_down.sh DATABASE QUESTIONS PAGE [NAME]"
[ $# -ge 3 ] || { echo "$usage" >&2 && exit 2; }
database=$1 questions=$2 page=$3 name=${4:-drill-down-$(date +%F)}

# A question without an answer does not keep the others from being in the page.
status=0
askdb -d "$database" --session "$name" -f "$questions" || status=$?
case $status in 0 | 1 | 7 | 8) ;; *) exit "$status" ;; esac
askdb sessions export "$name" --format html -o "$page"
exit "$status"
