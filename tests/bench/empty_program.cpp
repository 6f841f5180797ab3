// Nothing, with the libraries that askdb links: the floor under its start.

#include <fmt/format.h>
#include <sqlite3.h>

int main(int count, char**) {
    // Never true, but the linker keeps the libraries.
    if (count > 1000) fmt::print("{}{}", sqlite3_libversion(), count);
    return 0;
}
