#!/bin/sh
# Fails when a .sql file of a folder would do more than read, for a pipeline that lets people add
# reports:
#     guard_in_ci.sh reports postgres
# Nothing is run and no database is needed. One statement in each file.
set -eu

usage="usage: guard_in_ci.sh FOLDER sqlite|postgres|mysql|sqlserver|generic"
[ $# -eq 2 ] || { echo "$usage" >&2 && exit 2; }
folder=$1 dialect=$2
[ -d "$folder" ] || { echo "guard_in_ci.sh: no folder '$folder'" >&2 && exit 2; }

bad=$(
    find "$folder" -type f -name '*.sql' | LC_ALL=C sort | while IFS= read -r file; do
        reason=$(askdb sql --check --dialect "$dialect" -f "$file" 2>&1) ||
            printf '%s: %s\n' "$file" "$reason"
    done
)
[ -z "$bad" ] || { printf '%s\n' "$bad" && exit 1; }
