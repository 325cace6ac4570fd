#pragma once

#include <string>
#include <vector>

#include "gradus/study/study.hpp"
#include "study/context.hpp"
#include "study/sections.hpp"
#include "study/vary.hpp"

namespace gradus::study {

/// Reads the plans of variants one by one. `core` holds data, model and train; it and `axes` must
/// outlive the reader.
class VariantReader {
 public:
  VariantReader(const Context& context, const Node& core, const std::vector<AxisNode>& axes)
      : context_(context), core_(core), axes_(axes) {}

  [[nodiscard]] Variant read(const Choice& choice);
  /// One that is looked at and not kept: it does not count towards kMostValues.
  [[nodiscard]] Variant look_at(const Choice& choice);
  /// After the last: an option of [model.defaults] that reached no layer is a mistake.
  void check_all() const;

 private:
  [[nodiscard]] Variant read(const Choice& choice, const Node& study);

  const Context& context_;
  const Node& core_;
  const std::vector<AxisNode>& axes_;
  DefaultsUse use_;
  size_t values_ = 0;
};

/// The variants of a study with their plans, in the order of trials.
struct Crossed {
  std::vector<Variant> variants;
  std::vector<Axis> axes;           ///< those that some variant crosses, or may yet come to
  std::vector<std::string> unused;  ///< those that none crosses
};

/// Crosses the axes and reads one plan for each variant. `core` holds data, model and train.
[[nodiscard]] Crossed read_variants(const Context& context, const Node& core,
                                    const std::vector<AxisNode>& axes);

/// The plan as far as training goes: how often is measured what nothing waits for is left out.
[[nodiscard]] std::string trained_as(const Variant& variant);
/// The axes that change nothing in any of the variants that differ in them alone.
[[nodiscard]] std::vector<std::string> inert_axes(const Study& study);
/// Refuses axes that change nothing in any of the crossed variants.
void check_axes_act(const Context& context, const Node& core, const std::vector<AxisNode>& axes,
                    const std::vector<std::string>& allow_inert, Study& study);
/// The same of one axis that is known to: a mistake, or a note where `allow_inert` has it.
void refuse_inert(const Context& context, const Node& core, const std::vector<AxisNode>& axes,
                  const AxisNode& axis, size_t variants,
                  const std::vector<std::string>& allow_inert, Study& study);

/// Names equal plans: Variant::same_as, and notes.
void name_equal_plans(Study& study);

}  // namespace gradus::study
