#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/figure_apart.hpp"
#include "report/figure_names.hpp"
#include "report/figure_study.hpp"
#include "report/figure_survival.hpp"
#include "report/figure_ticks.hpp"
#include "report/search_points.hpp"

namespace gradus {
namespace {

std::string note_of(const study::Study& study, const Groups& groups, bool diverged) {
  for (const PanelGroup& panel : groups.panels) {
    if (panel.variants.empty() || !has_until(study, panel.variants[0])) continue;
    const Until& until = *study.variants[panel.variants[0]].plan.train.until;
    const std::string every = until.every == 1 ? "epoch" : fmt::format("{} epochs", until.every);
    return fmt::format("Share of trials whose {} has not yet reached {}, looked at every {}.{}",
                       name_label(study, until.metric), number_text(until.value), every,
                       diverged ? " Trials that diverged never reach it." : "");
  }
  return {};
}

}  // namespace

Figure survival_figure(const FigureContext& context) {
  const study::FigureSpec& spec = context.spec;
  Groups groups = group_variants(context.study, spec, "");
  const size_t from = keep_best_points(context.study, context.results, spec, "", groups);
  Figure figure = framed(context, groups);
  double first = std::numeric_limits<double>::infinity(), last = 0, longest = 0;
  bool diverged = false;
  std::vector<std::vector<Convergences>> all;
  for (const PanelGroup& panel : groups.panels) {
    all.emplace_back();
    for (const SeriesGroup& group : panel.series) {
      all.back().push_back(convergences(context.trials_of(group.variants)));
      const Convergences& c = all.back().back();
      longest = std::max(longest, c.longest);
      diverged = diverged || c.diverged;
      if (c.epochs.empty()) continue;
      first = std::min(first, c.epochs.front());
      last = std::max(last, c.epochs.back());
    }
  }
  const figure::Scale scale = scale_named(
      spec.xscale, last > 20 * first && !spec.xlim ? figure::Scale::kLog : figure::Scale::kLinear);
  const double start = scale == figure::Scale::kLinear ? 0 : std::max(1.0, std::floor(first / 2));
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    panel.x.label = name_label(context.study, "epoch");
    panel.x.whole = true;
    panel.x.scale = scale;
    panel.y.label = "share not yet converged";
    if (!panel.y.range) panel.y.range = {{0, 1.03}};
    for (size_t s = 0; s < groups.panels[p].series.size(); ++s) {
      const SeriesGroup& group = groups.panels[p].series[s];
      figure::Series series = survival_steps(all[p][s], std::isfinite(start) ? start : 1, longest);
      series.label = group.label;
      series.colour = group.colour;
      panel.series.push_back(std::move(series));
    }
  }
  tell_apart(figure);
  show_aliases(groups, figure);
  figure.note = note_of(context.study, groups, diverged);
  if (from > 0) figure.note += " " + best_points_note(context.study, groups, from);
  return figure;
}

}  // namespace gradus
