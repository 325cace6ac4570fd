// What instruments have read, put down and taken up again.
#include "study/sampled_bytes.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "gradus/base/error.hpp"
#include "io/checkpoint.hpp"
#include "study/study_text.hpp"
#include "study/trial_work.hpp"
#include "support/paused.hpp"

namespace gradus::study {
namespace {

using test::Pause;
using testing::study_of;

TEST(SampledBytes, GiveBackEveryBit) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Reading full{.layer = "dense_1",
               .quantity = "kernel",
               .distribution = {.count = 3, .mean = -0.0, .std = nan, .norm = 1e-310, .zeros = 1},
               .silhouette = {.at = {1, 2}, .density = {0.5, 1}},
               .values = {1, nan, -2}};
  full.distribution.quantiles[6] = 7;
  const std::vector<Sampled> sampled = {{0, 1, 2, {full, {}}}, {5, 0, 0, {}}};
  const std::string bytes = sampled_bytes(sampled);
  const std::vector<Sampled> back = parse_sampled(bytes);
  EXPECT_EQ(sampled_bytes(back), bytes);
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[1].instrument, 5U);
  ASSERT_EQ(back[0].readings.size(), 2U);
  EXPECT_EQ(back[0].step, 2);
  const Reading& r = back[0].readings[0];
  EXPECT_EQ(r.layer, "dense_1");
  EXPECT_EQ(r.quantity, "kernel");
  EXPECT_EQ(r.distribution.count, 3);
  EXPECT_EQ(r.distribution.norm, 1e-310);
  EXPECT_EQ(r.distribution.quantiles, full.distribution.quantiles);
  EXPECT_EQ(r.silhouette.density, full.silhouette.density);
  EXPECT_TRUE(test::same_bits(r.values, full.values));
  EXPECT_TRUE(parse_sampled(sampled_bytes({})).empty());
}

TEST(SampledBytes, RefuseLengthsThatDoNotFit) {
  for (const uint64_t size : {uint64_t{2}, ~uint64_t{0}}) {
    io::Checkpoint broken;
    broken.put("words", std::vector<uint64_t>{size, 0, 0, 0});
    broken.put_text("letters", "");
    EXPECT_THROW((void)parse_sampled(broken.bytes()), Error) << size;
  }
  EXPECT_THROW((void)parse_sampled("nothing"), Error);
}

// Pauses a study's first trial at every step and goes on in another: it has read the same. Returns
// what an undisturbed one has.
Trial expect_reads_the_same(const testing::Parts& parts) {
  const Study study = study_of(parts);
  const DataShelf shelf(study, "");
  const auto told = [](const Trial& trial) {
    std::string text = sampled_bytes(trial.sampled);
    for (const auto& [name, value] : trial.metrics) {
      text += name;
      text.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    return text;
  };
  TrialWork undisturbed(study, shelf, {.seed = 3}, 1);
  train_member(undisturbed.member());
  Trial trial = undisturbed.finish();
  const auto pause = std::make_shared<Pause>();
  for (;; ++pause->at) {
    pause->asked = 0;
    pause->saved.reset();
    TrialWork first(study, shelf, {.seed = 3}, 1), second(study, shelf, {.seed = 3}, 1);
    first.member().watch = Pause::watch(pause);
    train_member(first.member());
    if (!first.member().paused) break;
    second.member().from = pause->saved;
    train_member(second.member());
    EXPECT_EQ(told(second.finish()), told(trial)) << "paused at step " << pause->at;
  }
  EXPECT_EQ(pause->at, trial.history.steps + 1);
  return trial;
}

TEST(InstrumentsResumed, ReadWhatTheyWouldHaveRead) {
  const Trial trial = expect_reads_the_same(
      {.top = "seeds = 1\n",
       .train = "loss = \"binary_crossentropy\"\noptimizer = \"adam\"\nepochs = 6\n"
                "batch_size = 40\n",
       .rest = R"(
[[instrument]]
kind = "update_ratio"
[[instrument]]
kind = "update_ratio"
name = "steps"
every = "4 steps"
[[instrument]]
kind = "gradients"
[[instrument]]
kind = "weights"
every = "start"
[[instrument]]
kind = "collapse"
every = "2 epochs"
[[figure]]
kind = "violin"
y = "gradients"
)"});
  EXPECT_EQ(trial.history.steps, 18);
}

// Work enough that a look before the end is granted, once: it is neither lost nor granted again.
TEST(InstrumentsResumed, LookWhenTheyWouldHaveLooked) {
  const Trial trial = expect_reads_the_same(
      {.top = "seeds = 1\n",
       .data = "source = \"moons\"\ntrain = 4000\ntest = 50\n",
       .model = "layers = [\"dense 60 relu\", \"dense 60 relu\", \"dense 1 sigmoid\"]\n",
       .train = "loss = \"binary_crossentropy\"\noptimizer = \"adam\"\nepochs = 9\n"
                "batch_size = \"all\"\n",
       .rest = R"(
[[instrument]]
kind = "gradients"
of = "inputs"
[[instrument]]
kind = "update_ratio"
)"});
  std::vector<std::pair<size_t, int64_t>> looks;
  for (const Sampled& s : trial.sampled) looks.emplace_back(s.instrument, s.epoch);
  EXPECT_EQ(looks, (std::vector<std::pair<size_t, int64_t>>{{0, 8}, {1, 8}, {0, 9}, {1, 9}}));
}

}  // namespace
}  // namespace gradus::study
