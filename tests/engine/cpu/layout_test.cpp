#include <gtest/gtest.h>

#include <numeric>

#include "engine/program.hpp"
#include "engine/reference.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

constexpr size_t kSizes[] = {1, 2, 3, 4, 5, 7, 8, 11, 13, 15, 16, 17, 31, 32, 33, 47, 64, 65};

template <class T>
void check_rows(size_t samples, size_t features, size_t wider) {
  SCOPED_TRACE(testing::Message() << samples << " samples, " << features << " features");
  const std::vector<double> rows = Numbers(samples * 100 + features).many(samples * features);
  const AlignedVector<T> lanes = to_lanes<T>(rows, features);
  const size_t stride = padded(static_cast<int64_t>(features)) + wider;
  const std::vector<T> want(rows.begin(), rows.end());
  on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> out((samples + 3) / 4 * 4 * stride);
    kernels.lanes_to_rows(lanes.data(), out.data(), samples, features, stride);
    EXPECT_TRUE(out.intact());
    std::vector<T> got;
    for (size_t s = 0; s < samples; ++s)
      for (size_t f = 0; f < features; ++f) got.push_back(out.data()[s * stride + f]);
    EXPECT_EQ(got, want);
    return got;
  });
}

TEST(LanesToRows, Transposes) {
  for (const size_t features : kSizes) {
    for (const size_t samples : {1, 2, 3, 4, 5, 7, 15, 16, 17, 33}) {
      check_rows<float>(samples, features, 0);
      check_rows<double>(samples, features, 0);
    }
    check_rows<float>(19, features, 16);
  }
}

struct Maps {
  size_t affine;  // as in LoadArgs; 0 for none
  bool pixels, chosen;
};

template <class T>
void check_load(size_t samples, size_t features, const Maps& maps) {
  SCOPED_TRACE(testing::Message() << samples << " samples, " << features << " features, affine "
                                  << maps.affine << " pixels " << maps.pixels << " chosen "
                                  << maps.chosen);
  Numbers numbers(samples * 100 + features);
  const size_t stored = samples + 3, width = maps.affine == 1 ? 1 : features;
  std::vector<float> values, scale, offset;
  std::vector<uint8_t> pixels;
  for (size_t i = 0; i < stored * features; ++i) {
    values.push_back(static_cast<float>(numbers.one(-9, 9)));
    pixels.push_back(static_cast<uint8_t>(numbers.below(256)));
  }
  for (size_t i = 0; i < width; ++i) {
    scale.push_back(static_cast<float>(numbers.one()));
    offset.push_back(static_cast<float>(numbers.one()));
  }
  std::vector<uint32_t> rows(samples);
  for (uint32_t& row : rows) row = static_cast<uint32_t>(numbers.below(stored));
  const auto args = [&]<class U>(U* x) {
    return cpu::LoadArgs<U>{.numbers = maps.pixels ? nullptr : values.data(),
                            .pixels = maps.pixels ? pixels.data() : nullptr,
                            .scale = maps.affine ? scale.data() : nullptr,
                            .offset = maps.affine ? offset.data() : nullptr,
                            .affine = maps.affine ? width : 0,
                            .rows = maps.chosen ? rows.data() : nullptr,
                            .first = maps.chosen ? size_t{0} : size_t{2},
                            .samples = samples,
                            .features = features,
                            .x = x};
  };
  std::vector<double> want(samples * features);
  reference::load(args(static_cast<double*>(nullptr)), want);
  on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> x(groups_of(samples) * features * kLanes);
    kernels.load(args(x.data()));
    EXPECT_TRUE(x.intact());
    EXPECT_EQ(from_lanes(x.data(), samples, features), want);
    for (size_t s = samples; s < groups_of(samples) * kLanes; ++s)
      for (size_t f = 0; f < features; ++f)
        EXPECT_EQ(x.data()[lane_place(s, f, features)], T(0)) << "beyond the samples";
    return x.values();
  });
}

TEST(Load, EqualsItsTwinBitForBit) {
  size_t turn = 0;
  for (const size_t features : kSizes) {
    for (const size_t affine : {0, 1, 2}) {
      for (const bool pixels : {false, true}) {
        const Maps maps{affine, pixels, turn % 2 == 0};
        const size_t samples = kSizes[turn++ % std::size(kSizes)];
        check_load<float>(samples, features, maps);
        check_load<double>(samples, features, maps);
        check_load<float>(16, features, maps);
      }
    }
  }
}

// The map is one fused multiply-add in float: a product rounded before the sum would differ.
TEST(Load, RoundsTheMapOnce) {
  const float value = 1 + 0x1p-12F, scale = 1 + 0x1p-12F, offset = -(1 + 0x1p-11F);
  for (const size_t features : {1, 17}) {
    const std::vector<float> values(features, value);
    on_targets<float>([&](const cpu::Kernels<float>& kernels) {
      Guarded<float> x(features * kLanes);
      kernels.load({values.data(), nullptr, &scale, &offset, 1, nullptr, 0, 1, features, x.data()});
      for (size_t f = 0; f < features; ++f) EXPECT_EQ(x.data()[f * kLanes], 0x1p-24F);
      return x.values();
    });
  }
}

template <class T>
void check_add() {
  for (size_t count = 0; count <= 160; count += 16) {
    Numbers numbers(count);
    const std::vector<double> a = numbers.many(count), b = numbers.many(count);
    Guarded<T> right(b);
    const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
      Guarded<T> left(a);
      kernels.add(left.data(), right.data(), count);
      EXPECT_TRUE(left.intact());
      return left.values();
    });
    for (size_t i = 0; i < count; ++i)
      EXPECT_EQ(got[i], static_cast<T>(a[i]) + static_cast<T>(b[i]));
  }
}

TEST(Add, AddsEveryValue) {
  check_add<float>();
  check_add<double>();
}

}  // namespace
}  // namespace gradus::engine
