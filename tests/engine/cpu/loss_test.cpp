#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "engine/reference.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

struct Case {
  LossKind kind;
  bool labels, weights, sum_outputs, gradient;
  size_t samples, outputs;
};

std::shared_ptr<const CustomLoss> quartic() {
  const auto cube = [](double e) { return e * e * e; };
  return std::make_shared<CustomLoss>(
      CustomLoss{[=](double y, double t) { return cube(y - t) * (y - t); },
                 [=](double y, double t) { return 4 * cube(y - t); }});
}

LossSpec spec_of(const Case& c) {
  return {.kind = c.kind, .delta = 0.5, .sum_outputs = c.sum_outputs, .custom = quartic()};
}

bool of_probabilities(LossKind kind) {
  return kind == LossKind::kBinaryCrossentropy || kind == LossKind::kCategoricalCrossentropy;
}

struct Samples {
  std::vector<double> y, target, labels, weights;
};

// Predictions away from the kinks, where the twin and float might take different sides.
Samples draw(const Case& c) {
  Numbers numbers(c.samples * 1000 + c.outputs * 10 + static_cast<size_t>(c.kind));
  Samples s;
  const bool probabilities = of_probabilities(c.kind);
  s.y = numbers.many(c.samples * c.outputs, probabilities ? 0.01 : -2, probabilities ? 0.99 : 2);
  s.weights = c.weights ? numbers.many(c.samples, 0, 3) : std::vector<double>(c.samples, 1);
  const uint64_t classes = c.outputs == 1 ? 2 : c.outputs;
  for (size_t r = 0; r < c.samples; ++r) {
    s.labels.push_back(static_cast<double>(numbers.below(classes)));
    for (size_t j = 0; j < c.outputs; ++j) {
      const bool here = c.outputs == 1 ? s.labels[r] == 1 : s.labels[r] == static_cast<double>(j);
      s.target.push_back(c.labels ? (here ? 1 : 0) : numbers.one(0, 1));
    }
  }
  if (probabilities && c.samples > 2) {
    s.y[0] = 0;  // clipped
    s.y[c.outputs] = c.kind == LossKind::kBinaryCrossentropy ? 1 : 1e-9;
  }
  return s;
}

template <class T>
struct Outcome {
  std::vector<double> y, dy, sums;  // rows; lanes for the sums
};

template <class T>
Outcome<T> run(const cpu::Kernels<T>& kernels, const Case& c, const Samples& s, double scale) {
  const size_t count = groups_of(c.samples) * c.outputs * kLanes;
  const AlignedVector<T> in = to_lanes<T>(s.y, c.outputs),
                         target = to_lanes<T>(s.target, c.outputs);
  const AlignedVector<T> labels = to_lanes<T>(s.labels, 1), weights = to_lanes<T>(s.weights, 1);
  Guarded<T> y(count), dy(count);
  Guarded<double> sums(std::vector<double>(kLanes, 0.25));
  std::copy_n(in.data(), count, y.data());
  kernels.loss({spec_of(c), y.data(), c.labels ? nullptr : target.data(),
                c.labels ? labels.data() : nullptr, c.weights ? weights.data() : nullptr,
                c.gradient ? dy.data() : nullptr, c.samples, c.outputs, static_cast<T>(scale),
                sums.data()});
  EXPECT_TRUE(y.intact() && dy.intact() && sums.intact());
  for (size_t r = c.samples; c.gradient && r < groups_of(c.samples) * kLanes; ++r)
    for (size_t j = 0; j < c.outputs; ++j)
      EXPECT_EQ(dy.data()[lane_place(r, j, c.outputs)], T(0)) << "beyond the samples";
  return {from_lanes(y.data(), c.samples, c.outputs), from_lanes(dy.data(), c.samples, c.outputs),
          sums.values()};
}

// What errors are relative to: a term's logarithms, the row's sum.
double size_of(const Case& c, double value, std::span<const double> y,
               std::span<const double> target) {
  double reach = 1, mass = 0;
  for (size_t j = 0; j < y.size(); ++j) {
    reach = std::max(reach, std::abs(y[j]));
    mass += target[j];
  }
  return std::abs(value) + 4 * (reach + mass) * (c.sum_outputs ? static_cast<double>(y.size()) : 1);
}

template <class T>
void check(const Case& c) {
  SCOPED_TRACE(testing::Message() << "loss " << static_cast<int>(c.kind) << " labels " << c.labels
                                  << " weights " << c.weights << " sum " << c.sum_outputs
                                  << " gradient " << c.gradient << ", " << c.samples
                                  << " samples of " << c.outputs);
  const Samples s = draw(c);
  const double scale = 0.125;
  Outcome<T> got;
  on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    got = run(kernels, c, s, scale);
    std::vector<double> all = got.y;
    if (c.gradient) all.insert(all.end(), got.dy.begin(), got.dy.end());
    all.insert(all.end(), got.sums.begin(), got.sums.end());
    return all;
  });
  // Clipped at the type's own numbers.
  const reference::Clip clip{static_cast<double>(T(1e-7)), static_cast<double>(T(1 - 1e-7))};
  std::vector<double> sums(kLanes, 0.25), sizes(kLanes, 0.25);
  const size_t n = c.outputs;
  for (size_t r = 0; r < c.samples; ++r) {
    std::vector<double> y(&s.y[r * n], &s.y[r * n] + n), dy(n);
    const std::span<const double> target(&s.target[r * n], n);
    // The twin sees what the kernel sees.
    for (double& v : y) v = static_cast<double>(static_cast<T>(v));
    const std::vector<double> before = y;
    const double value = reference::loss(spec_of(c), y, target, s.weights[r], scale, dy, clip);
    sums[r % kLanes] += value;
    sizes[r % kLanes] += s.weights[r] * size_of(c, value, before, target);
    double largest = 1;
    for (const double v : dy) largest = std::max(largest, std::abs(v));
    for (size_t j = 0; j < n; ++j) {
      const size_t at = r * n + j;
      const double terms = static_cast<double>(n);
      EXPECT_NEAR(got.y[at], y[j], twin_tolerance<T>(kSoftmaxError, terms, 4)) << "left in y";
      if (!c.gradient) continue;
      EXPECT_NEAR(got.dy[at], dy[j], twin_tolerance<T>(kLossGradientError, terms, largest))
          << "row " << r << " output " << j;
    }
  }
  for (size_t l = 0; l < kLanes; ++l) {
    EXPECT_NEAR(got.sums[l], sums[l],
                twin_tolerance<T>(kLossError, static_cast<double>(n), sizes[l]))
        << "lane " << l;
  }
}

constexpr LossKind kAll[] = {LossKind::kMse,
                             LossKind::kMae,
                             LossKind::kHuber,
                             LossKind::kBinaryCrossentropy,
                             LossKind::kCategoricalCrossentropy,
                             LossKind::kSigmoidCrossentropy,
                             LossKind::kSoftmaxCrossentropy,
                             LossKind::kCustom};

TEST(Loss, EqualsItsTwin) {
  for (const LossKind kind : kAll) {
    size_t turn = 0;
    for (const size_t outputs : {1, 2, 3, 5, 11, 16, 17}) {
      if (outputs == 1 && kind == LossKind::kCategoricalCrossentropy) continue;
      for (const size_t samples : {1, 3, 15, 16, 17, 33}) {
        for (const bool labels : {false, true}) {
          const Case c{kind, labels, turn % 2 == 0, turn % 3 == 0, turn % 5 != 0, samples, outputs};
          check<float>(c);
          check<double>(c);
          ++turn;
        }
      }
    }
  }
}

TEST(Loss, NanIsSeen) {
  for (const LossKind kind : kAll) {
    SCOPED_TRACE(static_cast<int>(kind));
    const Case c{kind, false, false, false, true, 20, 3};
    Samples s = draw(c);
    s.y[17 * 3 + 1] = kNan<double>;
    on_targets<float>([&](const cpu::Kernels<float>& kernels) {
      const Outcome<float> got = run(kernels, c, s, 1);
      for (size_t l = 0; l < kLanes; ++l) EXPECT_EQ(std::isnan(got.sums[l]), l == 1) << l;
      if (kind != LossKind::kMae && kind != LossKind::kHuber) {
        EXPECT_TRUE(std::isnan(got.dy[17 * 3 + 1]));
      }
      return std::vector<float>{};
    });
  }
}

// A class that is not the label may be infinitely unlikely.
TEST(Loss, ALogitOfMinusInfinityIsNoError) {
  const Case c{LossKind::kSoftmaxCrossentropy, true, false, false, true, 1, 3};
  Samples s{.y = {1, -std::numeric_limits<double>::infinity(), 2},
            .target = {},
            .labels = {0},
            .weights = {1}};
  s.target = {1, 0, 0};
  on_targets<double>([&](const cpu::Kernels<double>& kernels) {
    const Outcome<double> got = run(kernels, c, s, 1);
    EXPECT_NEAR(got.sums[0] - 0.25, std::log(1 + std::exp(1)), 1e-14);
    EXPECT_EQ(got.y[1], 0);
    EXPECT_EQ(got.dy[1], 0);
    return got.sums;
  });
}

}  // namespace
}  // namespace gradus::engine
