#pragma once

#include <filesystem>

#include "base/made_folder.hpp"

namespace gradus::cli {

/// Where a run writes until it is done: a folder .unfinished within the folder of results, whose
/// files take their places together at the end. What a run leaves behind when it fails is what was
/// there before; what one leaves that was killed is cleared away by the next.
class Stage {
 public:
  /// Throws Error where `out` holds files of the names of results, but no results of a run that
  /// ended (unless `force`), or where one of those names is the study itself.
  static void check(const std::filesystem::path& out, const std::filesystem::path& study,
                    bool force);
  explicit Stage(const std::filesystem::path& out);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// Replaces the results in the folder, all of them, by those staged; results.json last, so that a
  /// folder that has one is complete.
  void commit();

 private:
  std::filesystem::path out_;
  MadeFolder made_;
  std::filesystem::path folder_;
};

}  // namespace gradus::cli
