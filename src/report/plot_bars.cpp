#include <algorithm>
#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"
#include "gradus/study/statistics.hpp"
#include "report/figure_cells.hpp"
#include "report/figure_ticks.hpp"
#include "report/figure_violins.hpp"
#include "report/plot_frame.hpp"

namespace gradus::figure {
namespace {

constexpr double kPlot = 560;  // pixels of a single plot

}  // namespace

Bar bar_of(const NamedValues& group) {
  std::vector<double> values;
  for (const double v : group.values)
    if (std::isfinite(v)) values.push_back(v);
  Bar bar;
  bar.name = group.name;
  bar.value = statistics::median(values);
  if (values.size() < 2) return bar;
  const statistics::Interval interval = statistics::interval_of_median(values);
  bar.low = interval.low;
  bar.high = interval.high;
  return bar;
}

Figure bars(const std::vector<Bar>& bars, const Labels& labels) {
  Figure figure = plot_frame("bars", labels);
  Panel& panel = figure.panels[0];
  Series ends;
  ends.name = "intervals";
  std::vector<std::string> names;
  const double unit = kPlot / (static_cast<double>(bars.size()) + 0.2);
  for (const Bar& bar : bars) {
    names.push_back(bar.name);
    if (std::isfinite(bar.value))
      add_bar(bar, static_cast<double>(names.size()) - 0.4, 0.8, unit, panel, ends);
  }
  panel.series.push_back(std::move(ends));
  name_places(figure, labels.x, {names}, 1);
  return figure;
}

Figure heatmap(const Table& table, const Labels& labels) {
  const size_t rows = table.rows.size(), columns = table.columns.size();
  if (table.values.size() != rows * columns)
    throw Error("figure::heatmap",
                "has " + std::to_string(table.values.size()) + " values for " +
                    std::to_string(rows) + " rows of " + std::to_string(columns),
                "give a value for each cell, NaN where there is none");
  Figure figure = plot_frame("heatmap", labels);
  Panel& panel = figure.panels[0];
  std::vector<HeatCell> cells;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (size_t i = 0; i < table.values.size(); ++i) {
    const double value = table.values[i];
    if (!std::isfinite(value)) continue;
    cells.push_back(
        {0, static_cast<double>(i % columns + 1), static_cast<double>(i / columns + 1), value});
    low = std::min(low, value);
    high = std::max(high, value);
  }
  add_cells(cells, columns <= 12, figure);
  for (size_t r = 0; r < rows; ++r)
    panel.y.ticks.emplace_back(static_cast<double>(r + 1), table.rows[r]);
  name_places(figure, labels.x, {table.columns}, 1);
  panel.x.range = {{0.5, static_cast<double>(columns) + 0.5}};
  panel.y.range = {{0.5, static_cast<double>(rows) + 0.5}};
  if (!cells.empty())
    figure.note =
        "From " + number_text(low, 3) + " (light) to " + number_text(high, 3) + " (dark).";
  return figure;
}

}  // namespace gradus::figure
