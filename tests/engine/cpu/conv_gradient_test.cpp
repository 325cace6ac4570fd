#include <gtest/gtest.h>

#include <cmath>

#include "engine/convolution.hpp"
#include "engine/reference_image.hpp"
#include "support/images.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

template <class T>
Guarded<T> scratch_for(const ImageSizes& s, const ConvGeometry& geometry) {
  return Guarded<T>(gradient_scratch(geometry, out_shape(s)) * kLanes);
}

template <class T>
cpu::ConvGradientArgs<T> args_for(const ImageSizes& s, const ConvGeometry& geometry, const T* x,
                                  const T* dy, T* dw, T* db, Guarded<T>& scratch) {
  cpu::ConvGradientArgs<T> a{};
  a.x = x, a.dy = dy, a.dw = dw, a.db = db;
  a.samples = s.rows;
  a.x_features = s.positions() * s.channels;
  a.y_features = s.out_positions() * s.filters;
  a.outputs = s.filters;
  a.out_height = s.out_height, a.out_width = s.out_width;
  a.parts = geometry.parts.data();
  a.part_count = geometry.parts.size();
  a.rows = geometry.rows.data();
  a.row_count = geometry.rows.size();
  a.scratch = scratch.data();
  return a;
}

// Lanes beyond the samples are NaN, in x and in dy.
template <class T>
void check(const ImageSizes& s, bool accumulate, bool bias, size_t shift, uint64_t seed) {
  SCOPED_TRACE(testing::Message() << text(s) << " accumulate " << accumulate << " bias " << bias);
  Numbers numbers(seed);
  const size_t in = s.positions() * s.channels, out = s.out_positions() * s.filters;
  const std::vector<double> x = numbers.many(s.rows * in), dy = numbers.many(s.rows * out);
  const std::vector<double> old = numbers.many(s.taps() * s.channels * s.filters);
  const std::vector<double> old_bias = numbers.many(s.filters);
  const ConvGeometry geometry = conv_geometry(in_shape(s), out_shape(s), s.window);
  const AlignedVector<T> x_lanes = to_lanes<T>(x, in), dy_lanes = to_lanes<T>(dy, out);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> dw = accumulate ? Guarded<T>(old, shift) : Guarded<T>(old.size(), shift);
    Guarded<T> db = accumulate ? Guarded<T>(old_bias, shift) : Guarded<T>(s.filters, shift);
    Guarded<T> scratch = scratch_for<T>(s, geometry);
    cpu::ConvGradientArgs<T> a = args_for<T>(s, geometry, x_lanes.data(), dy_lanes.data(),
                                             dw.data(), bias ? db.data() : nullptr, scratch);
    a.accumulate = accumulate;
    kernels.conv_gradient(a);
    EXPECT_TRUE(dw.intact() && db.intact());
    EXPECT_TRUE(scratch.intact()) << "scratch";
    std::vector<T> both = dw.values();
    for (size_t f = 0; bias && f < s.filters; ++f) both.push_back(db.data()[f]);
    return both;
  });

  std::vector<double> want = old, size = absolute(old);
  reference::convolve_weight_gradient(s, x, dy, want, accumulate);
  reference::convolve_weight_gradient(s, absolute(x), absolute(dy), size, accumulate);
  std::vector<double> want_bias = old_bias, size_bias = absolute(old_bias);
  const size_t positions = s.rows * s.out_positions();
  reference::bias_gradient(dy, want_bias, positions, s.filters, accumulate);
  reference::bias_gradient(absolute(dy), size_bias, positions, s.filters, accumulate);
  // Each sample's positions, then the samples.
  const auto terms = static_cast<double>(s.rows + s.out_positions());
  for (size_t i = 0; i < want.size(); ++i) {
    ASSERT_NEAR(static_cast<double>(got[i]), want[i],
                twin_tolerance<T>(kConvGradientError, terms, size[i]))
        << "weight " << i;
  }
  for (size_t f = 0; bias && f < s.filters; ++f) {
    ASSERT_NEAR(static_cast<double>(got[want.size() + f]), want_bias[f],
                twin_tolerance<T>(kConvGradientError, terms, size_bias[f]))
        << "bias " << f;
  }
}

constexpr size_t kSamples[] = {1, 15, 16, 17, 40};
constexpr size_t kChannels[] = {1, 2, 3, 5, 6, 8, 16, 17};
constexpr size_t kFilters[] = {1, 2, 3, 6, 7, 8, 9, 15, 16, 17, 19, 24, 31, 32, 33, 48, 65};

void check_all(const ImageSizes& s, uint64_t seed) {
  check<float>(s, seed % 2 == 0, seed % 3 > 0, seed % 5, seed);
  check<double>(s, seed % 2 == 1, seed % 3 < 2, seed % 4, seed);
}

// Every number of rows of the kernel with every way to cut the filters.
TEST(ConvGradient, EqualsItsTwinInEveryTile) {
  uint64_t seed = 0;
  for (size_t channels = 1; channels <= 27 && !HasFailure(); channels += 1 + channels / 14) {
    for (const size_t filters : kFilters) {
      check_all(image_sizes(kSamples[seed % 5], 1, 3, channels, filters, {.height = 1, .width = 2}),
                seed);
      ++seed;
    }
  }
}

TEST(ConvGradient, EqualsItsTwinAtEveryKernelAndStride) {
  uint64_t seed = 0;
  for (const auto& [height, width] : {std::pair<int64_t, int64_t>{1, 1}, {2, 3}, {3, 3}, {5, 5}}) {
    for (const int64_t stride_y : {1, 2, 3}) {
      for (const int64_t stride_x : {1, 2, 3}) {
        for (const bool same : {false, true}) {
          for (const int64_t dilation : {1, 2}) {
            const Walk walk{height, width, stride_y, stride_x, dilation, dilation, same};
            const int64_t h = seed % 2 == 0 ? 13 : 9, w = seed % 3 == 0 ? 9 : 10;
            check_all(image_sizes(kSamples[seed % 5], h, w, kChannels[seed % 4], kFilters[seed % 6],
                                  walk),
                      seed);
            ++seed;
            if (HasFailure()) return;
          }
        }
      }
    }
  }
}

TEST(ConvGradient, EqualsItsTwinAtRandom) {
  Numbers numbers(3);
  for (uint64_t i = 0; i < 200 && !HasFailure();) {
    const ImageSizes s = draw_sizes(numbers, kSamples[numbers.below(std::size(kSamples))],
                                    kChannels[numbers.below(std::size(kChannels))],
                                    kFilters[numbers.below(std::size(kFilters))]);
    if (work(s) > 1500000) continue;
    check_all(s, i++);
  }
}

TEST(ConvGradient, EqualsItsTwinForEveryNumberOfSamples) {
  for (size_t samples = 1; samples <= 50 && !HasFailure(); ++samples)
    check_all(image_sizes(samples, 5, 3, 2, 6, {.same = true}), samples);
}

TEST(ConvGradient, EqualsItsTwinOnTheReferencesShapes) {
  check_all(image_sizes(9, 28, 28, 1, 6, {.height = 5, .width = 5, .same = true}), 1);
  check_all(image_sizes(9, 14, 14, 6, 16, {.height = 5, .width = 5}), 2);
  check_all(image_sizes(9, 13, 13, 16, 32), 3);
}

// Kernels of many rows over images of more lines than a block holds, and lines longer than one.
TEST(ConvGradient, EqualsItsTwinOnLargeImages) {
  check_all(image_sizes(3, 20, 20, 8, 16, {.same = true}), 1);
  check_all(image_sizes(2, 19, 21, 9, 7, {3, 3, 2, 1, 1, 1, true}), 2);
  check_all(image_sizes(2, 17, 18, 3, 8, {5, 5, 1, 2, 2, 1, true}), 3);
  check_all(image_sizes(2, 3, 70, 8, 8, {.same = true}), 4);
  check_all(image_sizes(2, 3, 440, 1, 2, {2, 2, 1, 1, 1, 1, true}), 5);
}

// The order of summation is the contract's: each sample's positions row by row, then the samples.
template <class T>
void check_order(const ImageSizes& s, uint64_t seed) {
  SCOPED_TRACE(text(s));
  Numbers numbers(seed);
  const size_t in = s.positions() * s.channels, out = s.out_positions() * s.filters;
  const size_t weights = s.taps() * s.channels * s.filters;
  const AlignedVector<T> x = to_lanes<T>(numbers.many(s.rows * in), in);
  const AlignedVector<T> dy = to_lanes<T>(numbers.many(s.rows * out), out);
  const std::vector<double> old = numbers.many(weights + s.filters);
  const std::span<const double> start(old);
  const ConvGeometry geometry = conv_geometry(in_shape(s), out_shape(s), s.window);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> dw(start.subspan(0, weights)), db(start.subspan(weights));
    Guarded<T> scratch = scratch_for<T>(s, geometry);
    cpu::ConvGradientArgs<T> a =
        args_for<T>(s, geometry, x.data(), dy.data(), dw.data(), db.data(), scratch);
    a.accumulate = true;
    kernels.conv_gradient(a);
    std::vector<T> both = dw.values();
    for (const T v : db.values()) both.push_back(v);
    return both;
  });
  std::vector<T> want(old.begin(), old.end());
  for (size_t r = 0; r < s.rows; ++r) {
    std::vector<T> own(want.size(), T(0));
    reference::walk(s, [&](size_t o, size_t tap, size_t i) {
      for (size_t k = 0; k < s.channels * s.filters; ++k) {
        T& sum = own[tap * s.channels * s.filters + k];
        sum = std::fma(x[lane_place(r, i * s.channels + k / s.filters, in)],
                       dy[lane_place(r, o * s.filters + k % s.filters, out)], sum);
      }
    });
    for (size_t o = 0; o < out; ++o) own[weights + o % s.filters] += dy[lane_place(r, o, out)];
    for (size_t i = 0; i < want.size(); ++i) want[i] += own[i];
  }
  for (size_t i = 0; i < want.size(); ++i) ASSERT_EQ(got[i], want[i]) << "weight " << i;
}

TEST(ConvGradient, AddsInTheContractsOrder) {
  uint64_t seed = 0;
  for (const size_t filters : {1, 6, 16, 19, 32}) {
    for (const bool same : {false, true}) {
      check_order<float>(image_sizes(21, 7, 9, 8, filters, {.same = same}), ++seed);
      check_order<double>(image_sizes(21, 7, 9, 3, filters, {.same = same}), ++seed);
    }
  }
}

// Samples are added one after the other, so that a batch cut in runs gives the bits of one.
template <class T>
void check_cut(const ImageSizes& s) {
  SCOPED_TRACE(text(s));
  Numbers numbers(4);
  const size_t in = s.positions() * s.channels, out = s.out_positions() * s.filters;
  const AlignedVector<T> x = to_lanes<T>(numbers.many(s.rows * in), in);
  const AlignedVector<T> dy = to_lanes<T>(numbers.many(s.rows * out), out);
  const ConvGeometry geometry = conv_geometry(in_shape(s), out_shape(s), s.window);
  on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    const size_t weights = s.taps() * s.channels * s.filters;
    Guarded<T> whole(weights), parts(weights), whole_bias(s.filters), parts_bias(s.filters);
    Guarded<T> scratch = scratch_for<T>(s, geometry);
    kernels.conv_gradient(
        args_for<T>(s, geometry, x.data(), dy.data(), whole.data(), whole_bias.data(), scratch));
    for (size_t first = 0; first < s.rows; first += kLanes) {
      cpu::ConvGradientArgs<T> a =
          args_for<T>(s, geometry, x.data() + first * in, dy.data() + first * out, parts.data(),
                      parts_bias.data(), scratch);
      a.samples = std::min(kLanes, s.rows - first);
      a.accumulate = first > 0;
      kernels.conv_gradient(a);
    }
    EXPECT_TRUE(same_bits(whole.values(), parts.values()));
    EXPECT_TRUE(same_bits(whole_bias.values(), parts_bias.values()));
    return whole.values();
  });
}

TEST(ConvGradient, CutInRunsGivesTheSameBits) {
  for (const size_t filters : {1, 6, 16, 19, 32}) {
    for (const bool same : {false, true}) {
      check_cut<float>(image_sizes(71, 7, 9, 3, filters, {.same = same}));
      check_cut<double>(image_sizes(71, 5, 3, 3, filters, {.same = same}));
    }
  }
}

}  // namespace
}  // namespace gradus::engine
