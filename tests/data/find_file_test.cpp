#include "gradus/data/find_file.hpp"

#include <gtest/gtest.h>

#include "data/environment.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::error_of, test::TempFolder;

TEST(FindFile, LooksBesideTheStudyThenInGradusDataThenInTheCache) {
  const TempFolder folder;
  const test::Environment data("GRADUS_DATA", (folder.path() / "data").string());
  const test::Environment cache("XDG_CACHE_HOME", (folder.path() / "cache").string());
  const auto beside = folder.path() / "study";
  EXPECT_EQ(error_of([&] { (void)find_file("x.csv", beside); }),
            "file \"x.csv\" not found beside the study, in GRADUS_DATA or the cache; try gradus "
            "data list");
  const auto in_cache = folder.write("cache/gradus/x.csv", "");
  EXPECT_EQ(find_file("x.csv", beside), in_cache);
  const auto in_data = folder.write("data/x.csv", "");
  EXPECT_EQ(find_file("x.csv", beside), in_data);
  const auto there = folder.write("study/x.csv", "");
  EXPECT_EQ(find_file("x.csv", beside), there);
  EXPECT_EQ(find_file(in_cache.string(), beside), in_cache);
  EXPECT_EQ(error_of([&] { (void)find_file("", beside); }).substr(0, 7), "file \"\"");
}

TEST(FindFile, TellsFilesFromFolders) {
  const TempFolder folder;
  folder.write("both/x.csv", "");
  EXPECT_EQ(find_folder("both", folder.path()), folder.path() / "both");
  EXPECT_NE(error_of([&] { (void)find_file("both", folder.path()); }), "no error");
  EXPECT_EQ(error_of([&] { (void)find_folder("both/x.csv", folder.path()); }).substr(0, 6),
            "folder");
}

TEST(FindFile, TheCacheFollowsTheEnvironment) {
  const test::Environment cache("XDG_CACHE_HOME", "");
  const test::Environment home("HOME", "/home/someone");
  EXPECT_EQ(cache_folder(), "/home/someone/.cache/gradus");
}

TEST(FindFile, WithoutGradusDataThereAreTwoFolders) {
  const test::Environment data("GRADUS_DATA", "");
  EXPECT_EQ(data_folders("here").size(), 2u);
  EXPECT_EQ(data_folders("")[0], ".");
}

}  // namespace
}  // namespace gradus::data
