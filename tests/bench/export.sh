#!/bin/bash
# What exporting a large table costs, against the database's own program and isql doing the same:
#     tests/bench/export.sh BUILD-FOLDER
# Wall time, its ratio and peak memory, best of ASKDB_BENCH_RUNS (3); and whether the bytes are right. The table
# has 8 columns: whole and broken numbers, dates, times, texts with quotes and commas.
# ASKDB_BENCH_ROWS: how many rows, 2000000 unless set. PostgreSQL and MariaDB are those of
# tests/support/servers.sh; started here when its variables are not set, and skipped when they are
# not installed. Exits 1 when bytes are wrong.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=$1
rows=${ASKDB_BENCH_ROWS-2000000}
runs=${ASKDB_BENCH_RUNS-3}
askdb=$build/cli/askdb
measured=$build/tests/bench_measured
cmake --build "$build" --target askdb bench_measured >/dev/null

folder=$(mktemp -d)
started=
wrong=0
# shellcheck disable=SC2317 # Called by the trap.
clean_up() {
    [ -z "$started" ] || sh tests/support/servers.sh stop "$started" >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap clean_up EXIT

if [ -z "${ASKDB_TEST_POSTGRES-}${ASKDB_TEST_MARIADB-}" ]; then
    timeout 120 sh tests/support/servers.sh start >"$folder/env" 2>"$folder/log" || true
    # shellcheck disable=SC1091 # Made just now.
    . "$folder/env"
    started=${ASKDB_TEST_SERVERS-}
fi

# measure COMMAND...: its output into $folder/out; sets `seconds` (the best) and `mib` (the most).
measure() {
    seconds=
    mib=0
    local run took peak
    for ((run = 0; run < runs; run++)); do
        read -r took peak < <("$measured" "$folder/out" "$@")
        [ "$peak" -le "$mib" ] || mib=$peak
        if [ -z "$seconds" ] || awk "BEGIN { exit !($took < $seconds) }"; then seconds=$took; fi
    done
}

# report NAME: the last measurement, against `base` when that is known.
report() {
    local ratio=
    [ -z "${base-}" ] || ratio=$(awk "BEGIN { printf \"%.2f x\", $seconds / $base }")
    printf '  %-28s %7.2f s  %6d MiB  %s\n' "$1" "$seconds" "$mib" "$ratio"
}


# check WHAT EXPECTED FOUND
check() {
    if [ "$2" != "$3" ]; then
        printf '  WRONG: %s: %s, not %s\n' "$1" "$3" "$2"
        wrong=1
    fi
}

# check_same WHAT FILE FILE
check_same() {
    if ! cmp -s "$2" "$3"; then
        printf '  WRONG: %s: the bytes differ\n' "$1"
        wrong=1
    fi
}

# The columns from a number `i`: all three databases can work them out, and write them alike.
columns="i AS id, (i * 7919) % 100003 AS amount, (i % 1000) / 8.0 AS price, i / 16.0 AS ratio,
    {day} AS day, {at} AS at, {name} AS name, {note} AS note"
# filled DAY AT NAME NOTE
filled() {
    local text=${columns/\{day\}/$1}
    text=${text/\{at\}/$2}
    text=${text/\{name\}/$3}
    printf '%s' "${text/\{note\}/$4}"
}
all='SELECT * FROM export'
few="SELECT id, amount, price, ratio, day FROM export"

export_sqlite() {
    local db=$folder/export.db
    sqlite3 "$db" "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
        CREATE TABLE export (id INTEGER PRIMARY KEY, amount INTEGER, price REAL, ratio REAL,
            day DATE, at DATETIME, name TEXT, note TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT $rows)
        INSERT INTO export SELECT $(filled "date('2000-01-01', (i % 9000) || ' days')" \
            "datetime('2000-01-01', i || ' seconds')" "'customer ' || (i % 5000)" \
            "CASE WHEN i % 3 THEN 'plain text no ' || i ELSE 'a \"quoted\", text no ' || i END") FROM n;" >/dev/null
    echo "SQLite, $rows rows:"
    base=
    measure sqlite3 -csv -header "$db" "$all" && base=$seconds && report 'sqlite3 -csv'
    measure "$askdb" -d "$db" sql --data csv "$all" && report 'askdb --data csv'
    check 'rows of SQLite' "$rows" "$(tail -n +2 "$folder/out" | wc -l)"
    cp "$folder/out" "$folder/sqlite.csv"
    sqlite3 -csv -header "$db" "$few" | tr -d '\r' >"$folder/expected"
    "$askdb" -d "$db" sql --data csv "$few" >"$folder/out"
    check_same 'numbers and days of SQLite' "$folder/expected" "$folder/out"
    sqlite3 "$folder/read.db" 'CREATE TABLE export (id, amount, price, ratio, day, at, name, note)' \
        ".import --csv --skip 1 $folder/sqlite.csv export"
    check 'texts of SQLite' 0 "$(sqlite3 "$folder/read.db" "ATTACH '$db' AS was" \
        'SELECT count(*) FROM was.export w LEFT JOIN main.export r ON r.rowid = w.id
         WHERE r.name IS NOT w.name OR r.note IS NOT w.note OR r.at IS NOT w.at')"
    rm -f "$db" "$folder/read.db"
}

export_postgres() {
    local url=$ASKDB_TEST_POSTGRES owner=${ASKDB_TEST_POSTGRES/reader@/owner@}
    export PGPASSWORD=$ASKDB_TEST_POSTGRES_PASSWORD
    psql -q "$owner" -c 'SET client_min_messages = error' -c 'DROP TABLE IF EXISTS export' -c "CREATE TABLE export AS
        SELECT $(filled "date '2000-01-01' + (i % 9000)::int" \
        "timestamp '2000-01-01' + i * interval '1 second'" "'customer ' || (i % 5000)" \
        "CASE WHEN i % 3 <> 0 THEN 'plain text no ' || i ELSE 'a \"quoted\", text no ' || i END") \
        FROM (SELECT generate_series(1, $rows)::bigint AS i) n" -c 'ALTER TABLE export ALTER price
        TYPE double precision, ALTER ratio TYPE double precision, ADD PRIMARY KEY (id)' \
        -c 'VACUUM ANALYZE export' -c 'GRANT SELECT ON export TO reader'
    echo "PostgreSQL, $rows rows:"
    base=
    measure psql --csv "$url" -c "$all" && base=$seconds && report 'psql --csv'
    cp "$folder/out" "$folder/expected"
    export_by_isql "Driver={PostgreSQL Unicode};$(odbc_place "$url")"
    export ASKDB_PASSWORD=$ASKDB_TEST_POSTGRES_PASSWORD
    measure "$askdb" -d "$url" sql --data csv "$all" && report 'askdb --data csv'
    check_same 'rows of PostgreSQL' "$folder/expected" "$folder/out"
    psql -q "$owner" -c 'DROP TABLE export'
}

export_mariadb() {
    local url=$ASKDB_TEST_MARIADB place
    place=${url#*@}
    local host=${place%%:*} port=${place#*:}
    port=${port%%/*}
    export MYSQL_PWD=$ASKDB_TEST_MARIADB_PASSWORD
    mariadb -u owner -h "$host" -P "$port" "${place##*/}" -e "DROP TABLE IF EXISTS export;
        CREATE TABLE export (id BIGINT PRIMARY KEY, amount BIGINT, price DOUBLE, ratio DOUBLE,
            day DATE, at DATETIME, name VARCHAR(100), note VARCHAR(200));
        SET SESSION unique_checks = 0;
        INSERT INTO export SELECT $(filled "date '2000-01-01' + INTERVAL i % 9000 DAY" \
        "timestamp '2000-01-01 00:00:00' + INTERVAL i SECOND" "concat('customer ', i % 5000)" \
        "if(i % 3, concat('plain text no ', i), concat('a \"quoted\", text no ', i))") \
        FROM (SELECT seq AS i FROM seq_1_to_$rows) n"
    echo "MariaDB, $rows rows:"
    base=
    measure mariadb -u reader -h "$host" -P "$port" --quick -B "${place##*/}" -e "$all" \
        && base=$seconds && report 'mariadb --quick -B'
    export_by_isql "Driver={MariaDB Unicode};$(odbc_place "$url")"
    export ASKDB_PASSWORD=$ASKDB_TEST_MARIADB_PASSWORD
    measure "$askdb" -d "$url" sql --data csv "$all" && report 'askdb --data csv'
    check 'rows of MariaDB' "$rows" "$(tail -n +2 "$folder/out" | wc -l)"
    if [ -f "$folder/expected" ]; then
        check_same 'the same rows of two servers' "$folder/expected" "$folder/out"
    fi
    mariadb -u owner -h "$host" -P "$port" "${place##*/}" -e 'DROP TABLE export'
}

# Host, port, database and user of a URL, and the password of PGPASSWORD or MYSQL_PWD.
odbc_place() {
    local place=${1#*@} secret=${PGPASSWORD-}
    case $1 in mysql*) secret=$MYSQL_PWD ;; esac
    local host=${place%%:*} port=${place#*:}
    printf 'Server=%s;Port=%s;Database=%s;Uid=reader;Pwd={%s}' "$host" "${port%%/*}" \
        "${place##*/}" "${secret//\}/\}\}}"
}

export_by_isql() {
    command -v isql >/dev/null || return 0
    printf '%s\n' "$all" >"$folder/statement"
    # shellcheck disable=SC2016 # The inner shell's.
    measure sh -c 'isql -b -d, -k "$1" <"$2"' isql "$1" "$folder/statement" || return 0
    report 'isql -b -d,'
}

if command -v sqlite3 >/dev/null; then export_sqlite; fi
if [ -n "${ASKDB_TEST_POSTGRES-}" ]; then export_postgres; else echo 'PostgreSQL: skipped'; fi
if [ -n "${ASKDB_TEST_MARIADB-}" ]; then export_mariadb; else echo 'MariaDB: skipped'; fi
exit $wrong
