#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference_image.hpp"
#include "support/images.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

template <class T>
cpu::PoolArgs<T> args_for(const ImageSizes& s, bool maximum) {
  cpu::PoolArgs<T> a{};
  a.groups = groups_of(s.rows);
  a.height = s.height, a.width = s.width, a.channels = s.channels;
  a.out_height = s.out_height, a.out_width = s.out_width;
  a.window = s.window;
  a.maximum = maximum;
  a.act = Act::kLinear;
  return a;
}

bool are_tiles(const Window& w) {
  return w.stride_y == w.height && w.stride_x == w.width && w.dilation_y == 1 && w.dilation_x == 1;
}

template <class T>
std::vector<T> forward(const cpu::Kernels<T>& kernels, const ImageSizes& s, bool maximum,
                       const AlignedVector<T>& x) {
  Guarded<T> y(s.rows * s.out_positions() * s.channels);
  cpu::PoolArgs<T> a = args_for<T>(s, maximum);
  a.x = x.data(), a.y = y.data();
  kernels.pool(a);
  EXPECT_TRUE(y.intact());
  return y.values();
}

struct ActCase {
  Act act;
  double alpha, low, high;  // values lie in [low, high)
};
constexpr ActCase kActs[] = {{Act::kLinear, 0, -1, 1},       {Act::kRelu, 0, -1, 1},
                             {Act::kLeakyRelu, 0.25, -1, 1}, {Act::kElu, 1, -1, 1},
                             {Act::kSelu, 0, -1, 1},         {Act::kSoftplus, 0, 0, 2},
                             {Act::kSigmoid, 1.5, 0, 1},     {Act::kTanh, 0, -1, 1}};

// Values of which many are equal where `ties`.
std::vector<double> draw(Numbers& numbers, size_t count, const ActCase& c, bool ties) {
  std::vector<double> x = numbers.many(count, c.low, c.high);
  for (double& v : x) {
    if (ties) v = std::floor(v * 2) / 2;
    if (c.act == Act::kRelu && v < 0) v = 0;
  }
  return x;
}

// Whole groups: a pool knows nothing of samples.
template <class T>
void check(const ImageSizes& s, bool maximum, const ActCase& c, bool ties, uint64_t seed) {
  SCOPED_TRACE(testing::Message() << text(s) << " maximum " << maximum << " act "
                                  << static_cast<int>(c.act) << " ties " << ties);
  Numbers numbers(seed);
  const size_t in = s.positions() * s.channels, out = s.out_positions() * s.channels;
  const std::vector<double> x = draw(numbers, s.rows * in, c, ties);
  const std::vector<double> dy = numbers.many(s.rows * out);
  const AlignedVector<T> lanes = to_lanes<T>(x, in), delta = to_lanes<T>(dy, out);
  const std::vector<T> y = on_targets<T>(
      [&](const cpu::Kernels<T>& kernels) { return forward<T>(kernels, s, maximum, lanes); });
  const bool in_place = are_tiles(s.window);
  const std::vector<T> dx = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> value(y.size()), grad(s.rows * in), same(s.rows * in);
    if (maximum) std::copy(y.begin(), y.end(), value.data());
    cpu::PoolArgs<T> a = args_for<T>(s, maximum);
    a.x = lanes.data(), a.y = value.data(), a.dy = delta.data(), a.dx = grad.data();
    a.act = c.act, a.alpha = static_cast<T>(c.alpha);
    kernels.pool(a);
    EXPECT_TRUE(grad.intact() && value.intact());
    EXPECT_TRUE(!maximum || same_bits(value.values(), y)) << "y is only read";
    if (in_place) {
      std::copy_n(lanes.data(), same.size(), same.data());
      a.x = a.dx = same.data();
      kernels.pool(a);
      EXPECT_TRUE(same.intact());
      EXPECT_TRUE(same_bits(same.values(), grad.values())) << "in place";
    }
    return grad.values();
  });

  std::vector<double> want(s.rows * out), size(want.size()), dwant(s.rows * in),
      dsize(dwant.size());
  maximum ? reference::max_pool(s, x, want) : reference::average_pool(s, x, want);
  reference::average_pool(s, absolute(x), size);
  const auto backward = maximum ? reference::max_pool_backward : reference::average_pool_backward;
  backward(s, x, dy, c.act, c.alpha, dwant);
  backward(s, x, absolute(dy), Act::kLinear, 0, dsize);
  const auto terms = static_cast<double>(s.taps());
  const std::vector<double> got = from_lanes(y.data(), s.rows, out),
                            dgot = from_lanes(dx.data(), s.rows, in);
  for (size_t i = 0; i < want.size(); ++i) {
    if (maximum) {
      ASSERT_EQ(got[i], want[i]) << "row " << i / out << " value " << i % out;
    } else {
      ASSERT_NEAR(got[i], want[i], twin_tolerance<T>(kPoolError, terms, size[i])) << i;
    }
  }
  const double largest = c.act == Act::kLinear || c.act == Act::kRelu ? 1 : 1.8;
  for (size_t i = 0; i < dwant.size(); ++i) {
    const Allowance allowance = largest == 1 ? kPoolError : kPoolSlopeError;
    ASSERT_NEAR(dgot[i], dwant[i], twin_tolerance<T>(allowance, terms, largest * dsize[i]))
        << "gradient of row " << i / in << " value " << i % in;
  }
}

void check_all(const ImageSizes& s, uint64_t seed) {
  const ActCase& c = kActs[seed % std::size(kActs)];
  for (const bool maximum : {true, false}) {
    check<float>(s, maximum, c, seed % 3 == 0, seed);
    check<double>(s, maximum, kActs[seed / 2 % std::size(kActs)], seed % 3 == 1, seed);
  }
}

constexpr size_t kChannels[] = {1, 2, 3, 5, 6, 8, 16, 17};

TEST(Pool, EqualsItsTwinAtEveryWindow) {
  uint64_t seed = 0;
  for (const auto& [height, width] :
       {std::pair<int64_t, int64_t>{1, 1}, {2, 2}, {2, 3}, {3, 3}, {5, 5}}) {
    for (const int64_t stride_y : {1, 2, 3}) {
      for (const int64_t stride_x : {1, 2, 3}) {
        for (const bool same : {false, true}) {
          const Walk walk{height, width, stride_y, stride_x, 1, 1, same};
          const auto& [h, w] =
              std::pair<int64_t, int64_t>(seed % 2 == 0 ? 13 : 8, seed % 3 == 0 ? 9 : 6);
          const size_t channels = kChannels[seed % 5];
          check_all(image_sizes((1 + seed % 2) * kLanes, h, w, channels, channels, walk), seed);
          ++seed;
          if (HasFailure()) return;
        }
      }
    }
  }
}

TEST(Pool, EqualsItsTwinAtRandom) {
  Numbers numbers(5);
  for (uint64_t i = 0; i < 150 && !HasFailure();) {
    const size_t channels = kChannels[numbers.below(std::size(kChannels))];
    const ImageSizes s = draw_sizes(numbers, (1 + numbers.below(3)) * kLanes, channels, channels);
    if (!some_window_is_empty(s)) check_all(s, i++);
  }
}

// A whole image in one window, of every size: global pools.
TEST(Pool, OfTheWholeImage) {
  uint64_t seed = 0;
  for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {5, 3}, {7, 7}, {13, 9}}) {
    for (const size_t channels : kChannels) {
      check_all(image_sizes(kLanes, h, w, channels, channels, {.height = h, .width = w}), seed++);
    }
  }
}

// By hand: of 2 2 1 2 the gradient goes to the first 2, of 0 0 0 0 to the first 0.
TEST(Pool, GradientGoesToTheFirstOfEquals) {
  const ImageSizes s = image_sizes(kLanes, 2, 4, 1, 1, {2, 2, 2, 2});
  std::vector<double> x;
  for (size_t r = 0; r < s.rows; ++r)
    x.insert(x.end(), {2, 2, 0, 0,  //
                       1, 2, 0, 0});
  const AlignedVector<float> lanes = to_lanes<float>(x, 8);
  const AlignedVector<float> dy(2 * kLanes, 3.0F);
  const std::vector<float> got = on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    std::vector<float> y = forward<float>(kernels, s, true, lanes);
    Guarded<float> dx(8 * kLanes), value(y.size());
    std::copy(y.begin(), y.end(), value.data());
    cpu::PoolArgs<float> a = args_for<float>(s, true);
    a.x = lanes.data(), a.y = value.data(), a.dy = dy.data(), a.dx = dx.data();
    kernels.pool(a);
    return dx.values();
  });
  for (size_t r = 0; r < s.rows; ++r)
    for (size_t i = 0; i < 8; ++i)
      EXPECT_EQ(got[lane_place(r, i, 8)], i == 0 || i == 2 ? 3 : 0)
          << "row " << r << " value " << i;
}

// A NaN in a window is its maximum and its mean, wherever in the window it lies, in its lane alone.
template <class T>
void check_nan(const ImageSizes& s) {
  SCOPED_TRACE(text(s));
  Numbers numbers(6);
  const size_t in = s.positions() * s.channels, out = s.out_positions() * s.channels;
  std::vector<double> x = numbers.many(s.rows * in);
  for (size_t r = 0; r < s.rows; ++r) x[r * in + r * 5 % in] = kNan<double>;
  const AlignedVector<T> lanes = to_lanes<T>(x, in);
  for (const bool maximum : {true, false}) {
    const std::vector<T> y = on_targets<T>(
        [&](const cpu::Kernels<T>& kernels) { return forward<T>(kernels, s, maximum, lanes); });
    std::vector<double> want(s.rows * out);
    maximum ? reference::max_pool(s, x, want) : reference::average_pool(s, x, want);
    const std::vector<double> got = from_lanes(y.data(), s.rows, out);
    for (size_t i = 0; i < want.size(); ++i)
      ASSERT_EQ(std::isnan(got[i]), std::isnan(want[i]))
          << "row " << i / out << " value " << i % out;
  }
}

TEST(Pool, NanIsTheMaximum) {
  for (const auto& walk : {Walk{2, 2, 2, 2}, Walk{3, 3, 1, 1, 1, 1, true}, Walk{2, 3, 2, 1}}) {
    check_nan<float>(image_sizes(32, 6, 6, 2, 2, walk));
    check_nan<double>(image_sizes(32, 6, 6, 1, 1, walk));
  }
}

TEST(Pool, InfinitiesAreMaximaLikeAnyOther) {
  const ImageSizes s = image_sizes(kLanes, 2, 2, 1, 1, {2, 2, 2, 2});
  const double inf = std::numeric_limits<double>::infinity();
  std::vector<double> x(s.rows * 4, -inf);
  for (size_t r = 8; r < s.rows; ++r) x[r * 4 + r % 4] = inf;
  const AlignedVector<float> lanes = to_lanes<float>(x, 4);
  const std::vector<float> y = on_targets<float>(
      [&](const cpu::Kernels<float>& kernels) { return forward<float>(kernels, s, true, lanes); });
  for (size_t r = 0; r < s.rows; ++r)
    EXPECT_EQ(static_cast<double>(y[r]), r < 8 ? -inf : inf) << "row " << r;
}

}  // namespace
}  // namespace gradus::engine
