#pragma once

#include <filesystem>

namespace gradus::study {

/// Holds a folder for one run, by a lock on its file store.lock that ends with the process, however
/// that ends. Only who holds it may remove the file; whoever locked one that is gone begins anew.
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
