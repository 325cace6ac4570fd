#pragma once

#include <string>
#include <vector>

#include "gradus/study/study.hpp"
#include "study/context.hpp"
#include "study/vary.hpp"

namespace gradus::study {

/// The variants of a study with their plans, in the order of trials.
struct Crossed {
  std::vector<Variant> variants;
  std::vector<Axis> axes;           ///< those that some variant crosses
  std::vector<std::string> unused;  ///< those that none crosses
};

/// Crosses the axes and reads one plan for each variant. `core` holds data, model and train.
[[nodiscard]] Crossed read_variants(const Context& context, const Node& core,
                                    const std::vector<AxisNode>& axes);

/// Names equal plans (Variant::same_as, notes) and refuses axes that change nothing at all.
void compare_plans(const Context& context, const Node& core, const std::vector<AxisNode>& axes,
                   const std::vector<std::string>& allow_inert, Study& study);

}  // namespace gradus::study
