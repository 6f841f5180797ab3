# What `cmake --install` brings besides the program and its pages, and the Debian package:
#     cmake --build build/release --target package      (or, in build/release: cpack)
# The library stays out: it has no stable interface yet, and is linked from a build.
include(GNUInstallDirs)

# The scripts come from the program itself, so that they know what it knows.
set(completions ${CMAKE_CURRENT_BINARY_DIR}/completions)
foreach(shell bash zsh fish)
    add_custom_command(OUTPUT ${completions}/askdb.${shell} DEPENDS askdb VERBATIM
        COMMAND ${CMAKE_COMMAND} -E make_directory ${completions}
        COMMAND askdb completion ${shell} > ${completions}/askdb.${shell})
    list(APPEND completion_files ${completions}/askdb.${shell})
endforeach()
add_custom_target(completion_scripts ALL DEPENDS ${completion_files})
install(FILES ${completions}/askdb.bash RENAME askdb
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${completions}/askdb.zsh RENAME _askdb
    DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${completions}/askdb.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# For `askdb init --example`: documentation may be left out of an installation.
install(FILES ${PROJECT_SOURCE_DIR}/examples/maintenance.sql DESTINATION ${CMAKE_INSTALL_DATADIR}/askdb)

# Debian's names: the licence is the copyright file, and there is a changelog.
set(doc ${CMAKE_INSTALL_DATADIR}/doc/askdb)
string(TIMESTAMP built "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(changelog ${CMAKE_CURRENT_BINARY_DIR}/changelog)
file(WRITE ${changelog} "askdb (${PROJECT_VERSION}-1) unstable; urgency=medium\n\n"
    "  * What is new stands in the commits.\n\n -- the askdb authors <askdb@example.com>  ${built}\n")
add_custom_command(OUTPUT ${changelog}.Debian.gz DEPENDS ${changelog} VERBATIM
    COMMAND gzip -9nc ${changelog} > ${changelog}.Debian.gz)
add_custom_target(doc_changelog ALL DEPENDS ${changelog}.Debian.gz)
install(FILES ${changelog}.Debian.gz ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${doc})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright DESTINATION ${doc})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples DESTINATION ${doc} PATTERN CMakeLists.txt EXCLUDE)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "the askdb authors <askdb@example.com>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "ask a database a question in plain language")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"A question in plain language becomes SQL, is run, and comes back as an answer
with the rows behind it. A built-in planner answers simple questions without a
key or a network; language models answer the others. It only reads, unless it
is told otherwise, and does so on SQLite files, PostgreSQL, MariaDB and what
else has an ODBC driver.")
# What the linker knows is found by dpkg-shlibdeps; the others are loaded when they are needed:
# libcurl for models, the driver manager and its drivers for servers, libsodium for encryption, md4c for pages.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libcurl4, ca-certificates, libodbc2, libxlsxwriter4, libsodium23, libmd4c0, odbc-postgresql, odbc-mariadb")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "tdsodbc, unixodbc, sqlite3, bash-completion")
include(CPack)
