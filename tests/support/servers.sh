#!/bin/sh
# Database servers for tests: PostgreSQL and MariaDB on free loopback ports, in one temporary
# folder, as unprivileged users, without syncing to disk.
#
#   eval "$(tests/support/servers.sh start [FOLDER])"   starts what is installed and sets:
#       ASKDB_TEST_SERVERS            the folder
#       ASKDB_TEST_POSTGRES           postgres://reader@127.0.0.1:PORT/shop
#       ASKDB_TEST_POSTGRES_PASSWORD  the password of `reader`
#       ASKDB_TEST_MARIADB            mysql://reader@127.0.0.1:PORT/shop
#       ASKDB_TEST_MARIADB_PASSWORD
#   `owner` (same password) owns the databases; `reader` may read, write and create in them, so
#   that only askdb's own walls keep it from writing.
#   FOLDER is an empty one, named …/askdb-servers-…; without it, one is made.
#   tests/support/servers.sh stop [FOLDER]     stops them and deletes the folder
set -eu

password='s;cr}t "p'\''w'

fail() {
    echo "servers.sh: $*" >&2
    exit 1
}

# as USER COMMAND…: runs it as that user when we are root, else as ourselves.
as() {
    user=$1
    shift
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid "$user" --regid "$(id -gn "$user")" --clear-groups -- "$@"
    else
        "$@"
    fi
}

# MariaDB's own user comes with its system service, which is not needed here.
mariadb_user() {
    if id -u mysql >/dev/null 2>&1; then echo mysql; else echo nobody; fi
}

free_port() {
    while :; do
        port=$(($(od -An -N2 -tu2 /dev/urandom) % 20000 + 20000))
        grep -qis ":$(printf %04X "$port") " /proc/net/tcp || break
    done
    echo "$port"
}

# wait_until COMMAND…: until it succeeds, at most 60 s.
wait_until() {
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || fail "the server does not answer: $*"
        sleep 0.1
    done
}

postgres_bin() {
    for bin in /usr/lib/postgresql/*/bin; do
        [ -x "$bin/postgres" ] && echo "$bin" && return
    done
}

start_postgres() {
    bin=$(postgres_bin)
    [ -n "$bin" ] || return 0
    mkdir "$folder/postgres"
    [ "$(id -u)" != 0 ] || chown postgres "$folder/postgres"
    printf '%s' "$password" >"$folder/password"
    chmod 644 "$folder/password"
    port=$(free_port)
    as postgres "$bin/initdb" -A scram-sha-256 -U owner --pwfile "$folder/password" -E UTF8 \
        --locale C.UTF-8 --no-sync -D "$folder/postgres/data" >"$folder/postgres.log" 2>&1
    as postgres "$bin/pg_ctl" -D "$folder/postgres/data" -l "$folder/postgres/log" -W start -o \
        "-F -p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder/postgres \
         -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=64MB \
         -c dynamic_shared_memory_type=mmap" >/dev/null # There may be no /dev/shm.
    PGPASSWORD=$password
    export PGPASSWORD
    wait_until psql -h 127.0.0.1 -p "$port" -U owner -d postgres -c 'select 1'
    psql -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U owner -d postgres \
        -v "password=$password" <<'SQL'
create role reader login password :'password';
create database shop;
\c shop
grant all on schema public to reader;
alter default privileges in schema public grant all on tables to reader;
SQL
    unset PGPASSWORD
    set_variable ASKDB_TEST_POSTGRES "postgres://reader@127.0.0.1:$port/shop"
    set_variable ASKDB_TEST_POSTGRES_PASSWORD "$password"
}

start_mariadb() {
    command -v mariadbd >/dev/null || return 0
    mkdir "$folder/mariadb" "$folder/mariadb/tmp"
    user=$(mariadb_user)
    [ "$(id -u)" != 0 ] || chown "$user" "$folder/mariadb" "$folder/mariadb/tmp"
    port=$(free_port)
    # In a folder of its own: two at once would take each other's temporary tables.
    TMPDIR=$folder/mariadb/tmp as "$user" mariadb-install-db --no-defaults --datadir="$folder/mariadb/data" \
        --auth-root-authentication-method=normal --skip-test-db >"$folder/mariadb.log" 2>&1
    (
        # Nothing of ours stays open in it: whoever reads our output would wait for its end.
        exec >>"$folder/mariadb.log" 2>&1 </dev/null
        as "$user" mariadbd --no-defaults --datadir="$folder/mariadb/data" --port="$port" \
            --bind-address=127.0.0.1 --socket="$folder/mariadb/socket" \
            --pid-file="$folder/mariadb/pid" --tmpdir="$folder/mariadb/tmp" \
            --secure-file-priv="" --max-allowed-packet=64M \
            --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync \
            --innodb-buffer-pool-size=64M --skip-log-bin
    ) &
    wait_until mariadb --no-defaults --socket="$folder/mariadb/socket" -u root -e 'select 1'
    quoted=$(printf '%s' "$password" | sed "s/'/''/g")
    mariadb --no-defaults --socket="$folder/mariadb/socket" -u root <<SQL
create database shop character set utf8mb4;
create user owner@'127.0.0.1' identified by '$quoted';
create user reader@'127.0.0.1' identified by '$quoted';
grant all on *.* to owner@'127.0.0.1' with grant option;
grant all on shop.* to reader@'127.0.0.1';
grant file on *.* to reader@'127.0.0.1';
SQL
    set_variable ASKDB_TEST_MARIADB "mysql://reader@127.0.0.1:$port/shop"
    set_variable ASKDB_TEST_MARIADB_PASSWORD "$password"
}

# Prints an assignment that `eval` reads, with every character quoted.
set_variable() {
    printf "export %s='%s'\n" "$1" "$(printf '%s' "$2" | sed "s/'/'\\\\''/g")"
}

# Deleting a folder and ending its servers is only for folders of ours.
must_be_ours() {
    case $1 in
        */askdb-servers-*/*) fail "no folder of test servers: '$1'" ;;
        */askdb-servers-*) ;;
        *) fail "no folder of test servers: '$1'" ;;
    esac
}

start() {
    folder=${1:-$(mktemp -d "${TMPDIR:-/tmp}/askdb-servers-XXXXXX")}
    must_be_ours "$folder"
    chmod 755 "$folder"
    # What failed says so only in logs that go with the folder.
    trap 'tail -n 40 "$folder"/*.log >&2 2>/dev/null; stop "$folder"' EXIT
    set_variable ASKDB_TEST_SERVERS "$folder"
    start_postgres
    start_mariadb
    trap - EXIT
}

# is_ours PID FOLDER: whether the process still is a server of that folder. The number in a pid file
# that was left behind may be another process's by now.
is_ours() {
    { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null | grep -qF -- "$2/"
}

# end_server PIDFILE SIGNAL FOLDER: ends the process named there and waits for it.
end_server() {
    [ -r "$1" ] || return 0
    pid=$(head -n 1 "$1")
    tries=0
    while is_ours "$pid" "$3" && [ $tries -lt 200 ]; do
        [ $tries -gt 0 ] || kill -s "$2" "$pid" 2>/dev/null || :
        [ $tries -ne 100 ] || kill -s KILL "$pid" 2>/dev/null || :
        tries=$((tries + 1))
        sleep 0.05
    done
}

stop() {
    must_be_ours "$1"
    end_server "$1/postgres/data/postmaster.pid" QUIT "$1" # The others of PostgreSQL's end by it.
    end_server "$1/mariadb/pid" KILL "$1"
    rm -rf "$1"
}

case ${1:-} in
    start) start "${2:-}" ;;
    stop) stop "${2:-${ASKDB_TEST_SERVERS:-}}" ;;
    *) fail "usage: servers.sh start [FOLDER] | stop [FOLDER]" ;;
esac
