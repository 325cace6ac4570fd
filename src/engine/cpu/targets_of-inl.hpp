// The target of output j in lanes: a stored row of numbers, or a class label seen as a one-hot row.
// Included once per target.
#if defined(GRADUS_ENGINE_CPU_TARGETS_OF_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_TARGETS_OF_INL_HPP_
#undef GRADUS_ENGINE_CPU_TARGETS_OF_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_TARGETS_OF_INL_HPP_
#endif

#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {

/// For one register of lanes. `labels` and `rows` point at the group; one of them is null.
template <class T>
struct Target {
  const T* rows;
  Vec<T> label;
  size_t outputs, part;

  Target(const T* group_rows, const T* group_labels, size_t n, size_t p)
      : rows(group_rows),
        label(group_labels ? hn::Load(Tag<T>(), group_labels + p) : hn::Zero(Tag<T>())),
        outputs(n),
        part(p) {}

  [[nodiscard]] Vec<T> operator()(size_t j) const {
    const Tag<T> d;
    if (rows) return hn::Load(d, rows + j * kLanes + part);
    if (outputs == 1) return label;
    const auto here = hn::Eq(label, hn::Set(d, static_cast<T>(j)));
    return hn::IfThenElseZero(here, hn::Set(d, static_cast<T>(1)));
  }
};

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
