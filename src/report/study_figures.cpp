#include "report/study_figures.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "report/figure_apart.hpp"
#include "report/figure_names.hpp"
#include "report/figure_study.hpp"
#include "study/figure_points.hpp"

namespace gradus {
namespace {

// The name of a figure's files: its own, or the metric drawn, or the kind, with a number where that
// is taken.
std::string free_name(const study::FigureSpec& spec, std::set<std::string>& taken) {
  std::string base = spec.name;
  if (base.empty()) base = spec.kind == "line" && !spec.y.empty() ? spec.y[0].name : spec.kind;
  std::string name = base;
  for (int k = 1; !taken.insert(name).second; ++k) name = fmt::format("{}_{}", base, k);
  return name;
}

Figure figure_of(const FigureContext& context, const Probes& probes) {
  const std::string& kind = context.spec.kind;
  if (kind == "line") return line_figure(context);
  if (kind == "lr_range") return lr_range_figure(context);
  if (kind == "survival") return survival_figure(context);
  if (kind == "violin") return violin_figure(context);
  if (kind == "bar") return bar_figure(context);
  if (kind == "heatmap") return heatmap_figure(context);
  if (kind == "mesh") return mesh_figure(context, probes);
  if (kind == "fit") return fit_figure(context, probes);
  if (kind == "scatter") return scatter_figure(context);
  if (kind == "histogram") return histogram_figure(context);
  if (kind == "images" || kind == "filters" || kind == "feature_maps")
    return images_figure(context, probes);
  if (kind == "confusion_matrix") return confusion_figure(context, probes);
  if (kind == "parallel_coordinates") return parallel_figure(context);
  if (kind == "marginal_effects") return marginal_figure(context);
  if (kind == "critical_difference") return critical_figure(context);
  throw std::logic_error("no way to draw a figure of kind " + kind);
}

// What is drawn at 0 or below on a logarithmic axis is not seen.
size_t lost_on_log(const Figure& figure) {
  size_t lost = 0;
  for (const figure::Panel& panel : figure.panels) {
    const bool x = panel.x.scale != figure::Scale::kLinear;
    const bool y = panel.y.scale != figure::Scale::kLinear;
    for (const figure::Series& series : panel.series)
      for (size_t i = 0; i < series.x.size() && i < series.y.size(); ++i)
        lost += (x && series.x[i] <= 0) || (y && series.y[i] <= 0);
    for (const figure::Datum& datum : panel.data)
      lost += y && datum.kind == "bar" && datum.value <= 0;
  }
  return lost;
}

}  // namespace

std::string off_log_note(size_t values) {
  if (values == 0) return {};
  return fmt::format(" {} value{} of 0 or below ha{} no place on a logarithmic axis.", values,
                     values == 1 ? "" : "s", values == 1 ? "s" : "ve");
}

figure::Scale scale_named(const std::string& name, figure::Scale automatic) {
  if (name == "log") return figure::Scale::kLog;
  if (name == "log2") return figure::Scale::kLog2;
  return name == "auto" ? automatic : figure::Scale::kLinear;
}

std::string mishaps(const study::Study& study, const std::vector<const study::Trial*>& trials) {
  size_t diverged = 0, failed = 0, converged = 0, targeted = 0;
  for (const study::Trial* trial : trials) {
    diverged += trial->history.status == Status::kDiverged;
    failed += trial->history.status == Status::kFailed;
    converged += trial->history.status == Status::kConverged;
    targeted += has_until(study, trial->variant);
  }
  std::string text;
  const auto add = [&](size_t count, size_t of, const char* what) {
    text += fmt::format("{}{} of {} {}", text.empty() ? "" : " · ", count, of, what);
  };
  if (diverged > 0) add(diverged, trials.size(), "diverged");
  if (failed > 0) add(failed, trials.size(), "failed");
  if (converged < targeted) add(converged, targeted, "converged");
  return text;
}

Figure framed(const FigureContext& context, const Groups& groups) {
  const study::FigureSpec& spec = context.spec;
  Figure figure;
  figure.rows = groups.rows;
  figure.columns = groups.columns;
  figure.share_x = figure.share_y = groups.panels.size() > 1;
  // A title without anything to fill in belongs to the figure as a whole.
  const bool for_panels = spec.title.find('{') != std::string::npos &&
                          (groups.panels.size() > 1 || !spec.panels.empty());
  if (!for_panels && !groups.panels.empty())
    figure.title = fill_title(spec.title, context.study, groups.panels[0].variants,
                              context.trials_of(groups.panels[0].variants));
  for (const PanelGroup& group : groups.panels) {
    figure::Panel panel;
    panel.title = group.label;
    if (for_panels && !group.variants.empty())
      panel.title =
          fill_title(spec.title, context.study, group.variants, context.trials_of(group.variants));
    panel.x.range = spec.xlim;
    panel.y.range = spec.ylim;
    panel.x.scale = scale_named(spec.xscale, figure::Scale::kLinear);
    panel.y.scale = scale_named(spec.yscale, figure::Scale::kLinear);
    figure.panels.push_back(std::move(panel));
  }
  return figure;
}

void show_aliases(const Groups& groups, Figure& figure) {
  for (size_t p = 0; p < groups.panels.size(); ++p)
    for (size_t s = 0; s < groups.panels[p].series.size(); ++s) {
      figure::Series& line = figure.panels[p].series[s];
      if (groups.panels[p].series[s].alias && line.dash == figure::Dash::kSolid)
        line.dash = figure::Dash::kDashed;
    }
}

bool stands_for_many(const FigureContext& context) {
  const std::vector<study::Trial>& trials = context.results.trials;
  return context.study.seeds.size() > 1 ||
         std::any_of(trials.begin(), trials.end(),
                     [](const study::Trial& trial) { return trial.fold.has_value(); });
}

uint64_t probe_seed(const study::Study& study, const study::FigureSpec& spec) {
  if (spec.seed) return *spec.seed;
  const bool refits =
      study.search && study::shows_refits(spec) && !study.search->refit_seeds.empty();
  const std::vector<uint64_t>& seeds = refits ? study.search->refit_seeds : study.seeds;
  return seeds.empty() ? 0 : seeds.front();
}

std::vector<std::string> figure_names(const study::Study& study) {
  std::set<std::string> taken;
  for (const study::FigureSpec& spec : study.figures)
    if (!spec.name.empty()) taken.insert(spec.name);
  std::vector<std::string> names;
  for (const study::FigureSpec& spec : study.figures)
    names.push_back(spec.name.empty() ? free_name(spec, taken) : spec.name);
  return names;
}

std::vector<Figure> study_figures(const study::Study& study, const study::Results& results,
                                  const Probes& probes) {
  const TrialsOf trials_of(study, results);
  const std::vector<std::string> names = figure_names(study);
  std::vector<Figure> figures;
  for (size_t f = 0; f < study.figures.size(); ++f) {
    const study::FigureSpec& spec = study.figures[f];
    Figure figure = figure_of({study, spec, results, trials_of, f}, probes);
    figure.name = names[f];
    figure.note += off_log_note(lost_on_log(figure));
    // Values of one axis are numbers: what they are of is said once.
    if (spec.by.size() == 1) title_legend(figure, name_label(study, spec.by[0]));
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace gradus
