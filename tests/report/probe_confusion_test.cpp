#include "report/probe_confusion.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>

#include "gradus/base/error.hpp"
#include "gradus/nn/confusion_matrix.hpp"

namespace gradus {
namespace {

// Eight rows of two numbers in three named classes.
data::Dataset labelled() {
  auto body = std::make_shared<data::Body>();
  Tensor features(8, Shape{2});
  for (int64_t i = 0; i < 16; ++i) features.data()[i] = static_cast<float>((i * 7) % 5) - 2;
  body->features = features;
  body->labels = {0, 1, 2, 0, 1, 2, 0, 1};
  body->classes = 3;
  body->class_names = {"cat", "dog", "cow"};
  return data::Dataset(std::move(body));
}

data::Dataset with_targets(const std::vector<float>& targets) {
  const auto rows = static_cast<int64_t>(targets.size());
  Tensor features(rows, Shape{2}), wanted(rows, Shape{1});
  for (int64_t r = 0; r < rows; ++r) {
    features.data()[2 * r] = static_cast<float>(r);
    features.data()[2 * r + 1] = 1;
    wanted.data()[r] = targets[static_cast<size_t>(r)];
  }
  return {std::move(features), std::move(wanted)};
}

TEST(ConfusionProbe, CountsWhatANetworkTakesEachClassFor) {
  const Model model{Input{2}, Dense{.units = 3, .activation = softmax}};
  const data::Dataset samples = labelled();
  const ConfusionProbe probe = confusion_probe(model, samples, "confusion_matrix");
  ASSERT_EQ(probe.counts.size(), 9U);
  std::vector<int64_t> expected(9);
  const Tensor out = model.predict(samples, 1);
  for (int64_t r = 0; r < 8; ++r)
    ++expected[static_cast<size_t>(3 * samples.label(r) +
                                   predicted_class(std::span<const float>(out.row(r))))];
  EXPECT_EQ(probe.counts, expected);
  EXPECT_EQ(probe.classes, (std::vector<std::string>{"cat", "dog", "cow"}));
  EXPECT_EQ(probe.networks, 1U);
}

TEST(ConfusionProbe, TargetsOfZeroAndOneAreClasses) {
  const Model model{Input{2}, Dense{.units = 1, .activation = sigmoid}};
  const ConfusionProbe probe = confusion_probe(model, with_targets({0, 1, 1, 0}), "c");
  EXPECT_EQ(probe.classes, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(std::accumulate(probe.counts.begin(), probe.counts.end(), int64_t{0}), 4);
  try {
    (void)confusion_probe(model, with_targets({0, 0.5F}), "c");
    FAIL() << "numbers are no classes";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "c: needs class labels, and the targets are numbers; remove the figure");
  }
}

TEST(ConfusionProbe, SumsOverNetworks) {
  ConfusionProbe sum, one;
  one.counts = {3, 1, 0, 4};
  one.classes = {"a", "b"};
  one.networks = 1;
  one.unpredicted = 2;
  add(sum, one);
  add(sum, one);
  EXPECT_EQ(sum.counts, (std::vector<int64_t>{6, 2, 0, 8}));
  EXPECT_EQ(sum.classes, one.classes);
  EXPECT_EQ(sum.networks, 2U);
  EXPECT_EQ(sum.unpredicted, 4);
}

}  // namespace
}  // namespace gradus
