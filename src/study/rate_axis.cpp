#include "study/rate_axis.hpp"

#include <algorithm>

#include "study/known.hpp"

namespace gradus::study {
namespace {

// The rate of a training that keeps it, or nullptr.
const double* constant_rate(const Plan& plan) {
  if (is_solver(plan.train.optimizer)) return nullptr;
  const auto* constant =
      std::get_if<schedules::Constant>(&learning_rate(plan.train.optimizer).schedule);
  return constant != nullptr ? &constant->learning_rate : nullptr;
}

const AxisValue* value_on(const VariantKey& key, const std::string& axis) {
  const auto at =
      std::find_if(key.begin(), key.end(), [&](const auto& e) { return e.first == axis; });
  return at == key.end() ? nullptr : &at->second;
}

}  // namespace

std::string rate_axis(const std::vector<Axis>& axes, const std::vector<Variant>& variants,
                      const Condition& where) {
  for (const Axis& axis : axes) {
    size_t crossed = 0;
    const bool rates = std::all_of(variants.begin(), variants.end(), [&](const Variant& v) {
      const AxisValue* value = matches(where, v.key) ? value_on(v.key, axis.name) : nullptr;
      if (value == nullptr) return true;
      ++crossed;
      const double* rate = constant_rate(v.plan);
      return rate != nullptr && same_value(*value, *rate);
    });
    if (rates && crossed > 0) return axis.name;
  }
  return {};
}

bool has_schedule(const std::vector<Variant>& variants, const Condition& where) {
  return std::any_of(variants.begin(), variants.end(), [&](const Variant& v) {
    return matches(where, v.key) && constant_rate(v.plan) == nullptr;
  });
}

}  // namespace gradus::study
