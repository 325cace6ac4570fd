#pragma once

#include <string>
#include <vector>

#include "gradus/study/study.hpp"
#include "study/context.hpp"
#include "study/figure_points.hpp"
#include "study/vary.hpp"

namespace gradus::study {

/// Thrown while a row, figure or finding is read that speaks of what an overlay removed: it is left
/// out with a note. In the file alone the same is an Error.
struct LeftOut {
  std::string why;
};

/// What rows, figures, findings and labels may speak of.
struct Known {
  const Context& context;
  const std::vector<AxisNode>& declared;  ///< the axes of the file alone
  const std::vector<Axis>& axes;          ///< those that variants cross
  const std::vector<Variant>& variants;
  std::vector<std::string> epoch_metrics{}, end_metrics{};
  bool has_data = true;
  std::vector<std::string> instruments{};  ///< their names
  const SearchSpec* search = nullptr;

  [[nodiscard]] const Axis* axis(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> axis_names() const;
  [[nodiscard]] std::vector<std::string> metric_names() const;
  [[nodiscard]] bool is_metric(std::string_view name) const;
};

/// Whether the values of an axis are drawn from a range, no two alike.
[[nodiscard]] bool is_drawn(const Axis& axis);
[[nodiscard]] bool same_value(const AxisValue& a, const AxisValue& b);
/// The variant crosses every axis of the condition at one of its values.
[[nodiscard]] bool matches(const Condition& condition, const VariantKey& key);

/// The condition on the points that refits come from.
[[nodiscard]] Condition without_refit(const Condition& condition);

/// The axis of that name; Error for unknown names, LeftOut for those that an overlay took away.
const Axis& known_axis(const Known& known, const Node& node, const Path& path,
                       const std::string& name);
/// A value of that axis, likewise.
AxisValue known_value(const Known& known, const Axis& axis, const Node& node, const Path& path);
/// where = { axis = value or list }.
Condition read_condition(const Known& known, const Node& node, const Path& path);
/// A metric that the study measures, at an epoch that the variants of `where` reach.
MetricQuery read_metric(const Known& known, const Node& node, const Path& path,
                        const std::string& written, const Condition& where);
/// Epochs of the longest training of `where`; 0 where only steps are known.
int64_t longest(const Known& known, const Condition& where);

/// Reads `reported`, `labels`, [[figure]] and [[finding]] into the study, with defaults where the
/// file has none, and takes what is left out from the tree.
void read_reported(const Known& known, Node& study, Study& out);
void read_instruments(Known& known, Node& study, Study& out);
void read_labels(const Known& known, Node& study, Study& out);
void read_figures(const Known& known, Node& study, Study& out);
void read_findings(const Known& known, Node& study, Study& out);
void default_figures(const Known& known, Study& out);
void default_findings(const Known& known, Study& out);

/// Largest number of series in one panel.
inline constexpr size_t kMostSeries = 32;
/// Series in one panel of a figure.
[[nodiscard]] size_t series_of(const Known& known, const FigureSpec& figure);

}  // namespace gradus::study
