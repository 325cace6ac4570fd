#include "base/made_folder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace gradus {
namespace {

namespace fs = std::filesystem;

TEST(MadeFolder, TakesAwayWhatItMadeForNothing) {
  const fs::path root =
      fs::temp_directory_path() / ("gradus-made-folder-" + std::to_string(getpid()));
  fs::create_directories(root);
  {
    const MadeFolder made(root / "a" / "b");
    EXPECT_TRUE(fs::is_directory(root / "a" / "b"));
  }
  EXPECT_FALSE(fs::exists(root / "a"));
  EXPECT_TRUE(fs::exists(root));  // which was there before
  {
    const MadeFolder made(root / "a" / "b");
    std::ofstream(root / "a" / "file") << "x";
  }
  EXPECT_FALSE(fs::exists(root / "a" / "b"));
  EXPECT_TRUE(fs::exists(root / "a" / "file"));
  {
    MadeFolder made(root / "c");
    made.keep();
  }
  EXPECT_TRUE(fs::exists(root / "c"));
  fs::remove_all(root);
}

}  // namespace
}  // namespace gradus
