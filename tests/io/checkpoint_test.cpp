// Checkpoints: what is kept comes back, and nothing torn is ever taken for whole.
#include "io/checkpoint.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "io/open_file.hpp"
#include "io/support.hpp"

namespace gradus::io {
namespace {

using namespace gradus::test;
namespace fs = std::filesystem;

Checkpoint small_one(int64_t step = 7) {
  Checkpoint c;
  c.put("course/step", step);
  c.put("course/rate", 0.25);
  c.put("weights", std::vector<float>{1, -2, 3});
  c.put("none", std::vector<double>{});
  c.put_text("listener.0", std::string("a\0b", 3));
  return c;
}

TEST(Checkpoint, GivesBackWhatWasPut) {
  const Checkpoint c = Checkpoint::parse(small_one().bytes(), "x");
  EXPECT_EQ(c, small_one());
  EXPECT_EQ(c.value<int64_t>("course/step"), 7);
  EXPECT_EQ(c.value<double>("course/rate"), 0.25);
  EXPECT_EQ(c.get<float>("weights"), (std::vector<float>{1, -2, 3}));
  EXPECT_TRUE(c.get<double>("none").empty());
  EXPECT_EQ(c.text("listener.0"), std::string("a\0b", 3));
  EXPECT_EQ(c.names(), (std::vector<std::string>{"course/step", "course/rate", "weights", "none",
                                                 "listener.0"}));
  EXPECT_EQ(c.place(), "x");
  EXPECT_EQ(Checkpoint::parse(Checkpoint().bytes(), ""), Checkpoint());
}

TEST(Checkpoint, ReplacesAnEntryInItsPlace) {
  Checkpoint c = small_one();
  c.put("course/step", int64_t{8});
  EXPECT_EQ(c.value<int64_t>("course/step"), 8);
  EXPECT_EQ(c.names(), small_one().names());
  EXPECT_NE(c, small_one());
}

TEST(Checkpoint, SaysWhatDoesNotFit) {
  const Checkpoint c = Checkpoint::parse(small_one().bytes(), "file.ckpt");
  EXPECT_EQ(error_of([&] { (void)c.text("course/epoch"); }),
            "file.ckpt: what it says of course/epoch does not fit; remove it to begin anew");
  EXPECT_TRUE(ends_in_error([&] { (void)c.value<int32_t>("course/step"); }));
  EXPECT_TRUE(ends_in_error([&] { (void)c.get<double>("weights"); }));
  std::vector<float> two(2);
  EXPECT_TRUE(ends_in_error([&] { c.get_into("weights", std::span(two)); }));
}

TEST(Checkpoint, FindsEveryTruncation) {
  const std::string bytes = small_one().bytes();
  for (size_t n = 0; n < bytes.size(); ++n)
    EXPECT_TRUE(ends_in_error([&] { (void)Checkpoint::parse(bytes.substr(0, n), "x"); })) << n;
  EXPECT_TRUE(ends_in_error([&] { (void)Checkpoint::parse(bytes + '\0', "x"); }));
}

TEST(Checkpoint, FindsEveryFlippedBit) {
  for (size_t extra = 0; extra < 8; ++extra) {  // every length of the last word
    Checkpoint whole = small_one();
    whole.put_text("extra", std::string(extra, 'x'));
    std::string bytes = whole.bytes();
    for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      const char flip = static_cast<char>(1 << (bit % 8));
      bytes[bit / 8] ^= flip;
      EXPECT_TRUE(ends_in_error([&] { (void)Checkpoint::parse(bytes, "x"); })) << bit;
      bytes[bit / 8] ^= flip;
    }
  }
}

TEST(Checkpoint, FindsAZeroedBlock) {
  const std::string whole = small_one().bytes();
  for (size_t begin = 0; begin < whole.size(); begin += 4) {
    std::string bytes = whole;
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(begin), bytes.end(), '\0');
    EXPECT_TRUE(ends_in_error([&] { (void)Checkpoint::parse(bytes, "x"); })) << begin;
  }
}

TEST(CheckpointFile, KeepsTheOneBefore) {
  const TempFolder folder;
  const fs::path path = folder.path() / "a.ckpt", previous = folder.path() / "a.ckpt.previous";
  EXPECT_FALSE(load_checkpoint(path));
  save_checkpoint(path, small_one(1));
  EXPECT_FALSE(fs::exists(previous));
  save_checkpoint(path, small_one(2));
  EXPECT_EQ(load_checkpoint(path), small_one(2));
  EXPECT_EQ(load_checkpoint(previous), small_one(1));
  fs::remove(path);
  EXPECT_EQ(load_checkpoint(path), small_one(1)) << "between the two renames";
  save_checkpoint(path, small_one(3));
  EXPECT_EQ(load_checkpoint(previous), small_one(1));
  remove_checkpoint(path);
  EXPECT_TRUE(fs::is_empty(folder.path()));
  remove_checkpoint(path);
}

TEST(CheckpointFile, GoesBackToTheOneBeforeWhereTheNewestIsTorn) {
  const TempFolder folder;
  const fs::path path = folder.path() / "a.ckpt";
  save_checkpoint(path, small_one(1));
  save_checkpoint(path, small_one(2));
  std::string bytes = small_one(2).bytes();
  for (const size_t n : {size_t{0}, size_t{9}, bytes.size() / 2, bytes.size() - 1}) {
    folder.write("a.ckpt", bytes.substr(0, n));
    EXPECT_EQ(load_checkpoint(path), small_one(1)) << n;
  }
  // A torn one does not push the whole one out.
  save_checkpoint(path, small_one(3));
  EXPECT_EQ(load_checkpoint(path), small_one(3));
  EXPECT_EQ(load_checkpoint(folder.path() / "a.ckpt.previous"), small_one(1));
  folder.write("a.ckpt", "torn");
  folder.write("a.ckpt.previous", "torn");
  EXPECT_FALSE(load_checkpoint(path));
}

// As where the disk is full: no file may grow beyond a few bytes.
TEST(CheckpointFile, LosesNothingWhereItCannotWrite) {
  const TempFolder folder;
  const fs::path path = folder.path() / "a.ckpt";
  save_checkpoint(path, small_one(1));
  save_checkpoint(path, small_one(2));
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit none{.rlim_cur = 16, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &none), 0);
  const std::string first = error_of([&] { save_checkpoint(path, small_one(3)); });
  const std::string again = error_of([&] { save_checkpoint(path, small_one(3)); });
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(first, path.string() +
                       ": cannot write: File too large; raise the limit on file sizes (ulimit -f)");
  EXPECT_EQ(again, first);
  EXPECT_EQ(load_checkpoint(path), small_one(2));
  EXPECT_TRUE(ends_in_error([&] { save_checkpoint(folder.path() / "no" / "a", small_one()); }));
}

}  // namespace
}  // namespace gradus::io
