#!/bin/sh
# Compares the one number that answers a question with the most that it may be:
#     alert_on_threshold.sh monitoring.db 25 "How many issues are overdue?" || mail -s overdue me
# Prints the number. Exit code 0: not above; 1: above; 2: there is no such number, and stderr says
# why.
set -eu

[ $# -eq 3 ] || { echo "usage: alert_on_threshold.sh DATABASE MAXIMUM QUESTION" >&2 && exit 2; }
database=$1 maximum=$2 question=$3

rows=$(askdb -q -d "$database" --data csv -- "$question") || exit 2
# A line of names, then a single line with a single number: all else is no number to compare.
number=$(printf '%s\n' "$rows" | tr -d '\r' | sed -n 2p)
lines=$(printf '%s\n' "$rows" | wc -l)
is_number() { printf '%s\n' "$1" | awk '!/^-?[0-9]+(\.[0-9]+)?$/ { exit 1 }'; }
refuse() { echo "alert_on_threshold.sh: $*" >&2 && exit 2; }
is_number "$maximum" || refuse "'$maximum' is no number"
[ "$lines" -eq 2 ] && is_number "$number" || refuse "no single number answers '$question'"

printf '%s\n' "$number"
awk -v number="$number" -v maximum="$maximum" 'BEGIN { exit number + 0 > maximum + 0 }'
