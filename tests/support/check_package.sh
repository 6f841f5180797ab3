#!/bin/bash
# check_package.sh BUILD: makes the Debian package of that build folder, looks into it, and runs the
# program out of it. Needs no root. Says what is wrong and exits 1.
set -euo pipefail
build=$(cd "${1:?usage: check_package.sh BUILD}" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
wrong=0

# has WHAT PATTERN FILE: a line of the file matches.
has() {
    grep -Eq -- "$2" "$3" || { echo "the package has no $1 ($2)" && wrong=1; }
}

(umask 022 && cpack --config "$build/CPackConfig.cmake" -G DEB -B "$folder") >"$folder/log" 2>&1 ||
    { cat "$folder/log" && exit 1; }
package=$(echo "$folder"/askdb_*.deb)
dpkg-deb -c "$package" >"$folder/list"
dpkg-deb -I "$package" >"$folder/control"

for file in usr/bin/askdb usr/share/doc/askdb/{copyright,README.md,changelog.Debian.gz} \
    usr/share/man/man1/askdb{,-sessions,-sql}.1.gz usr/share/man/man5/askdb-{config,knowledge}.5.gz \
    usr/share/doc/askdb/examples/{packages.sh,embed.cpp,maintenance.sql} \
    usr/share/askdb/maintenance.sql \
    usr/share/bash-completion/completions/askdb usr/share/zsh/vendor-completions/_askdb \
    usr/share/fish/vendor_completions.d/askdb.fish; do
    has "file $file" " root/root +[0-9]+ .* \./$file\$" "$folder/list"
done
if grep -E '^.{8}w|\./(usr/local|home|tmp)|CMakeLists' "$folder/list"; then
    echo "the package has what it should not have" && wrong=1
fi
has name '^ Package: askdb$' "$folder/control"
has section '^ Section: database$' "$folder/control"
has description '^ Description: ask a database' "$folder/control"
for library in libsqlite3-0 libc6 'libstdc\+\+6' 'libfmt[0-9]+'; do
    has "dependency on $library" "^ Depends: .*\\b$library" "$folder/control"
done
for library in libcurl4 libodbc2 libxlsxwriter4 libsodium23 libmd4c0 odbc-postgresql odbc-mariadb; do
    has "recommendation of $library" "^ Recommends: .*\\b$library" "$folder/control"
done

dpkg-deb -x "$package" "$folder/unpacked"
"$folder/unpacked/usr/bin/askdb" --version >"$folder/version"
has version '^askdb [0-9]' "$folder/version"
zcat "$folder/unpacked/usr/share/man/man1/askdb.1.gz" >"$folder/manual"
has 'manual page' '^\.Dt ASKDB 1' "$folder/manual"
HOME=$folder "$folder/unpacked/usr/bin/askdb" init --example -q >"$folder/example" || wrong=1
has 'example database' '/maintenance.db$' "$folder/example"
bash -n "$folder/unpacked/usr/share/bash-completion/completions/askdb" || wrong=1
readelf -S "$folder/unpacked/usr/bin/askdb" >"$folder/sections"
if grep -q '\.debug_info' "$folder/sections"; then
    echo "the program is not stripped" && wrong=1
fi
exit $wrong
