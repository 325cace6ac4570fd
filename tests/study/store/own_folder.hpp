#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

/// Folders and processes of a test's own.
namespace gradus::test {

/// In memory where there is such a place: it is no different, but for the time that syncs take.
class OwnFolder {
 public:
  OwnFolder() {
    const std::filesystem::path memory = "/dev/shm";
    const bool there = ::access(memory.c_str(), W_OK) == 0;
    std::string name =
        ((there ? memory : std::filesystem::temp_directory_path()) / "gradus-store-XXXXXX")
            .string();
    path_ = ::mkdtemp(name.data());
  }
  ~OwnFolder() { std::filesystem::remove_all(path_); }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

/// A child process and what it says.
class Child {
 public:
  /// Runs body(say) in a fork, `say` a file descriptor that this side hears; what it throws is
  /// said as well. Nothing is destroyed there in the end.
  template <class Body>
  explicit Child(Body&& body) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
    id_ = ::fork();
    if (id_ == 0) {
      ::close(ends[0]);
      try {
        body(ends[1]);
      } catch (const std::exception& e) {
        const std::string what = e.what();
        (void)!::write(ends[1], what.data(), what.size());
      }
      ::_exit(0);
    }
    ::close(ends[1]);
    hear_ = ends[0];
  }
  ~Child() {
    kill();
    ::close(hear_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Up to `size` more bytes; fewer where the child ended first.
  [[nodiscard]] std::string hear(size_t size) const {
    std::string said(size, '\0');
    size_t got = 0;
    while (got < size) {
      const ssize_t n = ::read(hear_, said.data() + got, size - got);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      got += static_cast<size_t>(n);
    }
    said.resize(got);
    return said;
  }
  /// Kills it, unless it has ended, and returns what waitpid says of it.
  int kill(int signal = SIGKILL) {
    if (id_ <= 0) return status_;
    ::kill(id_, signal);
    return wait();
  }
  int wait() {
    if (id_ > 0) ::waitpid(std::exchange(id_, 0), &status_, 0);
    return status_;
  }

 private:
  pid_t id_ = 0;
  int hear_ = -1, status_ = 0;
};

}  // namespace gradus::test
