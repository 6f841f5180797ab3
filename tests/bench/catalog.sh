#!/bin/bash
# What the catalog of 5,000 tables costs, cold and from its cache, against a usual way of reading
# one; and whether the prompt then holds the tables that a question needs:
#     tests/bench/catalog.sh BUILD-FOLDER [RUNS]
# PostgreSQL and MariaDB where the variables of tests/support/servers.sh are set; the questions where
# ../shared/data/nl2sql is.
set -eu
build=$1
runs=${2-5}
root=$(cd "$(dirname "$0")/../.." && pwd)
data=$root/../shared/data/nl2sql
tables=5000
cmake --build "$build" --target askdb bench_catalog_recall >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache

# table_sql NUMBER-STYLE: the statements that make the tables, nine columns each, a key to another.
table_sql() {
    awk -v n="$tables" -v mysql="$1" 'BEGIN {
        split("order invoice site pump sensor reading budget ticket vendor shipment", noun)
        for (i = 0; i < n; i++) {
            t = "bench_" noun[i % 10 + 1] "_" i
            r = i == 0 ? t : "bench_" noun[(i - 1) % 10 + 1] "_" (i - 1)
            key = mysql ? "INTEGER, FOREIGN KEY (ref_" i ") REFERENCES " r "(" r "_id)" \
                        : "INTEGER REFERENCES " r "(" r "_id)"
            printf "CREATE TABLE %s (%s_id INTEGER PRIMARY KEY, name VARCHAR(40), ", t, t
            printf "status VARCHAR(20), created_at DATE, amount DECIMAL(12,2), quantity INTEGER, "
            printf "note TEXT, city VARCHAR(40), ref_%d %s);\n", i, key
        }
    }'
}
drop_sql() {
    table_sql "" | awk '{ names[NR] = $3 } END { for (i = NR; i > 0; i--) print "DROP TABLE " names[i] ";" }'
}

# median COMMAND…: of `runs` runs, in ms; $before runs before each of them.
before=:
median() {
    for _ in $(seq "$runs"); do
        $before
        local start end
        start=$(date +%s%N)
        "$@" >/dev/null
        end=$(date +%s%N)
        echo $(((end - start) / 10000))
    done | sort -n | awk '{ v[NR] = $1 } END { printf "%.1f", v[int((NR + 1) / 2)] / 100 }'
}
forget() { rm -rf "$XDG_CACHE_HOME"; }

# compare NAME DATABASE PEER-NAME PEER…
compare() {
    local name=$1 database=$2 peer_name=$3 cold cached peer
    shift 3
    before=forget
    cold=$(median "$build/cli/askdb" -d "$database" tables)
    before=:
    cached=$(median "$build/cli/askdb" -d "$database" tables)
    peer=$(median "$@")
    awk -v name="$name" -v cold="$cold" -v cached="$cached" -v peer="$peer" -v who="$peer_name" 'BEGIN {
        printf "%-11s askdb tables: cold %7.1f ms, again %6.1f ms; %s %7.1f ms; ratio %.2f cold, %.2f again\n",
            name, cold, cached, who, peer, cold / peer, cached / peer }'
}

{ echo "BEGIN;"; table_sql ""; echo "COMMIT;"; } | sqlite3 "$work/big.db"
compare SQLite "$work/big.db" "sqlite3 .schema" sqlite3 "$work/big.db" .schema

columns="SELECT table_schema, table_name, column_name, data_type, is_nullable FROM information_schema.columns"
if [ -n "${ASKDB_TEST_POSTGRES-}" ]; then
    export PGPASSWORD=$ASKDB_TEST_POSTGRES_PASSWORD ASKDB_PASSWORD=$ASKDB_TEST_POSTGRES_PASSWORD
    table_sql "" | psql -q "$ASKDB_TEST_POSTGRES"
    compare PostgreSQL "$ASKDB_TEST_POSTGRES" "psql information_schema.columns" \
        psql "$ASKDB_TEST_POSTGRES" -c "$columns"
    drop_sql | psql -q "$ASKDB_TEST_POSTGRES"
else
    echo "PostgreSQL  skipped: ASKDB_TEST_POSTGRES is not set"
fi
if [ -n "${ASKDB_TEST_MARIADB-}" ]; then
    export MYSQL_PWD=$ASKDB_TEST_MARIADB_PASSWORD ASKDB_PASSWORD=$ASKDB_TEST_MARIADB_PASSWORD
    port=${ASKDB_TEST_MARIADB##*:}
    mariadb_shop() { mariadb --no-defaults -h 127.0.0.1 -P "${port%%/*}" -u reader shop "$@"; }
    table_sql 1 | mariadb_shop
    compare MariaDB "$ASKDB_TEST_MARIADB" "mariadb information_schema.columns" \
        mariadb_shop -e "$columns"
    drop_sql | mariadb_shop
else
    echo "MariaDB     skipped: ASKDB_TEST_MARIADB is not set"
fi

if [ -r "$data/tune.jsonl" ]; then
    exec "$build/tests/bench_catalog_recall" "$data" "$work"
fi
echo "recall      skipped: '$data/tune.jsonl' is not there"
