// FitOptions::backup: a fit that something ends, called again.
#include "train/backup.hpp"

#include <gtest/gtest.h>

#include "gradus/base/error.hpp"
#include "gradus/train/population.hpp"
#include "io/support.hpp"
#include "support/paused.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;
namespace fs = std::filesystem;

// What a kill would do, as far as a test can: ends the fit in the middle of an epoch.
class Ends : public Listener {
 public:
  explicit Ends(int64_t at) : at_(at) {}
  void batch_end(Training& training) override {
    if (training.step() == at_) throw Error("test", "ends here");
  }
  [[nodiscard]] bool wants_batches() const override { return true; }

 private:
  int64_t at_;
};

Model network(const Optimizer& optimizer) {
  Model model{Input{3}, Dense{6, relu}, Dropout{0.2}, Dense{2, softmax}};
  model.compile({.loss = categorical_crossentropy, .optimizer = optimizer, .metrics = {accuracy}});
  return model;
}

FitOptions options(const std::string& file, int64_t ends_at = -1) {
  FitOptions fit{.batch_size = 8, .epochs = 4, .seed = 3};
  if (!file.empty()) fit.backup = BackupAndRestore{.file = file, .seconds = 0};
  fit.callbacks.emplace_back(std::make_shared<Ends>(ends_at));
  return fit;
}

TEST(Backup, GoesOnWhereAFitHasEnded) {
  const TempFolder folder;
  const fs::path file = folder.path() / "fit.ckpt";
  const data::Dataset set = random_classes(30, 3, 2);
  Model whole = network(Adam{0.05});
  const std::vector<uint64_t> bits = all_bits(whole.fit(set, options("")), whole, &set);
  for (const int64_t at : {1, 4, 7, 16}) {
    Model model = network(Adam{0.05});
    EXPECT_THROW(model.fit(set, options(file.string(), at)), Error);
    EXPECT_TRUE(fs::exists(file));
    Model second = network(Adam{0.05});
    EXPECT_THROW(second.fit(set, options(file.string(), std::min<int64_t>(at + 5, 16))), Error);
    Model third = network(Adam{0.05});
    const History history = third.fit(set, options(file.string()));
    EXPECT_TRUE(same_bits(bits, all_bits(history, third, &set))) << at;
    EXPECT_TRUE(fs::is_empty(folder.path())) << "what is left at the end";
  }
}

TEST(Backup, IsUsedWhereTheFileIsTorn) {
  const TempFolder folder;
  const fs::path file = folder.path() / "fit.ckpt";
  const data::Dataset set = random_classes(30, 3, 2);
  Model whole = network(SGD{0.1}), model = whole;
  const std::vector<uint64_t> bits = all_bits(whole.fit(set, options("")), whole, &set);
  EXPECT_THROW(model.fit(set, options(file.string(), 7)), Error);
  fs::resize_file(file, fs::file_size(file) / 2);
  EXPECT_EQ(io::load_checkpoint(file)->value<int64_t>("course/step"), 5);
  EXPECT_TRUE(same_bits(bits, all_bits(model.fit(set, options(file.string())), model, &set)));
}

TEST(Backup, StaysWhereItIsToStay) {
  const TempFolder folder;
  const fs::path file = folder.path() / "fit.ckpt";
  const data::Dataset set = random_classes(30, 3, 2);
  FitOptions kept = options(file.string());
  kept.backup->delete_checkpoint = false;
  Model model = network(SGD{0.1});
  const std::vector<uint64_t> bits = all_bits(model.fit(set, kept), model, &set);
  EXPECT_TRUE(fs::exists(file));
  EXPECT_TRUE(same_bits(bits, all_bits(model.fit(set, kept), model, &set)));
  kept.backup->seconds = 1e9;
  kept.backup->file = (folder.path() / "other.ckpt").string();
  (void)model.fit(set, kept);
  EXPECT_FALSE(fs::exists(kept.backup->file)) << "it was not yet time";
}

// Trainings that become lanes have a file each.
TEST(Backup, OfPopulations) {
  const TempFolder folder;
  const data::Dataset set = random_classes(30, 3, 2);
  const auto file = [&](int64_t i) { return (folder.path() / std::to_string(i)).string(); };
  const auto fit = [&](Population& population, int64_t ends_at, bool backup) {
    return population.fit(
        set,
        [&](int64_t i) {
          FitOptions own = options(backup ? file(i) : "", i == 9 ? ends_at : -1);
          own.seed = static_cast<uint64_t>(i);
          return own;
        },
        1);
  };
  Population whole(network(Adam{0.05}), 10), first = whole, second = whole;
  const std::vector<History> undisturbed = fit(whole, -1, false);
  EXPECT_THROW(fit(first, 7, true), Error);
  EXPECT_TRUE(fs::exists(file(0)));
  const std::vector<History> resumed = fit(second, -1, true);
  for (int64_t i = 0; i < 10; ++i) {
    const auto n = static_cast<size_t>(i);
    EXPECT_TRUE(
        same_bits(all_bits(undisturbed[n], whole[i], &set), all_bits(resumed[n], second[i], &set)))
        << i;
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
  EXPECT_THROW(first.fit(set, options(file(0))), Error);
}

TEST(Backup, SaysWhatIsWrong) {
  const TempFolder folder;
  const fs::path file = folder.path() / "fit.ckpt";
  const data::Dataset set = random_classes(30, 3, 2);
  Model model = network(SGD{0.1});
  EXPECT_THROW(model.fit(set, options(file.string(), 7)), Error);
  FitOptions other = options(file.string());
  other.seed = 4;
  EXPECT_EQ(error_of([&] { model.fit(set, other); }),
            file.string() +
                ": is of another training: its seed differs (3 there, 4 here); train as before, or "
                "remove it to begin anew");
  other.backup->file = "";
  EXPECT_EQ(error_of([&] { model.fit(set, other); }), "backup: has no file; name one");
  other.backup = BackupAndRestore{.file = file.string(), .seconds = -1};
  expect_contains(error_of([&] { model.fit(set, other); }), "give a number from 0");
}

}  // namespace
}  // namespace gradus
