#include "study/store/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "base/durable_file.hpp"
#include "base/file_error.hpp"
#include "gradus/base/error.hpp"

namespace gradus::study {

FolderLock::FolderLock(const std::filesystem::path& folder) {
  make_folder(folder);
  const std::filesystem::path path = folder / "store.lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) throw_file_error(path, "open", errno);
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  const int code = errno;
  ::close(file_);
  if (code != EWOULDBLOCK) throw_file_error(path, "lock", code);
  throw Error(folder.string(), "is in use by another run",
              "wait until that has ended, or give another --out");
}

FolderLock::~FolderLock() {
  // Not by closing alone: a process forked meanwhile may share the lock without knowing.
  ::flock(file_, LOCK_UN);
  ::close(file_);
}

}  // namespace gradus::study
