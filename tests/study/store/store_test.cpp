#include "study/store/store.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <numeric>
#include <set>
#include <stdexcept>
#include <thread>

#include "study/store/database.hpp"
#include "study/store/numbers.hpp"
#include "study/store/own_folder.hpp"
#include "study/store/trials.hpp"
#include "support/errors.hpp"

namespace gradus::study {
namespace {

using test::error_of;
using test::OwnFolder;

const VariantKey kAdam = {{"optimizer", "adam"}, {"rate", 0.1}};

TEST(Store, EveryFieldComesBackBitForBit) {
  const OwnFolder folder;
  const Trial full = full_trial();
  {
    Store store(folder.path(), "a study");
    store.add(key_of(full), kAdam, full, odd_values());
    store.flush();
    const std::optional<StoredTrial> found = store.find(key_of(full));
    ASSERT_TRUE(found);
    EXPECT_EQ(dump(found->trial), dump(full));
  }
  Store again(folder.path(), "a study");
  const std::optional<StoredTrial> found = again.find(key_of(full));
  ASSERT_TRUE(found);
  EXPECT_EQ(dump(found->trial), dump(full));
  ASSERT_EQ(found->weights.size(), odd_values().size());
  for (size_t i = 0; i < found->weights.size(); ++i)
    EXPECT_EQ(std::bit_cast<uint64_t>(found->weights[i]), std::bit_cast<uint64_t>(odd_values()[i]));
  EXPECT_FALSE(found->reused);
}

TEST(Store, AnEmptyTrialAndEveryStatusComeBack) {
  const OwnFolder folder;
  Store store(folder.path(), "a study");
  for (const Status status : {Status::kCompleted, Status::kConverged, Status::kStopped,
                              Status::kDiverged, Status::kFailed}) {
    Trial trial;
    trial.seed = static_cast<uint64_t>(status);
    trial.history.status = status;
    store.add(key_of(trial), {}, trial);
    store.flush();
    const std::optional<StoredTrial> found = store.find(key_of(trial));
    ASSERT_TRUE(found);
    EXPECT_EQ(dump(found->trial), dump(trial));
    EXPECT_TRUE(found->weights.empty());
  }
}

TEST(Store, TellsKeysApart) {
  const OwnFolder folder;
  Store store(folder.path(), "a study");
  Trial trial = small_trial(4);
  trial.fold = 1;
  store.add(key_of(trial), {}, trial);
  store.flush();
  EXPECT_TRUE(store.find({"plan", 1, 4}));
  EXPECT_FALSE(store.find({"plan", 0, 4}));
  EXPECT_FALSE(store.find({"plan", -1, 4}));
  EXPECT_FALSE(store.find({"plan", 1, 5}));
  EXPECT_FALSE(store.find({"plan b", 1, 4}));
  EXPECT_THROW(store.add({"plan", 2, 4}, {}, trial), std::logic_error);
  EXPECT_THROW(store.add({"plan", 1, 5}, {}, trial), std::logic_error);
}

TEST(Store, AnEqualKeyIsReplacedWithAllItsParts) {
  const OwnFolder folder;
  Store store(folder.path(), "a study");
  Trial trial = full_trial();
  store.add(key_of(trial), {}, trial, odd_values());
  trial.pruned = false;
  trial.metrics.resize(1);
  trial.history.columns.resize(1);
  trial.sampled.resize(1);
  store.add(key_of(trial), {}, trial);
  store.flush();
  const std::optional<StoredTrial> found = store.find(key_of(trial));
  ASSERT_TRUE(found);
  EXPECT_EQ(dump(found->trial), dump(trial));
  EXPECT_TRUE(found->weights.empty());
}

// A trial that is reported is in the file already, for every other reader.
TEST(Store, ReportsWhatIsDurable) {
  const OwnFolder folder;
  std::set<uint64_t> reported;
  StoreOptions options;
  options.reported = [&](const Trial& trial) {
    Database reader(folder / "store.sqlite", Database::Access::kRead);
    EXPECT_TRUE(TrialReader(reader).find(key_of(trial)));
    EXPECT_TRUE(reported.insert(trial.seed).second);
  };
  Store store(folder.path(), "a study", options);
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const Trial trial = small_trial(seed);
    store.add(key_of(trial), {}, trial);
  }
  store.flush();
  EXPECT_EQ(reported.size(), 30u);
}

TEST(Store, ManyThreadsAddAndFind) {
  const OwnFolder folder;
  Store store(folder.path(), "a study");
  std::vector<std::thread> threads;
  for (uint64_t t = 0; t < 4; ++t) {
    threads.emplace_back([&store, t] {
      for (uint64_t i = 0; i < 50; ++i) {
        const Trial trial = small_trial(t * 1000 + i);
        store.add(key_of(trial), {}, trial);
        (void)store.find(key_of(small_trial(i)));
      }
      store.flush();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (uint64_t t = 0; t < 4; ++t) {
    for (uint64_t i = 0; i < 50; ++i) {
      const std::optional<StoredTrial> found = store.find(key_of(small_trial(t * 1000 + i)));
      ASSERT_TRUE(found) << t << " " << i;
      EXPECT_EQ(dump(found->trial), dump(small_trial(t * 1000 + i)));
    }
  }
}

TEST(Store, WritesWhatIsQueuedWhenItEnds) {
  const OwnFolder folder;
  {
    Store store(folder.path(), "a study");
    for (uint64_t seed = 0; seed < 100; ++seed)
      store.add(key_of(small_trial(seed)), {}, small_trial(seed));
  }
  Store store(folder.path(), "a study");
  for (uint64_t seed = 0; seed < 100; ++seed) EXPECT_TRUE(store.find(key_of(small_trial(seed))));
}

TEST(Store, WaitsForWhoeverHoldsTheFile) {
  const OwnFolder folder;
  Store store(folder.path(), "a study");
  store.add(key_of(small_trial(0)), {}, small_trial(0));
  store.flush();
  Database other(folder / "store.sqlite", Database::Access::kMake);
  {
    Transaction holds(other, Transaction::Kind::kWrite);
    store.add(key_of(small_trial(1)), {}, small_trial(1));
    for (int i = 0; i < 500; ++i) EXPECT_TRUE(store.find(key_of(small_trial(0))));
    EXPECT_FALSE(store.find(key_of(small_trial(1))));
  }
  store.flush();
  EXPECT_TRUE(store.find(key_of(small_trial(1))));
}

// Whoever gets a finished run needs no log beside its file, nor the right to write one.
TEST(Store, LeavesOnePlainFile) {
  const OwnFolder folder;
  {
    Store store(folder.path(), "a study");
  }
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    names.insert(entry.path().filename());
  EXPECT_EQ(names, (std::set<std::string>{"store.lock", "store.sqlite"}));
  EXPECT_EQ(test::bytes_of(folder / "store.sqlite").substr(18, 2), "\x01\x01");  // no log is meant
}

TEST(Store, KeepsFoldsOnce) {
  const OwnFolder folder;
  {
    Store store(folder.path(), "a study");
    const std::vector<uint32_t> first = {0, 5, 4000000000}, second = {1};
    store.keep_folds(3, 0, first, {});
    store.keep_folds(3, 0, second, second);
    store.keep_folds(3, 0, second, first, "five folds");
    store.keep_folds(3, 1, second, first);
  }
  Database database(folder / "store.sqlite", Database::Access::kRead);
  Statement rows(database,
                 "SELECT rows FROM fold WHERE dealing = ? AND seed = ? AND fold = ? AND part = ?");
  const auto kept = [&](const char* dealing, int fold, const char* part) {
    rows.set(dealing, 3, fold, part);
    EXPECT_TRUE(rows.step());
    return from_blob<uint32_t>(database, rows.blob(0));
  };
  EXPECT_EQ(kept("", 0, "validation"), (std::vector<uint32_t>{0, 5, 4000000000}));
  EXPECT_TRUE(kept("", 0, "test").empty());
  EXPECT_EQ(kept("five folds", 0, "validation"), (std::vector<uint32_t>{1}));
  EXPECT_EQ(kept("", 1, "test"), (std::vector<uint32_t>{0, 5, 4000000000}));
}

TEST(Store, RefusesAnotherStudyAndStartsAfreshWhenAsked) {
  const OwnFolder folder;
  {
    Store store(folder.path(), "a study", {.version = "gradus 1"});
    store.add(key_of(small_trial(1)), {}, small_trial(1));
    EXPECT_EQ(store.version(), "gradus 1");
  }
  EXPECT_EQ(error_of([&] { Store(folder.path(), "another"); }),
            folder.path().string() +
                ": holds trials of another study; give another --out, or --force to replace them");
  {
    Store store(folder.path(), "a study", {.version = "gradus 2"});
    EXPECT_TRUE(store.find(key_of(small_trial(1))));
    EXPECT_EQ(store.version(), "gradus 1");
  }
  Store store(folder.path(), "another", {.version = "gradus 2", .afresh = true});
  EXPECT_FALSE(store.find(key_of(small_trial(1))));
  EXPECT_EQ(store.version(), "gradus 2");
}

TEST(Store, FindsWhatAnotherRunFinished) {
  const OwnFolder one, two;
  Trial pruned = small_trial(2), failed = small_trial(3);
  pruned.pruned = true;
  failed.history.status = Status::kFailed;
  {
    Store other(one.path(), "a study");
    for (const Trial& trial : {small_trial(1), pruned, failed}) other.add(key_of(trial), {}, trial);
    other.flush();
    // Of a run that is still at work, too.
    Store store(two.path(), "another study");
    store.copy_from(one.path());
    EXPECT_TRUE(store.find(key_of(small_trial(1))));
  }
  const std::string before = test::bytes_of(one / "store.sqlite");
  {
    Store store(two.path(), "another study");
    EXPECT_FALSE(store.find(key_of(small_trial(1))));
    store.copy_from(one.path());
    const std::optional<StoredTrial> found = store.find(key_of(small_trial(1)));
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->reused);
    EXPECT_EQ(dump(found->trial), dump(small_trial(1)));
    EXPECT_FALSE(store.find(key_of(pruned)));
    EXPECT_FALSE(store.find(key_of(failed)));
    EXPECT_FALSE(store.find(key_of(small_trial(1), "another plan")));
    store.add(key_of(found->trial), {}, found->trial, found->weights);
    store.flush();
    EXPECT_FALSE(store.find(key_of(small_trial(1)))->reused);
  }
  EXPECT_EQ(test::bytes_of(one / "store.sqlite"), before);
  const OwnFolder empty;
  Store store(two.path(), "another study");
  EXPECT_EQ(error_of([&] { store.copy_from(empty.path()); }),
            empty.path().string() + ": holds no store.sqlite of a run; name a folder that does");
}

// People open the file.
TEST(Store, IsReadWithSql) {
  const OwnFolder folder;
  {
    Store store(folder.path(), "a study");
    for (uint64_t seed = 0; seed < 3; ++seed)
      store.add(key_of(small_trial(seed)), kAdam, small_trial(seed));
  }
  Database database(folder / "store.sqlite", Database::Access::kRead);
  Statement mean(database,
                 "SELECT count(*), min(value) FROM trial JOIN metric ON trial.id = metric.trial"
                 " WHERE name = 'loss' AND variant ->> '$.optimizer' = 'adam'");
  ASSERT_TRUE(mean.step());
  EXPECT_EQ(mean.integer(0), 3);
  EXPECT_EQ(mean.real(1), 0.2);
}

}  // namespace
}  // namespace gradus::study
