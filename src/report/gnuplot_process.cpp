#include "report/gnuplot_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "gradus/base/error.hpp"

namespace gradus {
namespace fs = std::filesystem;
namespace {

// The environment without what would change the picture: locale and gnuplot's own settings.
std::vector<std::string> neutral_environment() {
  std::vector<std::string> kept{"LC_ALL=C.UTF-8"};
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    bool drop = false;
    for (const std::string_view prefix :
         {"LC_", "LANG", "GNUPLOT", "GNUTERM", "GNUFITLOG", "GDFONTPATH"})
      drop = drop || text.starts_with(prefix);
    if (!drop) kept.emplace_back(text);
  }
  return kept;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

class SpawnSettings {
 public:
  SpawnSettings(const fs::path& folder, const fs::path& messages) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, 2, messages.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    // A group of its own: Ctrl-C is for Gradus, which then finishes its figures. Signals as new.
    posix_spawnattr_init(&attributes_);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

constexpr const char* kInstall = "install it: apt-get install gnuplot-nox";

// gnuplot's complaint without the script's lines around it.
std::string complaint(const fs::path& messages) {
  std::ifstream in(messages);
  std::string line, last;
  while (std::getline(in, line))
    if (line.find_first_not_of(" ^\t") != std::string::npos) last = line;
  return last.empty() ? "no message" : last;
}

}  // namespace

GnuplotProcess::GnuplotProcess(const fs::path& folder, const std::string& name,
                               const std::string& script)
    : messages_(fs::absolute(folder / (name + ".log"))) {
  const fs::path file = folder / (name + ".gp");
  std::ofstream out(file, std::ios::binary);
  if (!out.write(script.data(), static_cast<std::streamsize>(script.size())).flush())
    throw Error(file.string(), "cannot write", "free some space or choose another folder");
  out.close();
  std::vector<std::string> arguments{"gnuplot", "-d", name + ".gp"};
  std::vector<std::string> environment = neutral_environment();
  const SpawnSettings settings(fs::absolute(folder), messages_);
  const int code = posix_spawnp(&pid_, "gnuplot", settings.actions(), settings.attributes(),
                                pointers(arguments).data(), pointers(environment).data());
  if (code == 0) return;
  pid_ = -1;
  if (code == ENOENT || code == EACCES)
    throw Error("gnuplot", "is not installed, and draws the figures", kInstall);
  throw Error("gnuplot",
              "cannot start: " + std::error_code(code, std::generic_category()).message());
}

GnuplotProcess::GnuplotProcess(GnuplotProcess&& other) noexcept
    : messages_(std::move(other.messages_)), pid_(std::exchange(other.pid_, -1)) {}

GnuplotProcess::~GnuplotProcess() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void GnuplotProcess::wait() {
  int status = 0;
  pid_t ended = 0;
  do {
    ended = ::waitpid(pid_, &status, 0);
  } while (ended < 0 && errno == EINTR);
  pid_ = -1;
  if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 127)
    throw Error("gnuplot", "is not installed, and draws the figures", kInstall);
  throw Error("gnuplot", "failed: " + complaint(messages_));
}

}  // namespace gradus
