#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gradus/report/figure.hpp"

namespace gradus {

/// A drawn scale: its ends, what is written along it, and the small marks between.
struct Ticks {
  double low = 0, high = 1;
  std::vector<std::pair<double, std::string>> major;
  std::vector<double> minor;
};

/// Round numbers within [low, high], low < high (both above 0 on a logarithmic scale), about
/// `count` of them. Linear: steps of 1, 2 or 5 times a power of ten. Log: decades, every n-th where
/// there are many, with 1, 2, 5 times a decade where there are fewer than two. Log2: powers of two.
/// `whole`: no steps below 1.
[[nodiscard]] Ticks make_ticks(figure::Scale scale, double low, double high, double count,
                               bool whole = false);

/// At most `digits` significant digits, no trailing zeros: "0.05", "3020", "2×10⁻⁵".
[[nodiscard]] std::string number_text(double value, int digits = 4);

/// Where value lies on the scale, from 0 at low to 1 at high; NaN where it has no place on it.
[[nodiscard]] double position_on(figure::Scale scale, double low, double high, double value);

}  // namespace gradus
