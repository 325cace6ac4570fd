#include "base/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "base/file_error.hpp"
#include "gradus/base/error.hpp"

namespace gradus {
namespace fs = std::filesystem;
namespace {

// A file descriptor that closes itself. close() reports what the system held back until then.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

// Removes the neighbour unless the rename has taken it away.
class Neighbour {
 public:
  explicit Neighbour(fs::path path) : path_(std::move(path)) {}
  ~Neighbour() {
    if (!renamed_) ::unlink(path_.c_str());
  }
  Neighbour(const Neighbour&) = delete;
  Neighbour& operator=(const Neighbour&) = delete;
  [[nodiscard]] const char* name() const { return path_.c_str(); }
  void renamed() { renamed_ = true; }

 private:
  fs::path path_;
  bool renamed_ = false;
};

// Threads and processes that write the same path must not share a neighbour.
fs::path neighbour_of(const fs::path& path) {
  static std::atomic<unsigned> count{0};
  fs::path out = path;
  out += ".tmp" + std::to_string(::getpid()) + "-" + std::to_string(count++);
  return out;
}

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = ::write(file, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    content.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

void sync_folder(const fs::path& path) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // A folder that may be written but not read cannot be opened; the file itself is whole.
  if (handle.number() < 0) return;
  // Some file systems cannot sync a folder and say EINVAL: they keep their own order.
  if (::fsync(handle.number()) != 0 && errno != EINVAL)
    throw_file_error(path, "sync its folder", errno);
}

}  // namespace

void replace_file(const fs::path& path, std::string_view content) {
  const fs::path temporary = neighbour_of(path);
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.number() < 0) throw_file_error(path, "write", errno);
  Neighbour neighbour(temporary);
  if (!write_all(file.number(), content)) throw_file_error(path, "write", errno);
  if (::fsync(file.number()) != 0) throw_file_error(path, "write", errno);
  if (!file.close()) throw_file_error(path, "write", errno);
  if (::rename(neighbour.name(), path.c_str()) != 0) throw_file_error(path, "write", errno);
  neighbour.renamed();
  sync_folder(path);
}

void make_folder(const fs::path& path) {
  std::error_code code;
  fs::create_directories(path, code);
  if (!code && !fs::is_directory(path, code))
    code = std::make_error_code(std::errc::not_a_directory);
  // Not "create it first": that is what failed.
  if (code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory ||
      code == std::errc::file_exists)
    throw Error(path.string(), "cannot create the folder: " + code.message(),
                "give another folder");
  if (code) throw_file_error(path, "create the folder", code.value());
}

}  // namespace gradus
