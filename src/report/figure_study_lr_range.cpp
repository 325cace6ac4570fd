#include "report/figure_names.hpp"
#include "report/figure_rates.hpp"
#include "report/figure_study.hpp"

namespace gradus {

Figure lr_range_figure(const FigureContext& context) {
  const study::FigureSpec& spec = context.spec;
  const Groups groups = group_variants(context.study, spec, spec.x);
  Figure figure = framed(context, groups);
  std::vector<std::vector<RateLine>> lines;
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    panel.x.label = name_label(context.study, "learning_rate");
    panel.x.scale = scale_named(spec.xscale, figure::Scale::kLog);
    panel.y.label = name_label(context.study, "loss");
    lines.emplace_back();
    for (const SeriesGroup& group : groups.panels[p].series)
      lines.back().push_back({rate_curve(context.study, context.trials_of(group.variants)),
                              group.label, group.colour, group.alias});
  }
  draw_rates(lines, spec.ylim, figure);
  return figure;
}

}  // namespace gradus
