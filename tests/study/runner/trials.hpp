#pragma once

#include <gtest/gtest.h>

#include <bit>

#include "gradus/study/results.hpp"

namespace gradus::study::testing {

/// Everything of a trial but its time, bit for bit.
inline void expect_same(const Trial& a, const Trial& b) {
  EXPECT_EQ(a.variant, b.variant);
  EXPECT_EQ(a.fold, b.fold);
  EXPECT_EQ(a.seed, b.seed);
  EXPECT_EQ(a.history.epochs, b.history.epochs);
  EXPECT_EQ(a.history.steps, b.history.steps);
  EXPECT_EQ(a.history.status, b.history.status);
  EXPECT_EQ(a.history.where, b.history.where);
  EXPECT_EQ(a.history.learned, b.history.learned);
  const auto bits = [](double v) { return std::bit_cast<uint64_t>(v); };
  ASSERT_EQ(a.history.columns.size(), b.history.columns.size());
  for (size_t c = 0; c < a.history.columns.size(); ++c) {
    EXPECT_EQ(a.history.columns[c].name, b.history.columns[c].name);
    const std::vector<double>&x = a.history.columns[c].values, &y = b.history.columns[c].values;
    ASSERT_EQ(x.size(), y.size()) << a.history.columns[c].name;
    for (size_t e = 0; e < x.size(); ++e)
      ASSERT_EQ(bits(x[e]), bits(y[e])) << a.history.columns[c].name << " after epoch " << e + 1;
  }
  ASSERT_EQ(a.metrics.size(), b.metrics.size());
  for (size_t m = 0; m < a.metrics.size(); ++m) {
    EXPECT_EQ(a.metrics[m].first, b.metrics[m].first);
    EXPECT_EQ(bits(a.metrics[m].second), bits(b.metrics[m].second)) << a.metrics[m].first;
  }
}

inline void expect_same(const Results& a, const Results& b) {
  ASSERT_EQ(a.trials.size(), b.trials.size());
  for (size_t t = 0; t < a.trials.size(); ++t) {
    SCOPED_TRACE(t);
    EXPECT_EQ(a.trials[t].pruned, b.trials[t].pruned);
    expect_same(a.trials[t], b.trials[t]);
  }
}

}  // namespace gradus::study::testing
