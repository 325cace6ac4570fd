#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gradus/report/figure.hpp"
#include "gradus/study/study.hpp"

namespace gradus {

/// An axis of a study as a drawn one: where the values that some variants take stand on it.
struct AxisScale {
  std::string axis;  ///< its name
  figure::Scale scale = figure::Scale::kLinear;
  bool names = false;                    ///< places of names, in the file's order, the first on top
  double low = 0, high = 1;              ///< the smallest and the largest number
  bool whole = false;                    ///< no number between whole ones
  std::vector<study::AxisValue> values;  ///< those taken, each once: names in the file's order,
                                         ///< numbers rising

  /// From 0 to 1; NaN for a value that is none of these.
  [[nodiscard]] double place(const study::AxisValue& value) const;
  /// Places with what is written there: all values of few, round numbers along many.
  [[nodiscard]] std::vector<std::pair<double, std::string>> ticks() const;
};

/// Numbers up to this many values are told one by one.
inline constexpr size_t kFewValues = 8;

/// The scale of an axis over the values that these variants take. Logarithmic where the
/// axis is drawn from so; of listed numbers, where the largest is at least 20 times the smallest,
/// or each the same multiple of the one before.
[[nodiscard]] AxisScale axis_scale(const study::Study& study, const study::Axis& axis,
                                   const std::vector<size_t>& variants);

/// The scales of all axes that tell these variants apart, in the file's order, without those of
/// `told`.
[[nodiscard]] std::vector<AxisScale> axis_scales(const study::Study& study,
                                                 const std::vector<size_t>& variants,
                                                 const std::vector<std::string>& told);

/// The number of a value; NaN of a name.
[[nodiscard]] double number_of(const study::AxisValue& value);

/// Whether numbers from low to high, above 0, belong on a logarithmic scale.
[[nodiscard]] bool spans_decades(double low, double high);

}  // namespace gradus
