#include <fmt/core.h>

#include <algorithm>

#include "report/figure_mesh.hpp"
#include "report/figure_names.hpp"
#include "report/figure_probes.hpp"
#include "report/figure_study.hpp"
#include "report/probe_fit.hpp"

namespace gradus {
namespace {

// The boundaries of the other seeds.
std::vector<std::vector<Path>> other_boundaries(const Probes& probes, const FigureContext& context,
                                                const PanelGroup& group) {
  std::vector<std::vector<Path>> all;
  for (const MeshProbe& probe : probes.meshes)
    if (is_of(probe, context, group) && probe.seed != probe_seed(context.study, context.spec))
      all.push_back(probe.boundary);
  return all;
}

}  // namespace

Figure mesh_figure(const FigureContext& context, const Probes& probes) {
  const Groups groups = one_variant_each(context);
  Figure figure = framed(context, groups);
  bool many = false;
  size_t others = 0;
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    panel.x.label = "x₁";
    panel.y.label = "x₂";
    panel.x.scale = panel.y.scale = figure::Scale::kLinear;
    const MeshProbe* probe = find_probe(probes.meshes, context, groups.panels[p]);
    if (probe == nullptr) continue;
    panel.mesh = probe->mesh;
    panel.points = probe->points;
    panel.subtitle = mishap_of_shown(context, groups.panels[p]);
    many = many || probe->mesh.classes > 2;
    if (!context.spec.spread) continue;
    const auto lines = other_boundaries(probes, context, groups.panels[p]);
    const auto drawn =
        std::count_if(lines.begin(), lines.end(), [](const auto& line) { return !line.empty(); });
    others = std::max(others, static_cast<size_t>(drawn));
    add_boundaries(lines, panel);
  }
  figure.note = fmt::format("{} over the plane of the two inputs, seed {}; markers: {} samples.",
                            many ? "Predicted class, the stronger the further it leads,"
                                 : "Predicted probability of class 1",
                            probe_seed(context.study, context.spec),
                            context.spec.data == "train" ? "training" : context.spec.data);
  if (others > 0)
    figure.note += fmt::format(" Thin lines: the boundaries of {} other seed{}.", others,
                               others == 1 ? "" : "s");
  return figure;
}

Figure fit_figure(const FigureContext& context, const Probes& probes) {
  const Groups groups = one_variant_each(context);
  Figure figure = framed(context, groups);
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    panel.x.label = name_label(context.study, "x");
    panel.y.label = name_label(context.study, "y");
    const FitProbe* probe = find_probe(probes.fits, context, groups.panels[p]);
    if (probe == nullptr) continue;
    draw_fit(*probe, panel);
    panel.subtitle = mishap_of_shown(context, groups.panels[p]);
  }
  figure.note = fmt::format("The network of seed {}.", probe_seed(context.study, context.spec));
  return figure;
}

}  // namespace gradus
