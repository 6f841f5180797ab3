#!/bin/bash
# A million rows of eight columns on standard input and as a file: seconds, MiB of memory, and the
# ratio to `sqlite3 .import`, which finds out no types:
#     tests/bench/data_files.sh BUILD-FOLDER [ROWS]
set -eu
build=$1
rows=${2-1000000}
cmake --build "$build" --target askdb >/dev/null
askdb=$build/cli/askdb
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TMPDIR=$folder

awk -v rows="$rows" 'BEGIN {
    srand(7)
    print "order_id,customer,region,product,ordered_on,quantity,amount,paid"
    split("North South East West Centre", regions, " ")
    for (i = 1; i <= rows; ++i)
        printf "%d,Customer %d,%s,Product %d,2024-%02d-%02d,%d,%.2f,%s\n", i, rand() * 99999,
            regions[int(rand() * 5) + 1], rand() * 500, rand() * 12 + 1, rand() * 28 + 1,
            rand() * 20 + 1, rand() * 2000, rand() < 0.5 ? "true" : "false"
}' > "$folder/orders.csv"
printf '%s rows, %s MiB\n' "$rows" "$(($(stat -c %s "$folder/orders.csv") >> 20))"

# Seconds of wall time and of the processor, then MiB, of the command behind the name.
measure() {
    name=$1
    shift
    read -r seconds processor kib < <(python3 - "$@" <<'PYTHON'
import resource, subprocess, sys, time
begin = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
took = time.monotonic() - begin
use = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{took:.2f} {use.ru_utime + use.ru_stime:.2f} {use.ru_maxrss}")
PYTHON
    )
    printf '%-28s %6s s  %6s s of the processor  %4s MiB\n' "$name" "$seconds" "$processor" \
        "$((kib >> 10))"
}

import_it() {
    rm -f "$folder/i.db"
    measure "$1" sqlite3 "$folder/i.db" ".mode csv" ".import $folder/orders.csv orders"
}
count="SELECT count(*) FROM"
import_it "sqlite3 .import"
theirs=$processor
measure "askdb -d orders.csv" "$askdb" sql -q -d "$folder/orders.csv" "$count orders"
ours=$processor
measure "cat orders.csv | askdb" sh -c "cat '$folder/orders.csv' | '$askdb' sql -q '$count stdin'"
printf 'processor time, askdb / sqlite3: %s\n' "$(awk "BEGIN {printf \"%.2f\", $ours / $theirs}")"
