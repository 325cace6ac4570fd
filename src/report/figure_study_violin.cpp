// Violins: of an instrument, layer by layer, or of a metric over the values of
// an axis.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "report/figure_absence.hpp"
#include "report/figure_names.hpp"
#include "report/figure_study.hpp"
#include "report/figure_violins.hpp"
#include "report/search_points.hpp"

namespace gradus {
namespace {

using study::InstrumentSpec;

// What the instrument read last in the trial that a panel shows, or nullptr.
const study::Sampled* sampled(const FigureContext& context, const PanelGroup& panel) {
  const uint64_t seed = probe_seed(context.study, context.spec);
  const study::Sampled* found = nullptr;
  for (const study::Trial* trial : context.trials_of(panel.variants)) {
    if (trial->seed != seed || found) continue;
    for (const study::Sampled& s : trial->sampled)
      if (context.study.instruments[s.instrument].name == context.spec.y[0].name) found = &s;
  }
  return found;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

// The panels of the axes, and of quantities where they are panels too.
struct Place {
  const PanelGroup* group;
  std::string quantity;  // "" for the first of each layer
};

Figure of_layers(const FigureContext& context) {
  study::FigureSpec spec = context.spec;
  const auto at = std::find(spec.panels.begin(), spec.panels.end(), "quantity");
  const bool by_quantity = at != spec.panels.end(), rows = at == spec.panels.begin();
  if (by_quantity) spec.panels.erase(at);
  const Groups groups = group_variants(context.study, spec, "");
  std::vector<std::string> quantities;
  for (const PanelGroup& group : groups.panels)
    if (const study::Sampled* s = sampled(context, group))
      for (const Reading& r : s->readings) add_once(quantities, r.quantity);
  if (!by_quantity || quantities.empty()) quantities = {""};
  Groups all;
  std::vector<Place> places;
  const auto add = [&](const PanelGroup& group, const std::string& quantity) {
    all.panels.push_back(group);
    std::string& label = all.panels.back().label;
    if (!quantity.empty())
      label = name_label(context.study, quantity) + (label.empty() ? "" : ", " + label);
    places.push_back({&group, quantity});
  };
  if (rows || !by_quantity) {
    for (const std::string& quantity : quantities)
      for (const PanelGroup& group : groups.panels) add(group, quantity);
  } else {
    for (const PanelGroup& group : groups.panels)
      for (const std::string& quantity : quantities) add(group, quantity);
  }
  const bool grid = by_quantity && !spec.panels.empty();
  all.rows = grid ? (rows ? quantities.size() : groups.panels.size()) : groups.rows;
  all.columns = all.rows == 0 ? 0 : all.panels.size() / all.rows;
  Figure figure =
      framed({context.study, spec, context.results, context.trials_of, context.index}, all);
  // Gradients of different starts lie orders of magnitude apart.
  figure.share_x = figure.share_y = false;
  int64_t epoch = 0;
  std::vector<std::vector<std::string>> names(places.size());
  for (size_t p = 0; p < places.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    panel.y.label = name_label(
        context.study, places[p].quantity.empty() ? context.spec.y[0].name : places[p].quantity);
    const study::Sampled* s = sampled(context, *places[p].group);
    if (s == nullptr) continue;
    epoch = s->epoch;
    std::vector<std::string>& layers = names[p];
    for (const Reading& r : s->readings) {
      const std::string layer = r.layer.empty() ? "all" : r.layer;
      const bool known = std::find(layers.begin(), layers.end(), layer) != layers.end();
      if (places[p].quantity.empty() ? known : r.quantity != places[p].quantity) continue;
      layers.push_back(layer);
      add_violin(panel, static_cast<double>(layers.size()), r, 0);
    }
  }
  figure.note = fmt::format(
      "Seed {}, after epoch {}. A silhouette spans the "
      "1st to the 99th percentile; the stroke "
      "inside, the quartiles; the point, the median. A "
      "layer of fewer than 20 values is shown value "
      "by value.",
      probe_seed(context.study, context.spec), epoch);
  if (figure.panels.size() > 1) figure.note += " Every panel has a scale of its own.";
  name_places(figure, "layer", names,
              all.columns > 0 ? all.columns : std::min<size_t>(places.size(), 3));
  return figure;
}

// Values of a metric over seeds, at each value of the axis.
Figure of_metric(const FigureContext& context) {
  const study::FigureSpec& spec = context.spec;
  Groups groups = group_variants(context.study, spec, spec.x);
  const size_t from = keep_best_points(context.study, context.results, spec, spec.x, groups);
  Figure figure = framed(context, groups);
  const auto axis = std::find_if(context.study.axes.begin(), context.study.axes.end(),
                                 [&](const study::Axis& a) { return a.name == spec.x; });
  std::vector<std::vector<std::string>> all_names(groups.panels.size());
  size_t left_out = 0;
  // Pixels from value to value.
  const size_t columns =
      groups.columns > 0 ? groups.columns : std::min<size_t>(groups.panels.size(), 3);
  const double unit = (columns <= 1   ? 560.0
                       : columns == 2 ? 400.0
                                      : 285.0) /
                      (static_cast<double>(axis->values.size()) + 0.2);
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    panel.y.label = metric_label(context.study, spec.y[0]);
    std::vector<std::string>& names = all_names[p];
    for (const study::AxisValue& value : axis->values) {
      std::vector<size_t> variants;
      for (const size_t v : groups.panels[p].variants)
        if (const auto* own = value_on(context.study.variants[v], spec.x); own && *own == value)
          variants.push_back(v);
      std::vector<double> values;
      for (const study::Trial* trial : context.trials_of(variants)) {
        const double v =
            study::value_of(spec.y[0], *trial, has_until(context.study, trial->variant));
        const bool counts = is_sound(*trial) && std::isfinite(v);
        if (counts) values.push_back(v);
        left_out += !counts;
      }
      names.push_back(study::text(value));
      if (values.empty()) {
        add_absence(panel, static_cast<double>(names.size()), unit,
                    absence(context.study, context.trials_of(variants), spec.y[0]));
        continue;
      }
      add_violin(panel, static_cast<double>(names.size()), reading_of(names.back(), values), 0);
    }
  }
  figure.note =
      "Each silhouette is of the trials of one value, 1st to 99th "
      "percentile; the stroke inside, "
      "the quartiles; the point, the median. Fewer than 20 trials are "
      "shown one by one.";
  figure.note += left_out_note(left_out);
  if (from > 0) figure.note += " " + best_points_note(context.study, groups, from);
  name_places(figure, name_label(context.study, spec.x), all_names, columns);
  return figure;
}

}  // namespace

Figure violin_figure(const FigureContext& context) {
  return context.spec.x == "layer" ? of_layers(context) : of_metric(context);
}

}  // namespace gradus
