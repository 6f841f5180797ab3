# Sourced by examples/quickstart.sh and tests/run.sh: the Debian packages, and how they get here.

# What it takes to build askdb and to make the example database.
build_packages="g++ cmake ninja-build ccache pkg-config ca-certificates sqlite3
    libcli11-dev libcurl4-openssl-dev nlohmann-json3-dev libfmt-dev libsqlite3-dev
    libutf8proc-dev libstemmer-dev libpg-query-dev libtomlplusplus-dev unixodbc-dev libxlsxwriter-dev
    libsodium-dev libreadline-dev libmd4c-dev"

# What it takes to reach PostgreSQL and MariaDB: the driver manager and their drivers.
driver_packages="libodbc2 odbc-postgresql odbc-mariadb"

# What the tests and checks take besides: FreeTDS's driver, which is asked for servers that are not
# there, the shells whose completion is typed into, and MariaDB's server without its system service.
test_packages="catch2 clang-format mandoc dpkg-dev zsh fish $driver_packages tdsodbc
    postgresql mariadb-server-core mariadb-client-core"

# Prints those of the packages named that are not installed.
missing_packages() {
    dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        awk -v wanted="$*" '
            $1 == "installed" { have[$2] = 1 }
            END { n = split(wanted, names); for (i = 1; i <= n; i++) if (!(names[i] in have)) print names[i] }'
}

# as_root COMMAND...: by sudo when we are somebody else.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs what is missing of the packages named: install_missing LOG PACKAGE... What apt says goes
# to the end of the file LOG. Fails, saying what to type, when it may not or cannot.
install_missing() {
    install_log=$1
    shift
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        echo "no apt-get here: what Debian calls $(echo $*) must be installed already" >&2
        return 0
    fi
    missing=$(missing_packages "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        echo "these packages are missing; as root: apt-get install --no-install-recommends $missing" >&2
        return 1
    fi
    echo "installing $missing" >&2
    apt="as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300"
    # An installation that was cut off half-way is finished first. Old package lists may still do.
    if ! {
        as_root dpkg --configure -a || true
        $apt update || true
        $apt install --no-install-recommends $missing
    } >>"$install_log" 2>&1 </dev/null; then
        tail -n 20 "$install_log" >&2
        echo "apt-get failed (all of it is in $install_log); by hand, as root:" \
            "apt-get install --no-install-recommends $missing" >&2
        return 1
    fi
}
