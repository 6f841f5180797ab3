#!/bin/sh
# Asks CSV files of one shape, also compressed ones, as if they were one table called `stdin`:
#     csv_question.sh "How many stdin have status late?" deliveries-2025-*.csv.gz
#     ssh elsewhere cat deliveries.csv | csv_question.sh "How many stdin have status late?"
# The first line of each file must name the columns.
set -eu

[ $# -ge 1 ] || { echo "usage: csv_question.sh QUESTION [FILE.csv[.gz]...]" >&2 && exit 2; }
question=$1
shift
[ $# -gt 0 ] || exec askdb -q -- "$question"

plain() { case $1 in *.gz) gzip -dc -- "$1" ;; *) cat -- "$1" ;; esac; }

refuse() { echo "csv_question.sh: $*" >&2 && exit 2; }

[ -r "$1" ] || refuse "cannot read '$1'"
header=$(plain "$1" | head -n 1)
for file; do
    [ -r "$file" ] || refuse "cannot read '$file'"
    [ "$(plain "$file" | head -n 1)" = "$header" ] || refuse "'$file' has other columns than '$1'"
done
{
    printf '%s\n' "$header"
    for file; do plain "$file" | tail -n +2; done
} | askdb -q -- "$question"
