#!/bin/sh
# Joins what two databases of any kind have, each with its own statement; the results are the tables
# `l` and `r` of the third:
#     join_two_databases.sh shop.db "SELECT id, name FROM customers" \
#         postgres://reader@db/billing "SELECT customer_id, amount FROM bills" \
#         "SELECT name, sum(amount) FROM l JOIN r ON r.customer_id = l.id GROUP BY 1"
# A data file counts as a database too: its table has the name of the file.
set -eu

usage="usage: join_two_databases.sh DATABASE SQL DATABASE SQL JOIN_SQL"
[ $# -eq 5 ] || { echo "$usage" >&2 && exit 2; }

parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT

askdb sql -d "$1" -o "$parts/l.csv" -- "$2"
askdb sql -d "$3" -o "$parts/r.csv" -- "$4"
cd "$parts"
askdb sql -d l.csv -d r.csv -- "$5"
