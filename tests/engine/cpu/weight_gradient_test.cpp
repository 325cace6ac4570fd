#include <gtest/gtest.h>

#include "engine/program.hpp"
#include "engine/reference.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

constexpr size_t kSizes[] = {1, 2, 3, 5, 7, 11, 13, 15, 16, 17, 31, 32, 33, 47, 64, 65};

/// Rows with `stride` values each, NaN in the padding and in whole rows up to a block of 4.
template <class T>
Guarded<T> padded_rows(std::span<const double> rows, size_t features, size_t stride) {
  const size_t count = rows.size() / features;
  Guarded<T> out((count + 3) / 4 * 4 * stride);
  for (size_t r = 0; r < count; ++r)
    for (size_t f = 0; f < features; ++f)
      out.data()[r * stride + f] = static_cast<T>(rows[r * features + f]);
  return out;
}

struct Case {
  size_t samples, inputs, outputs;
  bool accumulate;
  size_t shift, wider;  // of dw from alignment; of the stride beyond what is needed
};

template <class T>
void check_weights(const Case& c, uint64_t seed) {
  SCOPED_TRACE(testing::Message() << c.samples << " samples, " << c.inputs << " x " << c.outputs
                                  << " accumulate " << c.accumulate);
  Numbers numbers(seed);
  const std::vector<double> x = numbers.many(c.samples * c.inputs);
  const std::vector<double> dy = numbers.many(c.samples * c.outputs);
  const std::vector<double> old = numbers.many(c.inputs * c.outputs);
  const size_t stride = padded(static_cast<int64_t>(c.outputs)) + c.wider;
  const AlignedVector<T> lanes = to_lanes<T>(x, c.inputs);
  Guarded<T> dt = padded_rows<T>(dy, c.outputs, stride);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> dw = c.accumulate ? Guarded<T>(old, c.shift) : Guarded<T>(old.size(), c.shift);
    kernels.weight_gradient({lanes.data(), dt.data(), dw.data(), nullptr, c.samples, c.inputs,
                             c.outputs, stride, c.accumulate});
    EXPECT_TRUE(dw.intact());
    return dw.values();
  });
  std::vector<double> want = old, size = absolute(old);
  reference::weight_gradient(x, dy, want, c.samples, c.inputs, c.outputs, c.accumulate);
  reference::weight_gradient(absolute(x), absolute(dy), size, c.samples, c.inputs, c.outputs,
                             c.accumulate);
  for (size_t i = 0; i < want.size(); ++i) {
    ASSERT_NEAR(static_cast<double>(got[i]), want[i],
                twin_tolerance<T>(kWeightGradientError, static_cast<double>(c.samples), size[i]));
  }
}

TEST(WeightGradient, EqualsItsTwinInEveryTile) {
  uint64_t seed = 0;
  for (const size_t inputs : {1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 15, 17, 24, 25, 33}) {
    for (const size_t outputs : kSizes) {
      const Case c{1 + seed % 37, inputs, outputs, seed % 2 == 1, seed % 5, 16 * (seed % 3)};
      check_weights<float>(c, seed);
      check_weights<double>(c, seed);
      ++seed;
    }
  }
}

TEST(WeightGradient, EqualsItsTwinForManyOutputs) {
  for (size_t outputs = 66; outputs < 160; outputs += 9) {
    check_weights<float>({19, 5, outputs, false, 1, 0}, outputs);
    check_weights<double>({19, 5, outputs, true, 1, 0}, outputs);
  }
}

TEST(WeightGradient, EqualsItsTwinForEveryNumberOfSamples) {
  for (size_t samples = 0; samples <= 65; ++samples) {
    for (const bool accumulate : {false, true}) {
      check_weights<float>({samples, 7, 19, accumulate, 1, 0}, samples);
      check_weights<double>({samples, 7, 19, accumulate, 1, 0}, samples);
    }
  }
}

template <class T>
void check_bias(size_t samples, size_t outputs, bool accumulate) {
  SCOPED_TRACE(testing::Message() << samples << " samples, " << outputs << " outputs");
  Numbers numbers(samples * 100 + outputs);
  const std::vector<double> dy = numbers.many(samples * outputs);
  const std::vector<double> old = numbers.many(outputs);
  const size_t stride = padded(static_cast<int64_t>(outputs));
  Guarded<T> dt = padded_rows<T>(dy, outputs, stride);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> db = accumulate ? Guarded<T>(old, 1) : Guarded<T>(outputs, 1);
    // Beside one input, and beside enough of them for the widest tile.
    const size_t inputs = outputs % 2 == 0 ? 1 : 7;
    const AlignedVector<T> x((samples + 15) / 16 * 16 * inputs, T(0.5));
    AlignedVector<T> dw(inputs * outputs + 16, T(0));
    kernels.weight_gradient(
        {x.data(), dt.data(), dw.data(), db.data(), samples, inputs, outputs, stride, accumulate});
    EXPECT_TRUE(db.intact());
    return db.values();
  });
  std::vector<double> want = old, size = absolute(old);
  reference::bias_gradient(dy, want, samples, outputs, accumulate);
  reference::bias_gradient(absolute(dy), size, samples, outputs, accumulate);
  for (size_t i = 0; i < outputs; ++i) {
    ASSERT_NEAR(static_cast<double>(got[i]), want[i],
                twin_tolerance<T>(kBiasGradientError, static_cast<double>(samples), size[i]));
  }
}

TEST(BiasGradient, EqualsItsTwin) {
  for (size_t outputs = 1; outputs <= 70; ++outputs) {
    for (const size_t samples : {0, 1, 3, 16, 17, 33}) {
      check_bias<float>(samples, outputs, samples % 2 == 1);
      check_bias<double>(samples, outputs, samples % 2 == 1);
      check_bias<float>(samples, outputs, samples % 2 == 0);
    }
  }
}

// Samples are added one after the other whatever the tile, so that a batch cut in two runs gives
// the bits of one.
TEST(WeightGradient, CutInTwoGivesTheSameBits) {
  Numbers numbers(3);
  const size_t samples = 64, inputs = 9, outputs = 21, stride = 32;
  const AlignedVector<float> x = to_lanes<float>(numbers.many(samples * inputs), inputs);
  Guarded<float> dt = padded_rows<float>(numbers.many(samples * outputs), outputs, stride);
  on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    Guarded<float> whole(inputs * outputs), parts(inputs * outputs);
    kernels.weight_gradient(
        {x.data(), dt.data(), whole.data(), nullptr, samples, inputs, outputs, stride, false});
    for (size_t first = 0; first < samples; first += 16) {
      kernels.weight_gradient({x.data() + first * inputs, dt.data() + first * stride, parts.data(),
                               nullptr, 16, inputs, outputs, stride, first > 0});
    }
    EXPECT_TRUE(same_bits(whole.values(), parts.values()));
    return whole.values();
  });
}

}  // namespace
}  // namespace gradus::engine
