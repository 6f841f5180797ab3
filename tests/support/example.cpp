#include "tests/support/example.h"

#include "tests/built_paths.h"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <stdio.h>
#include <sys/wait.h>

namespace askdb::test {

CommandEnd run_command(const std::string& command) {
    FILE* pipe = popen(command.c_str(), "re");
    if (!pipe) throw std::runtime_error("popen failed");
    CommandEnd end;
    std::array<char, 4096> buffer;
    while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe))
        end.out.append(buffer.data(), got);
    const int status = pclose(pipe);
    end.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return end;
}

std::string shell_word(const std::string& text) {
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

const std::string& maintenance_script() {
    static const std::string script = [] {
        std::ifstream file(ASKDB_SOURCE_DIR "/examples/maintenance.sql", std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    }();
    return script;
}

}
