#include "nn/orthogonal.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "gradus/base/random.hpp"

namespace gradus {
namespace {

std::vector<double> normal_columns(size_t rows, size_t columns, uint64_t seed) {
  Random random(seed, Purpose::kInitialize);
  std::vector<double> a(rows * columns);
  for (double& v : a) v = random.normal();
  return a;
}

TEST(Orthonormalize, ColumnsAreOrthonormalAndRIsUpperTriangularAndPositive) {
  const std::vector<std::pair<size_t, size_t>> sizes = {{1, 1},  {2, 1},    {2, 2},    {3, 2},
                                                        {7, 5},  {8, 8},    {11, 11},  {17, 3},
                                                        {64, 9}, {100, 25}, {130, 130}};
  for (const auto& [rows, columns] : sizes) {
    const auto a = normal_columns(rows, columns, rows * 1000 + columns);
    auto q = a;
    orthonormalize(q, rows, columns);
    for (size_t i = 0; i < columns; ++i) {
      for (size_t j = 0; j < columns; ++j) {
        double product = 0, r = 0;
        for (size_t k = 0; k < rows; ++k) {
          product += q[i * rows + k] * q[j * rows + k];
          r += q[i * rows + k] * a[j * rows + k];
        }
        ASSERT_NEAR(product, i == j ? 1 : 0, 1e-12) << rows << "x" << columns;
        if (i == j) {
          ASSERT_GT(r, 0) << rows << "x" << columns;
        }
        if (i > j) {
          ASSERT_NEAR(r, 0, 1e-11) << rows << "x" << columns;
        }
      }
    }
  }
}

TEST(Orthonormalize, KnownMatrix) {
  std::vector<double> a = {3, 4, 1, 0};  // columns (3, 4) and (1, 0)
  orthonormalize(a, 2, 2);
  const std::vector<double> q = {0.6, 0.8, 0.8, -0.6};
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(a[i], q[i], 1e-15);
}

TEST(Orthonormalize, OfOrthonormalColumnsIsThemselves) {
  std::vector<double> a = {-1, 0, 0, 0, 0, 1};
  orthonormalize(a, 3, 2);
  const std::vector<double> q = {-1, 0, 0, 0, 0, 1};
  for (size_t i = 0; i < 6; ++i) EXPECT_NEAR(a[i], q[i], 1e-15);
}

TEST(Orthonormalize, AColumnOfZerosGivesAnyUnitVector) {
  std::vector<double> a = {0, 0, 1, 1};
  orthonormalize(a, 2, 2);
  EXPECT_NEAR(a[0] * a[0] + a[1] * a[1], 1, 1e-15);
  EXPECT_NEAR(a[0] * a[2] + a[1] * a[3], 0, 1e-15);
}

}  // namespace
}  // namespace gradus
