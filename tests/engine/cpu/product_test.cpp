#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

enum class Start { kZero, kBias, kOld };

struct Case {
  size_t groups, inputs, outputs;
  Start start;
  bool relu, transposed;
};

// Full groups: a product knows nothing of samples.
template <class T>
void check(const Case& c, uint64_t seed) {
  SCOPED_TRACE(testing::Message() << c.groups << " groups, " << c.inputs << " x " << c.outputs
                                  << " start " << static_cast<int>(c.start) << " relu " << c.relu
                                  << " transposed " << c.transposed);
  Numbers numbers(seed);
  const size_t rows = c.groups * kLanes;
  const std::vector<double> x = numbers.many(rows * c.inputs);
  const std::vector<double> w = numbers.many(c.inputs * c.outputs);
  const std::vector<double> bias =
      c.start == Start::kBias ? numbers.many(c.outputs) : std::vector<double>{};
  const std::vector<double> old = numbers.many(rows * c.outputs);
  const size_t w_k = c.transposed ? 1 : c.outputs, w_o = c.transposed ? c.inputs : 1;

  const AlignedVector<T> lanes = to_lanes<T>(x, c.inputs);
  const AlignedVector<T> old_lanes = to_lanes<T>(old, c.outputs);
  Guarded<T> kernel(w, 3), add(bias, 1);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(rows * c.outputs);
    if (c.start == Start::kOld) std::copy_n(old_lanes.data(), y.size(), y.data());
    kernels.product({lanes.data(), kernel.data(), bias.empty() ? nullptr : add.data(), y.data(),
                     c.groups, c.inputs, c.outputs, w_k, w_o, c.relu, c.start == Start::kOld});
    EXPECT_TRUE(y.intact());
    return y.values();
  });

  const reference::Product twin{.rows = rows,
                                .inputs = c.inputs,
                                .outputs = c.outputs,
                                .w_k = w_k,
                                .w_o = w_o,
                                .relu = c.relu,
                                .accumulate = c.start == Start::kOld};
  std::vector<double> want = old, size = absolute(old);
  reference::product(twin, x, w, bias, want);
  reference::product(twin, absolute(x), absolute(w), absolute(bias), size);
  const std::vector<double> rows_got = from_lanes(got.data(), rows, c.outputs);
  for (size_t i = 0; i < want.size(); ++i) {
    ASSERT_NEAR(rows_got[i], want[i],
                twin_tolerance<T>(kProductError, static_cast<double>(c.inputs), size[i]));
  }
}

constexpr size_t kSizes[] = {1,  2,  3,  4,  5,  6,  7,  11, 12, 13, 15, 16,
                             17, 18, 23, 24, 25, 31, 32, 33, 47, 64, 65};

// Every number of groups up to two of the widest tile and one more, with every way to cut the
// outputs into tiles.
template <class T>
void check_tiles() {
  uint64_t seed = 0;
  for (size_t groups = 1; groups <= 9; ++groups) {
    for (const size_t outputs : kSizes) {
      const auto start = static_cast<Start>(seed % 3);
      check<T>({groups, 1 + seed % 7, outputs, start, seed % 5 < 2, seed % 2 == 1}, seed);
      ++seed;
    }
  }
}

TEST(Product, EqualsItsTwinInEveryTile) {
  check_tiles<float>();
  check_tiles<double>();
}

TEST(Product, EqualsItsTwinAtEveryDepth) {
  for (const size_t inputs : kSizes) {
    for (const Start start : {Start::kZero, Start::kBias, Start::kOld}) {
      for (const bool transposed : {false, true}) {
        check<float>({3, inputs, 13, start, inputs % 2 == 0, transposed}, inputs);
        check<double>({3, inputs, 13, start, inputs % 2 == 0, transposed}, inputs);
      }
    }
  }
}

TEST(Product, OfNothing) {
  for (const Start start : {Start::kZero, Start::kBias, Start::kOld}) {
    check<float>({2, 0, 5, start, false, false}, 1);   // no inputs: the start alone
    check<double>({0, 3, 5, start, false, false}, 1);  // no groups: nothing is written
    check<float>({2, 3, 0, start, false, false}, 1);
  }
}

// What is in one lane stays there: a sample that has gone wrong does not touch the others.
TEST(Product, NanStaysInItsLaneAndPassesRelu) {
  std::vector<double> x(32 * 5, 0.5);
  for (size_t k = 0; k < 5; ++k) x[17 * 5 + k] = kNan<double>;
  const AlignedVector<float> lanes = to_lanes<float>(x, 5);
  const std::vector<float> w(5 * 7, 1.0F);
  const std::vector<float> got = on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    Guarded<float> y(32 * 7);
    kernels.product({lanes.data(), w.data(), nullptr, y.data(), 2, 5, 7, 7, 1, true, false});
    return y.values();
  });
  for (size_t r = 0; r < 32; ++r)
    for (size_t o = 0; o < 7; ++o)
      EXPECT_EQ(std::isnan(got[lane_place(r, o, 7)]), r == 17) << "row " << r << " output " << o;
}

}  // namespace
}  // namespace gradus::engine
