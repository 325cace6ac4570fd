#include <algorithm>
#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"
#include "gradus/study/statistics.hpp"
#include "report/figure_cells.hpp"
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
  std::vector<std::string> names;
  std::vector<PlacedBar> placed;
  for (const Bar& bar : bars) {
    names.push_back(bar.name);
    placed.push_back({0, bar, static_cast<double>(names.size()) - 0.4, 0.8});
  }
  add_bars(placed, kPlot / (static_cast<double>(bars.size()) + 0.2), figure);
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
  for (size_t i = 0; i < table.values.size(); ++i) {
    const double value = table.values[i];
    const size_t column = i % columns, row = i / columns;
    cells.push_back({0, static_cast<double>(column + 1), static_cast<double>(row + 1),
                     Bar{"", value}, table.columns[column], table.rows[row]});
  }
  const std::string range = add_cells(cells, columns <= 12, figure);
  for (size_t r = 0; r < rows; ++r)
    panel.y.ticks.emplace_back(static_cast<double>(r + 1), table.rows[r]);
  name_places(figure, labels.x, {table.columns}, 1);
  panel.x.range = {{0.5, static_cast<double>(columns) + 0.5}};
  panel.y.range = {{0.5, static_cast<double>(rows) + 0.5}};
  if (!range.empty()) figure.note = "From " + range + ".";
  return figure;
}

}  // namespace gradus::figure
