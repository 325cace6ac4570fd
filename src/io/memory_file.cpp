#include "io/memory_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "gradus/base/error.hpp"

namespace gradus::io {

MemoryFile::MemoryFile(std::string place)
    : place_(std::move(place)), descriptor_(memfd_create("gradus", MFD_CLOEXEC)) {
  if (descriptor_ < 0)
    throw Error(place_, "no room to read it: " + std::generic_category().message(errno),
                "free some memory, or raise the limit of open files");
}

MemoryFile::~MemoryFile() {
  close(descriptor_);
}

void MemoryFile::append(std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(descriptor_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      throw Error(place_, "no room to read it: " + std::generic_category().message(errno),
                  "free some memory");
    bytes = bytes.subspan(static_cast<size_t>(n));
  }
}

std::string MemoryFile::path() const {
  return "/proc/self/fd/" + std::to_string(descriptor_);
}

}  // namespace gradus::io
