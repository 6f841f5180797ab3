#!/bin/sh
# Writes every table of a database to a file of its own, and prints each name when it is done:
#     export_all_tables.sh postgres://reader@db/shop backup          backup/customers.csv, ...
#     export_all_tables.sh maintenance.db sheets xlsx                sheets/sites.xlsx, ...
# A file is whole or not there. Views are left out. ASKDB_TIMEOUT=3600 gives large tables an hour.
set -eu

usage="usage: export_all_tables.sh DATABASE FOLDER [csv|tsv|json|jsonl|xlsx]"
[ $# -ge 2 ] || { echo "$usage" >&2 && exit 2; }
database=$1 folder=$2 format=${3:-csv}
most_rows=1000000000

tables=$(mktemp)
trap 'rm -f "$tables"' EXIT
# Tab-separated: a name may well hold a comma.
askdb tables -d "$database" --data tsv >"$tables"

# MariaDB puts names in backticks, SQLite too, all others in double quotes.
mark='"'
askdb sql -q -d "$database" -- 'SELECT 1 AS `a`' >"$tables.probe" 2>&1 && mark='`'
rm -f "$tables.probe"

mkdir -p "$folder"
tr -d '\r' <"$tables" | awk -F '\t' 'NR > 1 && $2 == "table" { print $1 }' |
    while IFS= read -r table; do
        name=$mark$(printf '%s' "$table" | sed "s/$mark/&&/g; s/\./$mark.$mark/g")$mark
        askdb sql -d "$database" --max-rows $most_rows -o "$folder/$table.$format" \
            -- "SELECT * FROM $name" </dev/null
        printf '%s\n' "$table"
    done
