#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/figure_images.hpp"
#include "report/figure_names.hpp"
#include "report/figure_study.hpp"

namespace gradus {
namespace {

// A panel shows one network: what would be lines elsewhere are panels here.
Groups one_variant_each(const FigureContext& context) {
  const Groups dealt = group_variants(context.study, context.spec, "");
  const bool single = std::all_of(dealt.panels.begin(), dealt.panels.end(),
                                  [](const PanelGroup& p) { return p.series.size() < 2; });
  if (single) return dealt;
  Groups groups;
  for (const PanelGroup& panel : dealt.panels)
    for (const SeriesGroup& series : panel.series) {
      const char* comma = panel.label.empty() || series.label.empty() ? "" : ", ";
      groups.panels.push_back({panel.label + comma + series.label, {series}, series.variants});
    }
  return groups;
}

// The probe of a panel's network, nullptr where there is none.
template <class Probe>
const Probe* find(const std::vector<Probe>& probes, const FigureContext& context,
                  const PanelGroup& panel) {
  const uint64_t seed = probe_seed(context.study, context.spec);
  for (const size_t v : panel.variants)
    for (const Probe& probe : probes)
      if ((probe.variant == v || probe.variant == context.trials_of.computed(v)) &&
          probe.seed == seed && (!probe.figure || *probe.figure == context.index))
        return &probe;
  return nullptr;
}

// Whether y is a smooth function of x, rather than scattered samples: its ups and downs add up to
// no more than a few times its range.
bool is_curve(const std::vector<double>& y) {
  if (y.size() < 16) return false;
  double walk = 0;
  for (size_t i = 1; i < y.size(); ++i) walk += std::abs(y[i] - y[i - 1]);
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  return walk <= 12 * (*high - *low);
}

std::vector<double> ordered(const std::vector<double>& values, const std::vector<size_t>& order) {
  std::vector<double> out;
  for (const size_t i : order) out.push_back(values[i]);
  return out;
}

}  // namespace

Figure mesh_figure(const FigureContext& context, const Probes& probes) {
  const Groups groups = one_variant_each(context);
  Figure figure = framed(context, groups);
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    panel.x.label = "x₁";
    panel.y.label = "x₂";
    panel.x.scale = panel.y.scale = figure::Scale::kLinear;
    if (const MeshProbe* probe = find(probes.meshes, context, groups.panels[p])) {
      panel.mesh = probe->mesh;
      panel.points = probe->points;
    }
  }
  figure.note = fmt::format(
      "Predicted probability of class 1 over the plane of the two inputs, seed {}; markers: {} "
      "samples.",
      probe_seed(context.study, context.spec),
      context.spec.data == "train" ? "training" : context.spec.data);
  return figure;
}

// Samples are the same whatever is trained on them: the first trial that has them shows them.
Figure images_figure(const FigureContext& context, const Probes& probes) {
  const study::FigureSpec& spec = context.spec;
  std::vector<size_t> variants;
  std::vector<figure::Image> images;
  for (const PanelGroup& panel : group_variants(context.study, spec, "").panels) {
    variants.insert(variants.end(), panel.variants.begin(), panel.variants.end());
    if (!images.empty()) continue;
    if (const ImagesProbe* probe = find(probes.images, context, panel)) images = probe->images;
  }
  Figure figure = image_grid(std::move(images));
  if (figure.panels.empty()) {
    figure.panels.emplace_back();  // "no data"
  } else {
    figure.note = fmt::format("The first {} of the {} samples of seed {}, with their labels.",
                              figure.panels.size(), spec.data == "train" ? "training" : spec.data,
                              probe_seed(context.study, spec));
  }
  figure.title = fill_title(spec.title, context.study, variants, context.trials_of(variants));
  return figure;
}

Figure fit_figure(const FigureContext& context, const Probes& probes) {
  const Groups groups = one_variant_each(context);
  Figure figure = framed(context, groups);
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    panel.x.label = name_label(context.study, "x");
    panel.y.label = name_label(context.study, "y");
    const FitProbe* probe = find(probes.fits, context, groups.panels[p]);
    if (probe == nullptr) continue;
    std::vector<size_t> order(probe->x.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return probe->x[a] != probe->x[b] ? probe->x[a] < probe->x[b] : a < b;
    });
    figure::Series target, prediction;
    target.label = "target";
    target.colour = figure::kGrey;
    target.x = ordered(probe->x, order);
    target.y = ordered(probe->target, order);
    // A broad grey line shows under a thin one wherever both agree.
    if (is_curve(target.y))
      target.width = 5;
    else
      target.draw = figure::Draw::kPoints;
    prediction.label = "prediction";
    prediction.x = target.x;
    prediction.y = ordered(probe->prediction, order);
    panel.series = {std::move(target), std::move(prediction)};
  }
  figure.note = fmt::format("The network of seed {}.", probe_seed(context.study, context.spec));
  return figure;
}

}  // namespace gradus
