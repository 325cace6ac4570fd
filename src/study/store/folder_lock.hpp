#pragma once

#include <filesystem>

namespace gradus::study {

/// Holds a folder for one run, by a lock on its file store.lock that ends with the process, however
/// that ends. The file itself stays: removing it would let two runs lock two files of one name.
class FolderLock {
 public:
  /// Makes the folder where it is not there. Throws Error at once where another run holds it.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_;
};

}  // namespace gradus::study
