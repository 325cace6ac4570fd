#pragma once

#include <string>
#include <vector>

#include "report/figure_groups.hpp"
#include "report/study_figures.hpp"

namespace gradus {

/// What every figure of a study is made from.
struct FigureContext {
  const study::Study& study;
  const study::FigureSpec& spec;
  const study::Results& results;
  const TrialsOf& trials_of;
  size_t index = 0;  ///< of the figure
};

[[nodiscard]] Figure line_figure(const FigureContext& context);
[[nodiscard]] Figure lr_range_figure(const FigureContext& context);
[[nodiscard]] Figure survival_figure(const FigureContext& context);
[[nodiscard]] Figure violin_figure(const FigureContext& context);
[[nodiscard]] Figure bar_figure(const FigureContext& context);
[[nodiscard]] Figure heatmap_figure(const FigureContext& context);
[[nodiscard]] Figure scatter_figure(const FigureContext& context);
[[nodiscard]] Figure histogram_figure(const FigureContext& context);
[[nodiscard]] Figure parallel_figure(const FigureContext& context);
[[nodiscard]] Figure marginal_figure(const FigureContext& context);
[[nodiscard]] Figure critical_figure(const FigureContext& context);
[[nodiscard]] Figure confusion_figure(const FigureContext& context, const Probes& probes);
[[nodiscard]] Figure mesh_figure(const FigureContext& context, const Probes& probes);
[[nodiscard]] Figure fit_figure(const FigureContext& context, const Probes& probes);
[[nodiscard]] Figure images_figure(const FigureContext& context, const Probes& probes);

/// An empty figure with the context's titles, scales and grid, and a panel for each group.
[[nodiscard]] Figure framed(const FigureContext& context, const Groups& groups);

/// " 2 values of 0 or below have no place on a logarithmic axis."; "" of none.
[[nodiscard]] std::string off_log_note(size_t values);

/// "2 of 32 diverged · 28 of 32 converged": what a panel's lines do not show; "" where all is well.
[[nodiscard]] std::string mishaps(const study::Study& study,
                                  const std::vector<const study::Trial*>& trials);

/// Where a panel's first series are those of its groups, dashes the ones that are drawn over
/// another of the same numbers: a solid line would hide it.
void show_aliases(const Groups& groups, Figure& figure);

/// Whether a point of a search stands for several trainings: seeds, or folds.
[[nodiscard]] bool stands_for_many(const FigureContext& context);

/// "auto" is the scale given for it.
[[nodiscard]] figure::Scale scale_named(const std::string& name, figure::Scale automatic);

}  // namespace gradus
