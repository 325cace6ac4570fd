// Augmented batches, and trainings on them.
#include "train/augmented_feed.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/halves.hpp"
#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;
using data::augments::RandomFlip, data::augments::RandomRotation, data::augments::RandomTranslation,
    data::augments::RandomZoom;
using Noise = data::augments::GaussianNoise;

const std::vector<data::Augment> kAugments{RandomFlip{"horizontal"}, RandomRotation{0.1},
                                           RandomTranslation{0.2, 0.2}, Noise{0.2}};

Model classifier(const data::Dataset& set, double rate) {
  Model model{Input{set.shape()}, Flatten{}, Dense{.units = 2, .activation = softmax}};
  model.compile({.loss = categorical_crossentropy,
                 .optimizer = SGD{.learning_rate = rate},
                 .metrics = {accuracy}});
  return model;
}

TEST(AugmentedFeed, HasTheSamplesOfTheBatchAsTheEpochSeesThem) {
  const data::Dataset set = halves(40, 1, true).select({7, 3, 39, 0, 12, 30, 1});
  const Feed feed(set, {1, 10});
  AugmentedFeed augmented(feed, kAugments, 9, nullptr);
  ASSERT_TRUE(augmented.acts());
  const data::Dataset seen = data::augmented(set, kAugments, 9, 4);
  const engine::Batch plain = feed.batch(2, 4), batch = augmented.batch(plain, 4);
  ASSERT_EQ(batch.count, 4U);
  EXPECT_EQ(batch.rows, nullptr);
  EXPECT_FALSE(batch.same_as_before);
  EXPECT_EQ(batch.source->affine, 0U);
  EXPECT_EQ(batch.source->features, 36U);
  EXPECT_EQ(batch.source->outputs, 2U);
  EXPECT_EQ(batch.source->class_weights, feed.source().class_weights);
  for (int64_t i = 0; i < 4; ++i) {
    EXPECT_EQ(batch.source->labels[i], set.label(2 + i));
    EXPECT_EQ(batch.source->weights[i], set.body().weights[set.row_index()[size_t(2 + i)]]);
    for (int64_t p = 0; p < 36; ++p)
      ASSERT_EQ(batch.source->numbers[i * 36 + p], seen.feature(2 + i, p)) << i << " " << p;
  }
}

TEST(AugmentedFeed, TakesTargetsAlong) {
  auto body = std::make_shared<data::Body>();
  body->features = Tensor(5, Shape{2, 2, 1});
  body->targets = Tensor(5, Shape{2});
  for (int64_t r = 0; r < 5; ++r) body->targets.row(r)[1] = static_cast<float>(r);
  const Feed feed(data::Dataset(body).select({4, 2}));
  AugmentedFeed augmented(feed, kAugments, 1, nullptr);
  const engine::Batch batch = augmented.batch(feed.batch(0, 2), 0);
  EXPECT_EQ(batch.source->targets[1], 4);
  EXPECT_EQ(batch.source->targets[3], 2);
  EXPECT_EQ(batch.source->labels, nullptr);
  EXPECT_EQ(batch.source->weights, nullptr);
}

TEST(AugmentedFeed, NeitherThreadsNorBatchSizeMoveADraw) {
  const data::Dataset set = halves(33, 2);
  const Feed feed(set);
  const auto all = [&](ThreadTeam* team, int64_t size) {
    AugmentedFeed augmented(feed, kAugments, 5, team);
    std::vector<float> out;
    for (int64_t first = 0; first < 33; first += size) {
      const engine::Batch batch =
          augmented.batch(feed.batch(first, std::min<int64_t>(size, 33 - first)), 1);
      out.insert(out.end(), batch.source->numbers, batch.source->numbers + batch.count * 36);
    }
    return out;
  };
  ThreadTeam team(3);
  const std::vector<float> first = all(nullptr, 33);
  for (const int64_t size : {1, 2, 16, 33}) {
    EXPECT_EQ(all(nullptr, size), first) << size;
    EXPECT_EQ(all(&team, size), first) << size;
  }
}

TEST(AugmentedTraining, LearnsTheSameOnAnyThreads) {
  const data::Dataset train = halves(80, 1), test = halves(40, 2);
  const auto fit = [&](int threads, uint64_t seed, int64_t batch) {
    Model model = classifier(train, 0.5);
    const History history = model.fit(train, {.batch_size = batch,
                                              .epochs = 40,
                                              .seed = seed,
                                              .augment = kAugments,
                                              .validation = test,
                                              .threads = threads});
    EXPECT_GT(column(history, "val_accuracy").back(), 0.9);
    return bits_of(history, model);
  };
  for (const int64_t batch : {int64_t{16}, int64_t{32}, kAll}) {
    const std::vector<double> first = fit(1, 3, batch);
    EXPECT_TRUE(same_bits(first, fit(3, 3, batch)));
    EXPECT_NE(first, fit(1, 4, batch));
  }
}

// Without learning, all that changes from epoch to epoch is what is seen.
TEST(AugmentedTraining, SeesTrainingSamplesAnewEachEpochAndOthersAsTheyAre) {
  const data::Dataset train = halves(30, 1), test = halves(20, 2);
  Model model = classifier(train, 0);
  const FitOptions options{
      .batch_size = kAll, .epochs = 3, .seed = 8, .augment = kAugments, .validation = test};
  const History history = model.fit(train, options);
  const std::vector<double>&loss = column(history, "loss"), &val = column(history, "val_loss");
  EXPECT_NE(loss[0], loss[1]);
  EXPECT_NE(loss[1], loss[2]);
  for (const double v : val) EXPECT_EQ(v, model.evaluate(test)["loss"]);
  for (size_t epoch = 0; epoch < 3; ++epoch)
    EXPECT_EQ(loss[epoch],
              model.evaluate(data::augmented(train, kAugments, 8, int64_t(epoch)))["loss"]);
}

TEST(AugmentedTraining, WhatChangesNothingIsNotThere) {
  const data::Dataset train = halves(50, 1);
  const auto fit = [&](const std::vector<data::Augment>& augment) {
    Model model = classifier(train, 0.1);
    return bits_of(model.fit(train, {.batch_size = 16, .epochs = 5, .seed = 1, .augment = augment}),
                   model);
  };
  EXPECT_TRUE(same_bits(fit({}), fit({Noise{0}, RandomZoom{0}})));
  EXPECT_NE(fit({}), fit({Noise{0.01}}));
}

TEST(AugmentedTraining, NeedsImages) {
  Model model{Input{3}, Dense{.units = 1}};
  EXPECT_EQ(error_of([&] { model.fit(random_numbers(4, 3, 1), {.augment = {Noise{1}}}); }),
            "augment: needs images, but the samples are of shape 3; give samples of height x width "
            "x channels, or remove it");
}

}  // namespace
}  // namespace gradus
