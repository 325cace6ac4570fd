#pragma once

#include <filesystem>

namespace gradus {

/// Makes a folder with its parents, and takes away again those of them that were not there before
/// and are empty at its end, unless it is told that they are wanted.
class MadeFolder {
 public:
  /// Throws Error naming the path and the reason.
  explicit MadeFolder(const std::filesystem::path& folder);
  ~MadeFolder();
  MadeFolder(const MadeFolder&) = delete;
  MadeFolder& operator=(const MadeFolder&) = delete;

  void keep() { top_.clear(); }

 private:
  std::filesystem::path folder_;
  std::filesystem::path top_;  // the topmost that was not there before
};

}  // namespace gradus
