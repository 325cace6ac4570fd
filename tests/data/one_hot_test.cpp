#include "gradus/data/one_hot.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "io/support.hpp"

namespace gradus::data {
namespace {

TEST(OneHot, PutsA1AtEachLabel) {
  const std::vector<int32_t> labels{2, 0, 2};
  const Tensor rows = one_hot(labels, 3);
  EXPECT_EQ(rows.rows(), 3);
  EXPECT_EQ(rows.shape(), Shape{3});
  EXPECT_EQ(std::vector<float>(rows.values().begin(), rows.values().end()),
            (std::vector<float>{0, 0, 1, 1, 0, 0, 0, 0, 1}));
}

TEST(OneHot, RefusesLabelsOutside) {
  for (const int32_t label : {-1, 3})
    test::expect_contains(test::error_of([&] { (void)one_hot(std::vector<int32_t>{0, label}, 3); }),
                          "is outside 0..2");
  test::expect_contains(test::error_of([] { (void)one_hot({}, 0); }), "0 classes");
}

}  // namespace
}  // namespace gradus::data
