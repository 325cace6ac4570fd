#pragma once

#include <span>
#include <string>

#include "gradus/study/statistics.hpp"

namespace gradus::finding {

/// A number with as many digits as its spread supports: two of the spread's (0.9700 within 0.0075,
/// 3020 within 440). Without a spread (0), four of its own. Very small and large numbers as 2.3e-5.
[[nodiscard]] std::string digits(double value, double spread);

/// The spread by whose digits a value is written beside others: its own size where it is decades
/// below the spread (0.41 beside 35932), unless that is rounding.
[[nodiscard]] double own_spread(double value, double spread);

/// The spread by whose digits a value is written beside others: its own size where it is decades
/// below the spread (0.41 beside 35932), unless that is rounding.
[[nodiscard]] double own_spread(double value, double spread);

/// "0.970 [0.965, 0.975]"; whole numbers stay whole; without an interval "0.97".
[[nodiscard]] std::string digits(double value, const statistics::Interval& interval,
                                 bool whole = false);

/// "95.2 %", with the digits that a spread of shares supports.
[[nodiscard]] std::string percent(double share, double spread);
/// "95.2 % [93.7, 96.4]".
[[nodiscard]] std::string percent(double share, const statistics::Interval& interval);

/// Whether all are whole numbers.
[[nodiscard]] bool are_whole(std::span<const double> values);

}  // namespace gradus::finding
