#!/bin/sh
# Runs one statement on two databases and shows which rows differ, as after a copy or a migration:
#     diff_two_databases.sh shop.db postgres://reader@db/shop "SELECT id, total FROM orders"
# Exit code 0: the same rows, in any order; 1: they differ, and stdout has the lines with < and >;
# 2: one of the two could not be asked.
set -eu

[ $# -eq 3 ] || { echo "usage: diff_two_databases.sh DATABASE DATABASE SQL" >&2 && exit 2; }

rows=$(mktemp -d)
trap 'rm -rf "$rows"' EXIT

askdb sql -d "$1" --data tsv -o "$rows/first" -- "$3" || exit 2
askdb sql -d "$2" --data tsv -o "$rows/second" -- "$3" || exit 2
for side in first second; do LC_ALL=C sort -o "$rows/$side" "$rows/$side"; done
diff "$rows/first" "$rows/second"
