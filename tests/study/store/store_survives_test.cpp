// What kills, full disks and second runs do to a store.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstring>

#include "study/store/own_folder.hpp"
#include "study/store/store.hpp"
#include "study/store/trials.hpp"
#include "support/errors.hpp"

namespace gradus::study {
namespace {

using test::Child;
using test::error_of;
using test::OwnFolder;

// Says each reported seed in 8 bytes.
StoreOptions saying(int say) {
  StoreOptions options;
  options.reported = [say](const Trial& trial) {
    (void)!::write(say, &trial.seed, sizeof trial.seed);
  };
  return options;
}

std::vector<uint64_t> seeds_in(const std::string& said) {
  std::vector<uint64_t> seeds(said.size() / sizeof(uint64_t));
  if (!seeds.empty()) std::memcpy(seeds.data(), said.data(), seeds.size() * sizeof(uint64_t));
  return seeds;
}

void expect_all(Store& store, const std::vector<uint64_t>& seeds) {
  for (const uint64_t seed : seeds) {
    const std::optional<StoredTrial> found = store.find(key_of(small_trial(seed)));
    ASSERT_TRUE(found) << seed;
    ASSERT_EQ(dump(found->trial), dump(small_trial(seed)));
  }
}

// The same folder is killed over and over, at its start, in the middle of a transaction, or as its
// log is taken over into the file.
TEST(StoreSurvives, KillsInTheMiddleOfAdding) {
  const OwnFolder folder;
  std::vector<uint64_t> reported;
  uint64_t next = 0;
  for (int round = 0; round < 25; ++round) {
    Child child([&](int say) {
      Store store(folder.path(), "a study", saying(say));
      for (uint64_t seed = next;; ++seed) {
        store.add(key_of(small_trial(seed)), {}, small_trial(seed));
        if (seed % 97 < 30) store.flush();  // groups of many sizes
      }
    });
    // Not in step with anything that the child does.
    std::string said = child.hear(sizeof(uint64_t) * static_cast<size_t>(round * round * 2));
    const int status = child.kill();
    EXPECT_TRUE(WIFSIGNALED(status));
    said += child.hear(1 << 24);
    const std::vector<uint64_t> seeds = seeds_in(said);
    for (size_t i = 0; i < seeds.size(); ++i) ASSERT_EQ(seeds[i], next + i);
    reported.insert(reported.end(), seeds.begin(), seeds.end());
    next += seeds.size();
    Store store(folder.path(), "a study");
    expect_all(store, seeds);
  }
  Store store(folder.path(), "a study");
  expect_all(store, reported);
  EXPECT_GE(reported.size(), 24u * 24 * 2);
}

// A limit on file sizes fails in the middle of a write, as a full disk does.
TEST(StoreSurvives, ADiskThatFillsUp) {
  const OwnFolder folder;
  Child child([&](int say) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{400'000, 400'000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) std::abort();
    std::string all;
    {
      Store store(folder.path(), "a study", saying(say));
      for (uint64_t seed = 0; seed < 50; ++seed)
        store.add(key_of(small_trial(seed)), {}, small_trial(seed));
      store.flush();
      const auto fill = [&] {
        for (uint64_t seed = 50; seed < 1'000'000; ++seed)
          store.add(key_of(small_trial(seed)), {}, small_trial(seed));
      };
      const std::string first = error_of(fill);
      // The error stays, and what was written can still be read.
      if (error_of(fill) != first || error_of([&] { store.flush(); }) != first) std::abort();
      if (!store.find(key_of(small_trial(0)))) std::abort();
      all = first;
    }
    throw std::runtime_error(all);
  });
  const std::string said = child.hear(1 << 24);
  EXPECT_EQ(child.wait(), 0);
  const std::string error = (folder / "store.sqlite").string() +
                            ": cannot read or write: File too large; raise the limit on file "
                            "sizes (ulimit -f)";
  ASSERT_GT(said.size(), error.size() + 50 * sizeof(uint64_t) - 1);
  EXPECT_EQ(said.substr(said.size() - error.size()), error);
  const std::vector<uint64_t> seeds = seeds_in(said.substr(0, said.size() - error.size()));
  Store store(folder.path(), "a study");
  expect_all(store, seeds);
  // There is space again: the run goes on.
  const Trial more = small_trial(1'000'000);
  store.add(key_of(more), {}, more);
  store.flush();
  EXPECT_TRUE(store.find(key_of(more)));
}

TEST(StoreSurvives, NoSpaceForAnythingAtAll) {
  const OwnFolder folder;
  Child child([&](int) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) std::abort();
    Store(folder.path(), "a study");
  });
  const std::string said = child.hear(10000);
  EXPECT_NE(said.find("File too large; raise the limit"), std::string::npos) << said;
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 0);
  Store store(folder.path(), "a study");  // what was begun is no obstacle
}

TEST(StoreSurvives, FoldersThatCannotBeWritten) {
  const OwnFolder folder;
  test::write_bytes(folder / "file", "x");
  EXPECT_NE(error_of([&] { Store(folder / "file" / "run", "a study"); }).find("Not a directory"),
            std::string::npos);
  EXPECT_NE(error_of([&] { Store("/proc/gradus", "a study"); }).find("cannot create the folder"),
            std::string::npos);
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
  Child child([&](int) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) std::abort();  // root may write anywhere
    Store(folder.path(), "a study");
  });
  EXPECT_EQ(child.hear(10000), (folder / "store.lock").string() +
                                   ": cannot open: Permission denied; choose a folder that you "
                                   "may write to");
}

// A finished run on a medium that is read-only can be reused.
TEST(StoreSurvives, ReuseWhereNothingMayBeWritten) {
  const OwnFolder folder, mine;
  {
    Store store(folder.path(), "a study");
    store.add(key_of(small_trial(1)), {}, small_trial(1));
  }
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
  std::filesystem::permissions(mine.path(), std::filesystem::perms(0777));
  Child child([&](int) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) std::abort();
    Store store(mine.path(), "another study");
    store.copy_from(folder.path());
    throw std::runtime_error(store.find(key_of(small_trial(1))) ? "found" : "not found");
  });
  EXPECT_EQ(child.hear(10000), "found");
}

TEST(StoreSurvives, ASecondRunIsRefused) {
  const OwnFolder folder;
  const std::string refusal =
      folder.path().string() +
      ": is in use by another run; wait until that has ended, or give another --out";
  {
    Store store(folder.path(), "a study");
    EXPECT_EQ(error_of([&] { Store(folder.path(), "a study"); }), refusal);
    EXPECT_EQ(error_of([&] { Store(folder.path(), "a study", {.afresh = true}); }), refusal);
    Child child([&](int) { Store(folder.path(), "a study"); });
    EXPECT_EQ(child.hear(10000), refusal);
    store.add(key_of(small_trial(1)), {}, small_trial(1));
    store.flush();
    EXPECT_TRUE(store.find(key_of(small_trial(1))));
  }
  EXPECT_EQ(error_of([&] { Store(folder.path(), "a study"); }), "");
}

// A process that was forked meanwhile (for a picture, say) and lives on holds nothing.
TEST(StoreSurvives, AForkThatOutlivesTheRun) {
  const OwnFolder folder;
  std::unique_ptr<Child> child;
  {
    Store store(folder.path(), "a study");
    child = std::make_unique<Child>([](int say) {
      (void)!::write(say, "x", 1);
      ::pause();
    });
    EXPECT_EQ(child->hear(1), "x");
  }
  EXPECT_EQ(error_of([&] { Store(folder.path(), "a study"); }), "");
}

}  // namespace
}  // namespace gradus::study
