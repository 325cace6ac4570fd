#include "nn/schedules_cyclic.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "gradus/base/math.hpp"

namespace gradus::schedules {
namespace {

struct Scale {
  double cycle, step;

  double operator()(const cyclic::Triangular&) const { return 1; }
  double operator()(const cyclic::Triangular2&) const { return math::pow(0.5, cycle - 1); }
  double operator()(const cyclic::ExpRange& m) const { return math::pow(m.gamma, step); }
  double operator()(const cyclic::Function& m) const {
    assert(m.formula);
    return m.formula->evaluate(std::array{cycle, step});
  }
  double operator()(const cyclic::Custom& m) const { return m.scale(cycle, step); }
};

}  // namespace

double cyclic_rate(const Cyclic& s, int64_t step) {
  assert(s.step_size.count > 0);
  const auto at = static_cast<double>(step), half = static_cast<double>(s.step_size.count);
  const double cycle = std::floor(1 + at / (2 * half));
  const double x = std::abs(at / half - 2 * cycle + 1);
  return s.base_lr +
         (s.max_lr - s.base_lr) * std::max(0.0, 1 - x) * std::visit(Scale{cycle, at}, s.mode);
}

}  // namespace gradus::schedules
