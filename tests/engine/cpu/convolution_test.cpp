#include "engine/convolution.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference_image.hpp"
#include "support/images.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

enum class Start { kZero, kBias, kOld };

template <class T>
cpu::ConvArgs<T> args_for(const ConvPath& path, const T* x, const T* w, const T* bias, T* y,
                          size_t groups) {
  cpu::ConvArgs<T> a{};
  a.x = x, a.w = w, a.bias = bias, a.y = y;
  a.groups = groups;
  a.classes = path.classes.data();
  a.class_count = path.classes.size();
  a.positions = path.positions.data();
  a.taps = path.taps.data();
  return a;
}

template <class T>
void forward_sizes(const ImageSizes& s, cpu::ConvArgs<T>& a) {
  a.x_features = s.positions() * s.channels;
  a.y_features = s.out_positions() * s.filters;
  a.outputs = s.filters;
  a.w_k = s.filters;
  a.w_o = 1;
}
template <class T>
void backward_sizes(const ImageSizes& s, cpu::ConvArgs<T>& a) {
  a.x_features = s.out_positions() * s.filters;
  a.y_features = s.positions() * s.channels;
  a.outputs = s.channels;
  a.w_k = 1;
  a.w_o = s.filters;
}

// Whole groups: a convolution knows nothing of samples. `forward` from images to outputs, else the
// data gradient.
template <class T>
void check(const ImageSizes& s, bool forward, Start start, bool relu, uint64_t seed) {
  SCOPED_TRACE(testing::Message() << text(s) << " forward " << forward << " start "
                                  << static_cast<int>(start) << " relu " << relu);
  Numbers numbers(seed);
  const size_t groups = s.rows / kLanes;
  const size_t in = s.positions() * s.channels, out = s.out_positions() * s.filters;
  const size_t from = forward ? in : out, to = forward ? out : in;
  const std::vector<double> x = numbers.many(s.rows * from), old = numbers.many(s.rows * to);
  const std::vector<double> w = numbers.many(s.taps() * s.channels * s.filters);
  const std::vector<double> bias =
      start == Start::kBias ? numbers.many(s.filters) : std::vector<double>{};
  const ConvGeometry geometry = conv_geometry(in_shape(s), out_shape(s), s.window);
  const AlignedVector<T> lanes = to_lanes<T>(x, from), old_lanes = to_lanes<T>(old, to);
  Guarded<T> kernel(w, 3), add(bias, 1);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(s.rows * to);
    if (start == Start::kOld) std::copy_n(old_lanes.data(), y.size(), y.data());
    cpu::ConvArgs<T> a =
        args_for<T>(forward ? geometry.forward : geometry.backward, lanes.data(), kernel.data(),
                    bias.empty() ? nullptr : add.data(), y.data(), groups);
    forward ? forward_sizes(s, a) : backward_sizes(s, a);
    a.relu = relu;
    a.accumulate = start == Start::kOld;
    kernels.convolve(a);
    EXPECT_TRUE(y.intact());
    return y.values();
  });

  std::vector<double> want = old, size = absolute(old);
  const bool accumulate = start == Start::kOld;
  if (forward) {
    reference::convolve(s, x, w, bias, want, relu, accumulate);
    reference::convolve(s, absolute(x), absolute(w), absolute(bias), size, relu, accumulate);
  } else {
    reference::convolve_data_gradient(s, x, w, want, accumulate);
    reference::convolve_data_gradient(s, absolute(x), absolute(w), size, accumulate);
  }
  const std::vector<double> rows_got = from_lanes(got.data(), s.rows, to);
  const auto terms = static_cast<double>(s.taps() * (forward ? s.channels : s.filters));
  for (size_t i = 0; i < want.size(); ++i) {
    ASSERT_NEAR(rows_got[i], want[i], twin_tolerance<T>(kConvolutionError, terms, size[i]))
        << "row " << i / to << " value " << i % to;
  }
}

constexpr size_t kChannels[] = {1, 2, 3, 5, 6, 8, 16, 17};
constexpr size_t kFilters[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 19, 24, 32, 33};

void check_all(const ImageSizes& s, uint64_t seed) {
  const auto start = static_cast<Start>(seed % 3);
  check<float>(s, true, start, seed % 5 < 2, seed);
  check<double>(s, true, start, seed % 7 < 3, seed);
  const Start back = seed % 2 == 0 ? Start::kZero : Start::kOld;
  check<float>(s, false, back, false, seed);
  check<double>(s, false, back, false, seed);
}

// Every number of positions in a run up to a few tiles, with every way to cut the filters.
TEST(Convolution, EqualsItsTwinInEveryTile) {
  uint64_t seed = 0;
  for (int64_t width = 1; width <= 15 && !HasFailure(); ++width) {
    for (const size_t filters : kFilters) {
      const size_t channels = kChannels[seed % 4], groups = 1 + seed % 3;
      check_all(
          image_sizes(groups * kLanes, 1, width, channels, filters, {.height = 1, .width = 1}),
          seed);
      ++seed;
    }
  }
}

TEST(Convolution, EqualsItsTwinAtEveryKernelAndStride) {
  uint64_t seed = 0;
  for (const auto& [height, width] : {std::pair<int64_t, int64_t>{1, 1}, {2, 3}, {3, 3}, {5, 5}}) {
    for (const int64_t stride_y : {1, 2, 3}) {
      for (const int64_t stride_x : {1, 2, 3}) {
        for (const bool same : {false, true}) {
          for (const int64_t dilation : {1, 2}) {
            const Walk walk{height, width, stride_y, stride_x, dilation, dilation, same};
            const int64_t h = seed % 2 == 0 ? 13 : 9, w = seed % 3 == 0 ? 9 : 10;
            check_all(image_sizes(kLanes, h, w, kChannels[seed % 4], kFilters[seed % 7], walk),
                      seed);
            ++seed;
            if (HasFailure()) return;
          }
        }
      }
    }
  }
}

TEST(Convolution, EqualsItsTwinAtRandom) {
  Numbers numbers(2);
  for (uint64_t i = 0; i < 200 && !HasFailure();) {
    const size_t groups = 1 + numbers.below(5);
    const ImageSizes s =
        draw_sizes(numbers, groups * kLanes, kChannels[numbers.below(std::size(kChannels))],
                   kFilters[numbers.below(std::size(kFilters))]);
    if (work(s) > 1500000) continue;
    check_all(s, i++);
  }
}

// The shapes of LeNet and of the CNN of the reference, rows few.
TEST(Convolution, EqualsItsTwinOnTheReferencesShapes) {
  check_all(image_sizes(kLanes, 28, 28, 1, 6, {.height = 5, .width = 5, .same = true}), 1);
  check_all(image_sizes(kLanes, 14, 14, 6, 16, {.height = 5, .width = 5}), 2);
  check_all(image_sizes(kLanes, 13, 13, 16, 32), 3);
}

// The order of summation is the contract's: what other layouts must give bit for bit.
template <class T>
void check_order(const ImageSizes& s, uint64_t seed) {
  SCOPED_TRACE(text(s));
  Numbers numbers(seed);
  const size_t in = s.positions() * s.channels, out = s.out_positions() * s.filters;
  const AlignedVector<T> x = to_lanes<T>(numbers.many(s.rows * in), in);
  Guarded<T> w(numbers.many(s.taps() * s.channels * s.filters)), bias(numbers.many(s.filters));
  const ConvGeometry geometry = conv_geometry(in_shape(s), out_shape(s), s.window);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(s.rows * out);
    cpu::ConvArgs<T> a =
        args_for<T>(geometry.forward, x.data(), w.data(), bias.data(), y.data(), s.rows / kLanes);
    forward_sizes(s, a);
    kernels.convolve(a);
    return y.values();
  });
  const ConvPath& path = geometry.forward;
  for (const cpu::ConvClass& c : path.classes) {
    for (size_t p = c.first_position; p < c.first_position + c.positions; ++p) {
      for (size_t i = 0; i < s.rows * s.filters; ++i) {
        const size_t r = i / s.filters, o = i % s.filters;
        T sum = bias.data()[o];
        for (size_t t = c.first_tap; t < c.first_tap + c.taps; ++t) {
          for (size_t k = 0; k < c.length; ++k)
            sum = std::fma(x[lane_place(r, path.positions[p].x + path.taps[t].x + k, in)],
                           w.data()[path.taps[t].w + k * s.filters + o], sum);
        }
        ASSERT_EQ(got[lane_place(r, path.positions[p].y + o, out)], sum) << "row " << r;
      }
    }
  }
}

TEST(Convolution, AddsInTheContractsOrder) {
  uint64_t seed = 0;
  for (const size_t filters : {1, 6, 16, 19, 32}) {
    for (const bool same : {false, true}) {
      const ImageSizes s = image_sizes(2 * kLanes, 7, 9, 3, filters, {.same = same});
      check_order<float>(s, ++seed);
      check_order<double>(s, ++seed);
    }
  }
}

TEST(Convolution, OfNoGroupsWritesNothing) {
  const ImageSizes s = image_sizes(0, 5, 3, 2, 3);
  check<float>(s, true, Start::kBias, false, 1);
  check<double>(s, false, Start::kZero, false, 1);
}

// What is in one lane stays there: a sample that has gone wrong does not touch the others.
TEST(Convolution, NanStaysInItsLaneAndPassesRelu) {
  const ImageSizes s = image_sizes(32, 5, 4, 3, 7, {.same = true});
  const size_t in = s.positions() * s.channels, out = s.out_positions() * s.filters;
  std::vector<double> x(s.rows * in, 0.5);
  for (size_t k = 0; k < in; ++k) x[17 * in + k] = kNan<double>;
  const AlignedVector<float> lanes = to_lanes<float>(x, in);
  const std::vector<float> w(s.taps() * s.channels * s.filters, 1.0F);
  const ConvGeometry geometry = conv_geometry(in_shape(s), out_shape(s), s.window);
  const std::vector<float> got = on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    Guarded<float> y(s.rows * out);
    cpu::ConvArgs<float> a =
        args_for<float>(geometry.forward, lanes.data(), w.data(), nullptr, y.data(), 2);
    forward_sizes(s, a);
    a.relu = true;
    kernels.convolve(a);
    return y.values();
  });
  for (size_t r = 0; r < s.rows; ++r)
    for (size_t o = 0; o < out; ++o)
      EXPECT_EQ(std::isnan(got[lane_place(r, o, out)]), r == 17) << "row " << r << " value " << o;
}

}  // namespace
}  // namespace gradus::engine
