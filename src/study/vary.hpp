#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gradus/study/study.hpp"
#include "study/context.hpp"

namespace gradus::study {

/// Most variants that a study crosses, and most values (of data, model and train) that all of them
/// hold together: 100,000 small plans fit the memory of any machine, and a typing error ends here.
inline constexpr size_t kMostVariants = 100'000;
inline constexpr size_t kMostValues = 10'000'000;
inline constexpr size_t kMostAxes = 64;
/// Most values of one variant once its references are replaced.
inline constexpr size_t kMostPlanValues = 100'000;

/// A declared axis of [vary].
struct AxisNode {
  std::string name;
  Origin origin{};
  bool named = false;              ///< named variants rather than plain values
  std::vector<Node> values{};      ///< each with `from` set, as are the fields of a named one
  std::vector<AxisValue> shown{};  ///< what results show
  std::optional<Draw> range{};     ///< of a search that draws: values are added as they are drawn
};

/// `$axis` or `$axis.field` as a word.
struct Reference {
  std::string axis, field;  ///< field "" for the whole value
  [[nodiscard]] std::string text() const { return "$" + axis + (field.empty() ? "" : "." + field); }
  auto operator<=>(const Reference&) const = default;
};
[[nodiscard]] std::optional<Reference> reference_of(std::string_view word);
[[nodiscard]] bool has_reference(const Node& node);

/// A reference where it stands.
struct Use {
  Reference reference;
  Origin origin{};
  std::string path{};
};
/// All references in a value, in order.
void collect_uses(const Node& node, const Path& path, std::vector<Use>& out);

/// [vary], checked in itself: names, values given twice, ranges, lists among named variants.
/// Without `drawing`, a range of whole numbers is all its values and others are an error.
[[nodiscard]] std::vector<AxisNode> read_axes(const Context& context, const Node& vary,
                                              bool drawing = false);

/// A range as it stands in [vary]: "log_uniform 1e-4 1".
void read_range(const Context& context, const Node& node, const Path& path, bool drawing,
                AxisNode& axis);

[[nodiscard]] const AxisNode* find_axis(const std::vector<AxisNode>& axes, std::string_view name);
/// A table of fields: a table that is no thing.
[[nodiscard]] bool has_fields(const Node& value);

/// Every reference names an axis and a field that exist, every field is used, no axis names itself
/// round a circle. `study` holds data, model and train.
void check_references(const Context& context, const Node& study, const std::vector<AxisNode>& axes);

/// One value's index for each axis, -1 where the variant does not cross it.
using Choice = std::vector<int>;
/// The crossed variants, last axis fastest, those without an axis last.
[[nodiscard]] std::vector<Choice> cross(const Context& context, const Node& study,
                                        const std::vector<AxisNode>& axes);

/// `node` with every reference replaced; nullopt where it stands for a field that the variant
/// lacks.
[[nodiscard]] std::optional<Node> substitute(const Context& context,
                                             const std::vector<AxisNode>& axes,
                                             const Choice& choice, const Node& node);

}  // namespace gradus::study
