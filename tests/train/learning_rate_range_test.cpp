#include "gradus/train/learning_rate_range.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/data/make.hpp"
#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

data::Dataset moons() {
  return data::make_moons({.train = 128, .test = 1, .noise = 0.1, .seed = 3}).train;
}

Model classifier() {
  Model model{Input{2}, Dense{.units = 12, .activation = tanh},
              Dense{.units = 1, .activation = sigmoid}};
  model.compile({.loss = binary_crossentropy, .optimizer = SGD{.momentum = 0.5}});
  model.initialize(5);
  return model;
}

RangeOptions options(RangeForm form) {
  return {.form = form, .lowest = 1e-5, .highest = 1000, .epochs = 3, .batch_size = 16, .seed = 1};
}

TEST(LearningRateRange, EachFormFindsUsefulRatesBetweenUselessOnes) {
  const Model model = classifier();
  const data::Dataset set = moons();
  for (const RangeForm form : {RangeForm::kCarriedOn, RangeForm::kFresh, RangeForm::kRamp}) {
    SCOPED_TRACE(static_cast<int>(form));
    const LearningRateRange range = learning_rate_range(model, set, options(form));
    ASSERT_EQ(range.rates.size(), range.losses.size());
    EXPECT_TRUE(std::is_sorted(range.rates.begin(), range.rates.end()));
    EXPECT_DOUBLE_EQ(range.start, model.evaluate(set)["loss"]);
    EXPECT_NEAR(range.losses.front(), range.start, 0.05 * range.start) << "too small to move it";
    ASSERT_TRUE(range.suggestion.lr_min && range.suggestion.lr_max) << range.suggestion.reason;
    EXPECT_LT(*range.suggestion.lr_min, *range.suggestion.lr_max);
    EXPECT_GE(*range.suggestion.lr_min, 1e-3);
    EXPECT_GE(*range.suggestion.lr_max, 0.05);
    EXPECT_LE(*range.suggestion.lr_max, 100);
    if (form != RangeForm::kRamp) {
      EXPECT_EQ(range.rates.size(), 9u);
      EXPECT_NEAR(range.rates.back(), 1000, 1e-9);
    }
  }
}

TEST(LearningRateRange, LeavesTheModelAsItWas) {
  Model model = classifier();
  const Model before = model;
  const data::Dataset set = moons();
  for (const RangeForm form : {RangeForm::kCarriedOn, RangeForm::kFresh, RangeForm::kRamp})
    (void)learning_rate_range(model, set, options(form));
  for (const std::string& name : model.weight_names()) {
    const Tensor now = model.weights(name), then = before.weights(name);
    EXPECT_TRUE(std::equal(now.data(), now.data() + now.size(), then.data())) << name;
  }
  EXPECT_EQ(model.options().optimizer, before.options().optimizer);
}

TEST(LearningRateRange, FreshFormIsATrainingFromThePresentWeightsAtEachRate) {
  const Model model = classifier();
  const data::Dataset set = moons();
  RangeOptions fresh = options(RangeForm::kFresh);
  fresh.lowest = 0.01;
  fresh.highest = 0.1;
  const LearningRateRange range = learning_rate_range(model, set, fresh);
  ASSERT_EQ(range.rates.size(), 2u);
  Model by_hand = model;
  by_hand.compile({.loss = binary_crossentropy,
                   .optimizer = SGD{.learning_rate = range.rates[1], .momentum = 0.5}});
  const History history =
      by_hand.fit(set, {.batch_size = 16, .epochs = 3, .seed = 1, .keep_weights = true});
  EXPECT_EQ(range.losses[1], column(history, "loss").back());
}

TEST(LearningRateRange, CarriedOnGoesOnFromRateToRate) {
  const Model model = classifier();
  const data::Dataset set = moons();
  RangeOptions carried = options(RangeForm::kCarriedOn);
  carried.lowest = 0.01;
  carried.highest = 0.1;
  const LearningRateRange range = learning_rate_range(model, set, carried);
  ASSERT_EQ(range.rates.size(), 2u);
  Model by_hand = model;
  by_hand.compile({.loss = binary_crossentropy,
                   .optimizer = SGD{.learning_rate =
                                        schedules::PiecewiseConstantDecay{
                                            {3 * 8 - 1}, {range.rates[0], range.rates[1]}},
                                    .momentum = 0.5}});
  const History history =
      by_hand.fit(set, {.batch_size = 16, .epochs = 6, .seed = 1, .keep_weights = true});
  EXPECT_EQ(range.losses[0], column(history, "loss")[2]);
  EXPECT_EQ(range.losses[1], column(history, "loss")[5]);
}

TEST(LearningRateRange, RatesThatBlowUpEndTheRange) {
  Model model{Input{2}, Dense{.units = 8, .activation = relu}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{}});
  model.initialize(2);
  const data::Dataset set = moons();
  for (const RangeForm form : {RangeForm::kCarriedOn, RangeForm::kFresh, RangeForm::kRamp}) {
    SCOPED_TRACE(static_cast<int>(form));
    const LearningRateRange range = learning_rate_range(model, set, options(form));
    EXPECT_FALSE(std::isfinite(range.losses.back()));
    EXPECT_TRUE(std::isfinite(range.losses.front()));
    ASSERT_TRUE(range.suggestion.lr_max) << range.suggestion.reason;
    EXPECT_LT(*range.suggestion.lr_max, range.rates.back());
  }
}

std::string message_of(const RangeOptions& wrong) {
  try {
    (void)learning_rate_range(classifier(), moons(), wrong);
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

TEST(LearningRateRange, MistakesAreNamed) {
  EXPECT_EQ(message_of({.lowest = 1, .highest = 0.1}),
            "learning_rate_range: no range from 1 to 0.1; give two rates above 0, the lower one "
            "first");
  EXPECT_EQ(message_of({.lowest = 0}),
            "learning_rate_range: no range from 0 to 10; give two rates above 0, the lower one "
            "first");
  EXPECT_EQ(message_of({.factor = 1}),
            "learning_rate_range: the factor 1 leads nowhere; give the factor from one rate to "
            "the next, such as 10");
  EXPECT_EQ(message_of({.epochs = 0}), "learning_rate_range: 0 epochs; give at least 1");
}

}  // namespace
}  // namespace gradus
