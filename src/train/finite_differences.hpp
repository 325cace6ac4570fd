#pragma once

#include <functional>

namespace gradus {

/// What differences say of a derivative.
struct Slope {
  double value = 0;
  /// How far from the truth that may be, by what the steps disagree about; infinite where a value
  /// was not finite. Large at a kink, however small the steps.
  double error = 0;
};

/// The derivative at 0 of f, whose value there is `at_0`: central differences of three steps, each
/// half of the one before, extrapolated to no step at all (Richardson; the error that is left is of
/// the sixth order). A kink inside the steps makes them disagree. One at 0 itself does not, since a
/// central difference is then the mean of both sides whatever the step; there the difference of the
/// sides, extrapolated likewise, does not vanish. Six evaluations of f.
[[nodiscard]] Slope slope_at_0(const std::function<double(double)>& f, double at_0, double step);

/// The same with smaller steps, `step` / 4 and so on, until one agrees with the one before it
/// within `bound`, or six times: rounding takes over then. Two are asked because several kinks
/// within one step may hide each other, but hardly in both. `found` is what the first step gave.
/// The best of all, its error being how far it is from the one before, if that is more.
[[nodiscard]] Slope settled_slope(const std::function<double(double)>& f, double at_0, double step,
                                  double bound, const Slope& found);

/// What rounding alone may add to the error of such a slope: a value errs by its last place or two.
[[nodiscard]] double rounding_of(double at_0, double step);

/// Largest and smallest step as a share of a tensor's largest number. Smaller ones would drown in
/// rounding, larger ones leave the neighbourhood.
inline constexpr double kFirstStep = 0x1p-6, kLastStep = 0x1p-20;

}  // namespace gradus
