#include "engine/convolution.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <tuple>

#include "support/images.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

/// A product: where it is added, and the two values that it takes.
using Pair = std::array<size_t, 3>;
using Pairs = std::map<Pair, int>;

// All products of one path, for its first output channel: y's place, x's, w's.
Pairs pairs_of(const ConvPath& path, size_t w_k) {
  Pairs pairs;
  for (const cpu::ConvClass& c : path.classes) {
    for (size_t p = c.first_position; p < c.first_position + c.positions; ++p) {
      for (size_t t = c.first_tap; t < c.first_tap + c.taps; ++t) {
        for (size_t k = 0; k < c.length; ++k)
          ++pairs[{path.positions[p].y, path.positions[p].x + path.taps[t].x + k,
                   path.taps[t].w + k * w_k}];
      }
    }
  }
  return pairs;
}

// Every position in one class, and every class, tap and position of the lists in use.
void check_path(const ConvPath& path, size_t positions, size_t features) {
  std::vector<int> written(positions, 0), used(path.positions.size(), 0),
      taken(path.taps.size(), 0);
  for (const cpu::ConvClass& c : path.classes) {
    ASSERT_LE(c.first_position + c.positions, path.positions.size());
    ASSERT_LE(c.first_tap + c.taps, path.taps.size());
    for (size_t t = 0; t < c.taps; ++t) ++taken[c.first_tap + t];
    for (size_t p = 0; p < c.positions; ++p) {
      ++used[c.first_position + p];
      const size_t y = path.positions[c.first_position + p].y;
      ASSERT_EQ(y % features, 0U);
      ASSERT_LT(y / features, positions);
      ++written[y / features];
    }
  }
  for (const int n : written) ASSERT_EQ(n, 1) << "a position is not in exactly one class";
  for (const int n : used) ASSERT_EQ(n, 1);
  for (const int n : taken) ASSERT_GE(n, 1);
}

void expect_same(const Pairs& got, const Pairs& want) {
  for (const auto& [pair, times] : got) {
    const auto found = want.find(pair);
    ASSERT_NE(found, want.end()) << "y " << pair[0] << " x " << pair[1] << " w " << pair[2]
                                 << " is no product";
    ASSERT_EQ(times, found->second) << "y " << pair[0] << " x " << pair[1] << " w " << pair[2];
  }
  ASSERT_EQ(got.size(), want.size()) << "a product is missing";
}

void check(const ImageSizes& s) {
  SCOPED_TRACE(text(s));
  const ConvGeometry g = conv_geometry(in_shape(s), out_shape(s), s.window);
  Pairs forward, backward, weights;
  size_t count = 0;
  reference::walk(s, [&](size_t out, size_t tap, size_t in) {
    ++count;
    const size_t w = tap * s.channels * s.filters;
    for (size_t c = 0; c < s.channels; ++c) {
      ++forward[{out * s.filters, in * s.channels + c, w + c * s.filters}];
      ++weights[{w + c * s.filters, in * s.channels + c, out * s.filters}];
    }
    for (size_t f = 0; f < s.filters; ++f)
      ++backward[{in * s.channels, out * s.filters + f, w + f}];
  });
  check_path(g.forward, s.out_positions(), s.filters);
  check_path(g.backward, s.positions(), s.channels);
  expect_same(pairs_of(g.forward, s.filters), forward);
  expect_same(pairs_of(g.backward, 1), backward);

  // The weight gradient: each row of the kernel once, and each product of it.
  Pairs got;
  std::vector<int> rows(s.taps() * s.channels, 0);
  for (const cpu::ConvPart& part : g.parts) {
    ASSERT_LE(part.first_row + part.rows, g.rows.size());
    for (size_t r = part.first_row; r < part.first_row + part.rows; ++r) {
      const cpu::ConvRow& row = g.rows[r];
      ASSERT_EQ(row.w % s.filters, 0U);
      ASSERT_LT(row.w / s.filters, rows.size());
      ++rows[row.w / s.filters];
      ASSERT_LE(row.before, part.before);
      ASSERT_LE(row.after, part.after);
      ASSERT_LE(row.before, part.column);
      for (size_t i = 0; i < part.height; ++i) {
        // Columns are counted from the first that the row has.
        for (size_t j = 0; j < row.before + part.width + row.after; ++j) {
          const size_t first = part.x + i * part.x_row + row.x - row.before * part.x_column;
          const size_t column = part.column - row.before + j;
          ++got[{row.w, first + j * part.x_column,
                 ((part.line + i) * s.out_width + column) * s.filters}];
        }
      }
    }
  }
  for (const int n : rows) ASSERT_EQ(n, 1) << "a row of the kernel is not in exactly one part";
  expect_same(got, weights);
  EXPECT_EQ(conv_work(in_shape(s), out_shape(s), s.window),
            static_cast<double>(count * s.channels * s.filters));
}

TEST(ConvGeometry, HasEveryPairOnce) {
  for (const int64_t stride_y : {1, 2, 3}) {
    for (const int64_t stride_x : {1, 2, 3}) {
      for (const bool same : {false, true}) {
        for (const int64_t dilation : {1, 2}) {
          for (const auto& [height, width] :
               {std::pair<int64_t, int64_t>{1, 1}, {2, 3}, {3, 3}, {5, 5}}) {
            for (const auto& [h, w] :
                 {std::pair<int64_t, int64_t>{1, 1}, {5, 3}, {7, 7}, {13, 9}, {6, 8}}) {
              const ImageSizes s = image_sizes(
                  1, h, w, 2, 3, {height, width, stride_y, stride_x, dilation, dilation, same});
              if (s.out_positions() > 0) check(s);
              if (testing::Test::HasFailure()) return;
            }
          }
        }
      }
    }
  }
}

// Kernels on a padded image: the three taps of a row of the kernel stay neighbours, though each has
// columns of its own.
TEST(ConvGeometry, KeepsTheTapsOfARowTogether) {
  const ImageSizes s = image_sizes(1, 6, 8, 2, 3, {3, 3, 1, 1, 1, 1, true});
  const ConvGeometry g = conv_geometry(in_shape(s), out_shape(s), s.window);
  ASSERT_EQ(g.parts.size(), 3U);
  for (const cpu::ConvPart& part : g.parts) {
    EXPECT_EQ(part.rows, 6U);
    EXPECT_EQ(part.width, 6U);
    EXPECT_EQ(part.before, 1U);
    EXPECT_EQ(part.after, 1U);
    for (size_t k = 0; k < 6; ++k) {
      const cpu::ConvRow& row = g.rows[part.first_row + k];
      EXPECT_EQ(row.x, k % 3 * 2 + k / 3);
      EXPECT_EQ(row.before, k % 3 > 0 ? 1U : 0U);
      EXPECT_EQ(row.after, k % 3 < 2 ? 1U : 0U);
    }
  }
}

TEST(ConvGeometry, HasEveryPairOnceAtRandom) {
  Numbers numbers(1);
  for (int i = 0; i < 500 && !testing::Test::HasFailure(); ++i) {
    const size_t channels = 1 + numbers.below(4), filters = 1 + numbers.below(4);
    check(draw_sizes(numbers, 1, channels, filters));
  }
}

// By hand: a kernel of two on three, one zero to the right.
TEST(ConvGeometry, CountsWorkInsideTheImage) {
  const Window window{.height = 1, .width = 2};
  EXPECT_EQ(conv_work(Shape{1, 3, 4}, Shape{1, 3, 5}, window), 5 * 20);
  EXPECT_EQ(conv_work(Shape{1, 3, 4}, Shape{1, 2, 5}, window), 4 * 20);
  // LeNet's first: 28 x 28 outputs of 25 taps, less those on the border.
  const Window lenet{.height = 5, .width = 5, .top = 2, .left = 2};
  EXPECT_EQ(conv_work(Shape{28, 28, 1}, Shape{28, 28, 6}, lenet), 134.0 * 134 * 6);
}

}  // namespace
}  // namespace gradus::engine
