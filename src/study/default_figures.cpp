#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "gradus/study/metric_names.hpp"
#include "study/figure_points.hpp"
#include "study/known.hpp"

namespace gradus::study {
namespace {

// Axes with something to tell apart. Values drawn from a range are not: each is a point's own.
std::vector<const Axis*> open_axes(const Known& known) {
  std::vector<const Axis*> out;
  for (const Axis& axis : known.axes)
    if (axis.values.size() > 1 && !axis.range && axis.name != kRefitAxis) out.push_back(&axis);
  return out;
}

// All points of a search at once.
void add_points(Study& out) {
  for (const char* kind : {"marginal_effects", "parallel_coordinates"}) {
    FigureSpec figure;
    figure.kind = figure.name = kind;
    figure.y = {out.search->objective};
    out.figures.push_back(std::move(figure));
  }
}

void add_line(const Known& known, Study& out, const std::string& name,
              const std::vector<std::string>& metrics) {
  FigureSpec figure;
  figure.name = name;
  for (const std::string& metric : metrics) figure.y.push_back({"last", metric, {}});
  if (out.search) {
    // The best point speaks for the search.
    figure.by_given = true;
    out.figures.push_back(std::move(figure));
    return;
  }
  for (const Axis* axis : open_axes(known)) figure.by.push_back(axis->name);
  // Too many for one panel: the last axes become panels, one and then two.
  while (series_of(known, figure) > kMostSeries && figure.panels.size() < 2) {
    figure.panels.insert(figure.panels.begin(), figure.by.back());
    figure.by.pop_back();
  }
  if (series_of(known, figure) > kMostSeries) {
    out.notes.push_back(
        fmt::format("figure \"{}\" is left out: {} series in one panel; "
                    "write [[figure]] with where",
                    name, series_of(known, figure)));
    return;
  }
  out.figures.push_back(std::move(figure));
}

// What a search asks: how its choices compare by what decides, and what its refits came to.
void search_findings(const Known& known, Study& out) {
  FindingSpec finding;
  finding.metric = known.search->objective;
  out.findings.push_back(finding);
  for (const Axis* axis : open_axes(known)) {
    finding.by = axis->name;
    out.findings.push_back(finding);
  }
  const std::vector<std::string>& refit = known.search->refit;
  if (refit.empty()) return;
  FindingSpec test;
  if (refit.size() > 1) {
    test.by = kRefitAxis;
    test.baseline = refit.front();
  } else {
    test.where = {{kRefitAxis, {refit.front()}}};
  }
  for (const std::string& metric : known.end_metrics) {
    if (!metric.starts_with("test_") || metric.ends_with("data_loss") ||
        metric.ends_with("regularization_loss"))
      continue;
    test.metric.name = metric;
    out.findings.push_back(test);
  }
}

}  // namespace

size_t series_of(const Known& known, const FigureSpec& figure) {
  std::set<std::vector<std::string>> series;
  if (shows_refits(figure)) {
    const bool apart = std::find(figure.by.begin(), figure.by.end(), kRefitAxis) != figure.by.end();
    return (apart ? known.axis(kRefitAxis)->values.size() : 1) *
           std::max<size_t>(1, figure.y.size());
  }
  for (const Variant& variant : known.variants) {
    if (!matches(figure.where, variant.key)) continue;
    std::vector<std::string> key;
    for (const auto& [axis, value] : variant.key)
      if (std::find(figure.by.begin(), figure.by.end(), axis) != figure.by.end())
        key.push_back(axis + " " + text(value));
    series.insert(std::move(key));
  }
  return series.size() * std::max<size_t>(1, figure.y.size());
}

void default_figures(const Known& known, Study& out) {
  if (!out.has_data || !out.has_train || known.variants.empty()) return;
  const Plan& plan = known.variants.front().plan;
  if (out.search && !open_axes(known).empty()) add_points(out);
  const auto pair = [&](const std::string& name) {
    std::vector<std::string> metrics = {name};
    if (has_validation(plan.data)) metrics.push_back("val_" + name);
    return metrics;
  };
  add_line(known, out, "loss", pair("loss"));
  for (const Metric& metric : metrics_of(plan.train))
    add_line(known, out, metric_name(metric), pair(metric_name(metric)));
  const bool two = std::all_of(known.variants.begin(), known.variants.end(),
                               [](const Variant& v) { return known_inputs(v.plan.data) == 2; });
  if (!two || out.search) return;
  FigureSpec mesh;
  mesh.kind = mesh.name = "mesh";
  mesh.data = has_test_set(plan.data) ? "test" : "train";
  for (const Axis* axis : open_axes(known)) {
    if (mesh.panels.size() < 2)
      mesh.panels.push_back(axis->name);
    else
      mesh.where.push_back({axis->name, {axis->values.front()}});
  }
  out.figures.push_back(std::move(mesh));
}

void default_findings(const Known& known, Study& out) {
  if (!out.has_data || !out.has_train || known.variants.empty()) return;
  if (known.search) return search_findings(known, out);
  const Plan& plan = known.variants.front().plan;
  std::vector<std::string> metrics = {"loss"};
  for (const Metric& metric : metrics_of(plan.train)) metrics.push_back(metric_name(metric));
  if (has_test_set(plan.data)) {
    const size_t trained = metrics.size();
    for (size_t i = 0; i < trained; ++i) metrics.push_back("test_" + metrics[i]);
  }
  if (plan.train.until) metrics.insert(metrics.end(), {"epochs", "converged"});
  const std::vector<const Axis*> axes = open_axes(known);
  for (const std::string& metric : metrics) {
    FindingSpec finding;
    finding.metric.name = metric;
    if (axes.empty()) out.findings.push_back(finding);
    for (const Axis* axis : axes) {
      finding.by = axis->name;
      out.findings.push_back(finding);
    }
  }
}

}  // namespace gradus::study
