#include "study/runner/ledger.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>

#include "gradus/base/error.hpp"
#include "study/runner/trials.hpp"
#include "study/study_text.hpp"

namespace gradus::study::testing {
namespace {

namespace fs = std::filesystem;

class LedgerTest : public ::testing::Test {
 protected:
  void SetUp() override { fs::remove_all(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_ = fs::temp_directory_path() / ("gradus-ledger-" + std::to_string(getpid()));
};

Parts small(const std::string& train = "") {
  Parts parts;
  parts.top = "seeds = 6\n";
  parts.train =
      "loss = \"binary_crossentropy\"\noptimizer = \"adam 0.01\"\nepochs = 12\n"
      "batch_size = 16\n" +
      train;
  return parts;
}

using Told = std::function<void(const RunEvent&)>;

// Counts events of one kind.
Told count(RunEvent::Kind kind, size_t& number) {
  return [kind, &number](const RunEvent& event) { number += event.kind == kind ? 1 : 0; };
}

Results run_in(Study study, const fs::path& folder, const std::function<bool()>& stop = {},
               const Told& progress = {}, int threads = 2) {
  RunOptions options;
  options.threads = threads;
  options.folder = folder;
  options.stop = stop;
  options.progress = progress;
  options.checkpoint_seconds = 0.001;
  Results results = run(study, DataShelf(study, ""), options);
  results.lock.reset();
  return results;
}

TEST_F(LedgerTest, AStoppedRunGoesOnToTheSameResults) {
  // Sixteen at once, and so few that each trains by itself.
  for (const char* seeds : {"seeds = 16\n", "seeds = 1\n"}) {
    Parts parts = small();
    parts.top = seeds;
    const Study study = study_of(parts);
    Study alone = study;
    const Results undisturbed = run(alone, DataShelf(study, ""), {.threads = 1});
    for (const int64_t asks : {1, 3, 37, 70}) {
      SCOPED_TRACE(asks);
      fs::remove_all(folder_);
      std::atomic<int64_t> asked{0};
      const Results first = run_in(study, folder_, [&] { return ++asked > asks; });
      EXPECT_TRUE(first.interrupted);
      EXPECT_LT(first.trials.size(), undisturbed.trials.size());
      EXPECT_FALSE(fs::is_empty(folder_ / "checkpoints"));
      Study again = study;
      RunOptions options;
      options.folder = folder_;
      options.threads = asks == 37 ? 3 : 1;  // other packs than before
      const Results second = run(again, DataShelf(study, ""), options);
      EXPECT_FALSE(second.interrupted);
      expect_same(second, undisturbed);
      EXPECT_FALSE(fs::exists(folder_ / "checkpoints"));
    }
  }
}

TEST_F(LedgerTest, FinishedTrainingsAreNotRepeated) {
  const Study study = study_of(small());
  const Results first = run_in(study, folder_);
  size_t recalled = 0;
  const Results second = run_in(study, folder_, {}, count(RunEvent::Kind::kFound, recalled));
  EXPECT_EQ(recalled, first.trials.size());
  expect_same(second, first);
  // Their time is that of the training.
  for (size_t t = 0; t < first.trials.size(); ++t)
    EXPECT_EQ(first.trials[t].history.seconds, second.trials[t].history.seconds);
}

TEST_F(LedgerTest, ASecondRunOnTheFolderIsRefused) {
  const Study study = study_of(small());
  bool refused = false;
  (void)run_in(study, folder_, {}, [&](const RunEvent& event) {
    if (refused || event.kind != RunEvent::Kind::kFinished) return;
    try {
      (void)run_in(study, folder_);
    } catch (const Error& e) {
      refused = std::string(e.what()).find("in use") != std::string::npos;
    }
  });
  EXPECT_TRUE(refused);
}

TEST_F(LedgerTest, AMistakeLeavesNothingBehind) {
  const Study study = study_of(small());
  Study again = study;
  RunOptions options;
  options.folder = folder_ / "a" / "b";
  options.reuse = folder_ / "nowhere";
  EXPECT_THROW((void)run(again, DataShelf(study, ""), options), Error);
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(LedgerTest, AnotherReleaseDoesNotGoOn) {
  const Study study = study_of(small());
  const auto go_on_with = [&](const std::string& version) {
    Study again = study;
    RunOptions options;
    options.folder = folder_;
    options.version = version;
    (void)run(again, DataShelf(study, ""), options);
  };
  go_on_with("gradus 0.1.0 (commit abc)");
  EXPECT_NO_THROW(go_on_with("gradus 0.1.0 (commit def)"));
  EXPECT_THROW(go_on_with("gradus 0.2.0 (commit def)"), Error);
}

TEST_F(LedgerTest, NetworksOfFinishedTrainingsAreShownAgain) {
  const Study study = study_of(small("dtype = \"float64\"\n"));
  std::map<uint64_t, std::vector<double>> seen[2];
  for (auto& here : seen) {
    Study again = study;
    std::mutex lock;
    RunOptions options;
    options.folder = folder_;
    options.wants_network = [](const Trial& trial) { return trial.seed % 2 == 1; };
    options.trained = [&](const Trial& trial, const Model& model, const Prepared& data) {
      const std::lock_guard guard(lock);
      if (trial.seed % 2 == 1) here[trial.seed] = {model.evaluate(data.test)["loss"]};
    };
    (void)run(again, DataShelf(study, ""), options);
  }
  EXPECT_EQ(seen[0].size(), 3U);
  EXPECT_EQ(seen[0], seen[1]);
}

TEST_F(LedgerTest, NetworksThatWereNotKeptAreTrainedAgain) {
  const Study study = study_of(small());
  (void)run_in(study, folder_);
  Study again = study;
  RunOptions options;
  options.folder = folder_;
  options.wants_network = [](const Trial& trial) { return trial.seed == 2; };
  size_t recalled = 0, seen = 0;
  options.progress = count(RunEvent::Kind::kFound, recalled);
  options.trained = [&](const Trial& trial, const Model&, const Prepared&) {
    seen += trial.seed == 2 ? 1 : 0;
  };
  (void)run(again, DataShelf(study, ""), options);
  EXPECT_EQ(recalled, 5U);
  EXPECT_EQ(seen, 1U);
}

TEST_F(LedgerTest, AnotherRunsTrainingsAreReused) {
  const Study study = study_of(small());
  (void)run_in(study, folder_ / "a");
  Parts more = small();
  more.top = "seeds = 8\n";
  Study longer = study_of(more);
  RunOptions options;
  options.folder = folder_ / "b";
  options.reuse = folder_ / "a";
  size_t recalled = 0;
  options.progress = count(RunEvent::Kind::kFound, recalled);
  const Results results = run(longer, DataShelf(longer, ""), options);
  EXPECT_EQ(results.trials.size(), 8U);
  EXPECT_EQ(recalled, 6U);
}

}  // namespace
}  // namespace gradus::study::testing
