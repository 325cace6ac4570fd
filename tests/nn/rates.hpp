#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "gradus/base/error.hpp"
#include "gradus/nn/schedules.hpp"

namespace gradus::test {

using Rates = std::vector<std::pair<int64_t, double>>;

inline void expect_rates(const Schedule& schedule, const Rates& rates, double relative = 1e-15,
                         TrainingLength length = {}) {
  const Schedule resolved = resolve(schedule, length);
  for (const auto& [step, rate] : rates)
    EXPECT_NEAR(rate_at(resolved, step, length), rate, relative * rate) << "step " << step;
}

/// The message of a schedule that cannot be resolved.
inline std::string unresolved(const Schedule& schedule, TrainingLength length = {}) {
  try {
    (void)resolve(schedule, length);
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

}  // namespace gradus::test
