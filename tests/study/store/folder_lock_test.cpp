#include "study/store/folder_lock.hpp"

#include <gtest/gtest.h>

#include "study/store/own_folder.hpp"
#include "support/errors.hpp"

namespace gradus::study {
namespace {

using test::Child;
using test::error_of;
using test::OwnFolder;

TEST(FolderLock, MakesTheFolderAndHoldsItOnce) {
  const OwnFolder folder;
  const std::filesystem::path run = folder / "a" / "run";
  {
    const FolderLock lock(run);
    EXPECT_EQ(error_of([&] { FolderLock again(run); }),
              run.string() +
                  ": is in use by another run; wait until that has ended, or give another --out");
    const FolderLock other(folder / "b");
  }
  const FolderLock again(run);
}

TEST(FolderLock, EndsWithAProcessThatIsKilled) {
  const OwnFolder folder;
  Child child([&](int say) {
    const FolderLock lock(folder.path());
    (void)!::write(say, "x", 1);
    ::pause();
  });
  ASSERT_EQ(child.hear(1), "x");
  EXPECT_NE(error_of([&] { FolderLock lock(folder.path()); }), "");
  child.kill();
  EXPECT_EQ(error_of([&] { FolderLock lock(folder.path()); }), "");
}

TEST(FolderLock, AFolderInPlaceOfItsFile) {
  const OwnFolder folder;
  std::filesystem::create_directory(folder / "store.lock");
  EXPECT_NE(error_of([&] { FolderLock lock(folder.path()); }).find("cannot open: Is a directory"),
            std::string::npos);
}

}  // namespace
}  // namespace gradus::study
