#include "train/solvers/line_search.hpp"

#include <algorithm>
#include <cmath>

namespace gradus::solvers {
namespace {

using Point = LineSearch::Point;

constexpr int64_t kMostSteps = 20;
constexpr double kStretch = 4;    // how much longer the next step may be while nothing is bracketed
constexpr double kShrink = 0.66;  // two steps must shrink the interval by this
constexpr double kBackOff = 0.1;  // what is left of a step to a value that is not finite

// Where the cubic through two points with their slopes has its minimum, measured from b towards a:
// 0 is b, 1 is a.
struct Cubic {
  double ratio, root;
};
Cubic cubic(const Point& a, const Point& b) {
  const double theta = 3 * (a.value - b.value) / (b.step - a.step) + a.slope + b.slope;
  const double s = std::max({std::abs(theta), std::abs(a.slope), std::abs(b.slope)});
  if (s == 0) return {0, 0};
  const double inside = (theta / s) * (theta / s) - (a.slope / s) * (b.slope / s);
  double root = s * std::sqrt(std::max(inside, 0.0));  // below 0 by rounding, or without a minimum
  if (b.step > a.step) root = -root;
  const double p = (root - b.slope) + theta;
  const double q = ((root - b.slope) + root) + a.slope;
  return {p / q, root};
}

double cubic_step(const Point& a, const Point& b) {
  return b.step + cubic(a, b).ratio * (a.step - b.step);
}

double secant_step(const Point& a, const Point& b) {
  return b.step + (b.slope / (b.slope - a.slope)) * (a.step - b.step);
}

// The minimum of the parabola through both values and the slope at a.
double parabola_step(const Point& a, const Point& b) {
  const double length = b.step - a.step;
  return a.step + (a.slope / ((a.value - b.value) / length + a.slope)) / 2 * length;
}

// The next step to try from the interval and the point evaluated last: the four cases of section 4
// of the paper.
double trial(const Point& near, const Point& far, const Point& now, bool& bracketed, double low,
             double high) {
  const bool turned = (now.slope < 0) != (near.slope < 0) && now.slope != 0;
  if (now.value > near.value) {
    bracketed = true;
    const double c = cubic_step(now, near), q = parabola_step(near, now);
    return std::abs(c - near.step) < std::abs(q - near.step) ? c : c + (q - c) / 2;
  }
  if (turned) {
    bracketed = true;
    const double c = cubic_step(near, now), q = secant_step(near, now);
    return std::abs(c - now.step) > std::abs(q - now.step) ? c : q;
  }
  if (std::abs(now.slope) < std::abs(near.slope)) {
    const Cubic found = cubic(near, now);
    const double c = found.ratio < 0 && found.root != 0
                         ? now.step + found.ratio * (near.step - now.step)
                         : (now.step > near.step ? high : low);
    const double q = secant_step(near, now);
    const bool closer = std::abs(c - now.step) < std::abs(q - now.step);
    if (!bracketed) return std::clamp(closer ? q : c, low, high);
    const double limit = now.step + kShrink * (far.step - now.step);
    const double t = closer ? c : q;
    return now.step > near.step ? std::min(limit, t) : std::max(limit, t);
  }
  if (bracketed) return cubic_step(far, now);
  return now.step > near.step ? high : low;
}

}  // namespace

void LineSearch::begin(double value, double slope, double first_step) {
  start = near = far = {0, value, slope};
  step = std::min(first_step, longest);
  bracketed = false;
  descending = true;
  low = 0;
  high = step + kStretch * step;
  width = longest;
  width_before = 2 * width;
  told = 0;
}

// The interval after a point, and the step after that.
void LineSearch::shrink(Point now) {
  Point a = near, b = far, c = now;
  // In the first stage the function less its required decrease is searched: its minimiser satisfies
  // both conditions.
  const double tilt = decrease * start.slope;
  const bool tilted =
      descending && now.value <= near.value && now.value > start.value + now.step * tilt;
  if (tilted) {
    for (Point* p : {&a, &b, &c}) {
      p->value -= p->step * tilt;
      p->slope -= tilt;
    }
  }
  step = trial(a, b, c, bracketed, low, high);
  if (c.value > a.value) {
    far = now;
  } else {
    if ((c.slope < 0) != (a.slope < 0) && c.slope != 0) far = near;
    near = now;
  }
}

LineSearch::Outcome LineSearch::tell(double value, double slope) {
  ++told;
  if (!std::isfinite(value) || !std::isfinite(slope)) {
    longest = high = step;  // of this search; begin() is given a new one
    step = near.step + kBackOff * (step - near.step);
    return told >= kMostSteps || !(step > 0) ? Outcome::kStuck : Outcome::kMore;
  }
  const Point now{step, value, slope};
  const double tilt = decrease * start.slope;
  const double wanted = start.value + step * tilt;
  const bool lower = value <= wanted;
  if (descending && lower && slope >= 0) descending = false;
  if (lower && std::abs(slope) <= curvature * -start.slope) return Outcome::kFound;
  // Nothing more to be had: rounding, the interval small enough, the end of the line.
  const bool exhausted = (bracketed && (step <= low || step >= high)) ||
                         (bracketed && high - low <= tolerance * high) ||
                         (step == longest && lower && slope <= tilt) || told >= kMostSteps;
  if (exhausted) return value < start.value ? Outcome::kFound : Outcome::kStuck;
  shrink(now);
  if (bracketed) {
    const double length = std::abs(far.step - near.step);
    if (length >= kShrink * width_before) step = near.step + (far.step - near.step) / 2;
    width_before = width;
    width = length;
    low = std::min(near.step, far.step);
    high = std::max(near.step, far.step);
  } else {
    low = step + 1.1 * (step - near.step);
    high = step + kStretch * (step - near.step);
  }
  step = std::clamp(step, 0.0, longest);
  // Where no step can be told apart, the best one is taken.
  if (bracketed && (step <= low || step >= high || high - low <= tolerance * high))
    step = near.step;
  return step > 0 ? Outcome::kMore : Outcome::kStuck;
}

}  // namespace gradus::solvers
