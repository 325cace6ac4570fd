#include "nn/schedules_cosine.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "gradus/base/math.hpp"

namespace gradus::schedules {
namespace {

// From 1 at share 0 down to 0 at share 1.
double half_wave(double share) {
  return 0.5 * (1 + math::cos(std::numbers::pi * share));
}

// Length of the first `count` periods, in units of the first.
double periods(double count, double t_mul) {
  return t_mul == 1 ? count : (math::pow(t_mul, count) - 1) / (t_mul - 1);
}

}  // namespace

double cosine_rate(const CosineDecay& s, int64_t step) {
  assert(s.decay_steps.count > 0);
  const double share = static_cast<double>(std::min(step, s.decay_steps.count)) /
                       static_cast<double>(s.decay_steps.count);
  return s.initial_learning_rate * ((1 - s.alpha) * half_wave(share) + s.alpha);
}

double cosine_rate(const CosineDecayRestarts& s, int64_t step) {
  assert(s.first_decay_steps.count > 0);
  const double passed = static_cast<double>(step) / static_cast<double>(s.first_decay_steps.count);
  double restarts = std::floor(passed);
  if (s.t_mul > 1) {
    // Keras's formula, then to the exact period: a logarithm may fall just short of a whole number.
    restarts = std::floor(math::log(1 + passed * (s.t_mul - 1)) / math::log(s.t_mul));
    if (restarts > 0 && periods(restarts, s.t_mul) > passed) --restarts;
    if (periods(restarts + 1, s.t_mul) <= passed) ++restarts;
  }
  const double share = (passed - periods(restarts, s.t_mul)) / math::pow(s.t_mul, restarts);
  const double wave = math::pow(s.m_mul, restarts) * half_wave(share);
  return s.initial_learning_rate * ((1 - s.alpha) * wave + s.alpha);
}

double cosine_rate(const OneCycle& s, int64_t step) {
  assert(s.total_steps.count > 0);
  const double first = s.max_lr / s.div_factor;
  const double last = first / s.final_div_factor;
  const double top = s.pct_start * static_cast<double>(s.total_steps.count) - 1;
  const double end = static_cast<double>(s.total_steps.count) - 1;
  const double at = std::min(static_cast<double>(step), end);
  if (at < top) return s.max_lr + (first - s.max_lr) * half_wave(at / top);
  if (at == top) return s.max_lr;
  return last + (s.max_lr - last) * half_wave((at - top) / (end - top));
}

}  // namespace gradus::schedules
