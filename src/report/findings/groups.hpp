#pragma once

#include <string>
#include <vector>

#include "gradus/study/study.hpp"

namespace gradus::finding {

/// Variants that differ in one axis alone.
struct Group {
  study::VariantKey rest;        ///< what they share: the other axes
  std::vector<size_t> variants;  ///< in the axis's order; each plan once
  /// Variants left out because an earlier one of the group has their plan: (variant, that one).
  std::vector<std::pair<size_t, size_t>> copies;
};

/// Whether a variant meets `where`.
[[nodiscard]] bool meets(const study::Variant& variant, const study::Condition& where);

/// Whether `where` speaks of refits: others leave them out.
[[nodiscard]] bool names_refit(const study::Condition& where);

/// The variants that meet `where` and have the axis, by what they share on the others. Refits are
/// points chosen by a search, compared as one group by the name under which they were chosen.
[[nodiscard]] std::vector<Group> groups_by(const study::Study& study, const std::string& axis,
                                           const study::Condition& where);

/// The value of an axis that the variant has.
[[nodiscard]] const study::AxisValue& value_of_axis(const study::Variant& variant,
                                                    const std::string& axis);

/// Whether all values of an axis are plain numbers.
[[nodiscard]] bool is_numeric(const study::Study& study, const std::string& axis);
[[nodiscard]] double number_of(const study::AxisValue& value);

}  // namespace gradus::finding
