#include "study/store/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/durable_file.hpp"
#include "base/file_error.hpp"
#include "gradus/base/error.hpp"

namespace gradus::study {
namespace {

// Whether the path still leads to the open file: who holds a lock may remove its file.
bool names(const std::filesystem::path& path, int file) {
  struct stat at_path{}, open{};
  return ::stat(path.c_str(), &at_path) == 0 && ::fstat(file, &open) == 0 &&
         at_path.st_dev == open.st_dev && at_path.st_ino == open.st_ino;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder) {
  make_folder(folder);
  const std::filesystem::path path = folder / "store.lock";
  for (;;) {
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file_ < 0) throw_file_error(path, "open", errno);
    const int code = ::flock(file_, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    if (code == 0 && names(path, file_)) return;
    ::close(file_);
    if (code == 0) continue;  // its last holder removed it between our two calls
    if (code != EWOULDBLOCK) throw_file_error(path, "lock", code);
    throw Error(folder.string(), "is in use by another run",
                "wait until that has ended, or give another --out");
  }
}

FolderLock::~FolderLock() {
  // Not by closing alone: a process forked meanwhile may share the lock without knowing.
  ::flock(file_, LOCK_UN);
  ::close(file_);
}

}  // namespace gradus::study
