// The critical difference diagram of a search: average ranks of its points over folds and seeds.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "gradus/study/statistics.hpp"
#include "report/figure_critical.hpp"
#include "report/figure_names.hpp"
#include "report/figure_study.hpp"
#include "report/findings/words.hpp"
#include "report/search_points.hpp"
#include "study/scores.hpp"

namespace gradus {
namespace {

constexpr size_t kMostPoints = 20;  // shown; all are ranked

// The points that are ranked: all; with `by`, the best of each of its values.
std::vector<size_t> candidates(const FigureContext& context, const study::TrialIndex& index) {
  study::FigureSpec spec = context.spec;
  spec.by_given = true;
  const Groups groups = group_variants(context.study, spec, "");
  std::vector<size_t> out;
  for (const PanelGroup& panel : groups.panels)
    for (const SeriesGroup& series : panel.series) {
      const auto points =
          search_points(context.study, index, series.variants, context.study.search->objective);
      const auto best = best_of(points, context.study.search->higher_is_better);
      if (!context.spec.by.empty() && !best) continue;
      if (!context.spec.by.empty())
        out.push_back(points[*best].variant);
      else
        for (const SearchPoint& point : points) out.push_back(point.variant);
    }
  // A point of another's plan is that point.
  std::erase_if(out, [&](size_t v) { return context.study.variants[v].same_as.has_value(); });
  return out;
}

struct Table {
  std::vector<size_t> variants;
  std::vector<std::vector<double>> blocks;  // [fold and seed][point]
  size_t left_out = 0;                      // ended early, or of other folds and seeds
  bool folds = false;
  size_t seeds = 0;
};

Table table_of(const FigureContext& context, const study::TrialIndex& index) {
  Table table;
  std::vector<std::vector<double>> rows;
  for (const size_t v : candidates(context, index)) {
    const study::Scores scores = study::scores_of(context.study, index, v, context.spec.y[0]);
    std::vector<double> row;
    for (const auto& seed : scores.by_seed) row.insert(row.end(), seed.begin(), seed.end());
    const bool fits = rows.empty() || rows[0].size() == row.size();
    if (scores.pruned || !fits) {
      ++table.left_out;
      continue;
    }
    table.folds = table.folds || scores.folds() > 1;
    table.seeds = scores.by_seed.size();
    table.variants.push_back(v);
    rows.push_back(std::move(row));
  }
  for (size_t b = 0; !rows.empty() && b < rows[0].size(); ++b) {
    table.blocks.emplace_back();
    for (const std::vector<double>& row : rows) table.blocks.back().push_back(row[b]);
  }
  return table;
}

std::string blocks_text(const Table& table) {
  if (table.folds && table.seeds > 1)
    return fmt::format("{} pairs of fold and seed", table.blocks.size());
  return finding::many(table.blocks.size(), table.folds ? "fold" : "seed");
}

std::string note_of(const FigureContext& context, const Table& table,
                    const statistics::Ranks& ranks) {
  std::string note =
      fmt::format("{} of {} points, ranked within each of {}; {}",
                  finding::sentence_case(metric_label(context.study, context.spec.y[0])),
                  table.variants.size(), blocks_text(table), critical_note(ranks.p));
  if (table.folds)
    note += " Folds share training samples, so more differs here than would among fresh samples.";
  if (table.variants.size() > kMostPoints)
    note += fmt::format(" The {} best are shown.", kMostPoints);
  if (table.left_out > 0)
    note += fmt::format(
        " {} ended early or dealt otherwise {} left out.",
        finding::many(table.left_out, "point") + (table.left_out == 1 ? " that was" : " that were"),
        table.left_out == 1 ? "is" : "are");
  return note;
}

}  // namespace

Figure critical_figure(const FigureContext& context) {
  Figure figure;
  const study::TrialIndex index(context.study, context.results);
  const Table table = table_of(context, index);
  figure.title = fill_title(context.spec.title, context.study, table.variants,
                            context.trials_of(table.variants));
  if (table.variants.size() < 2 || table.blocks.size() < 2) {
    figure.panels.emplace_back();  // "no data"
    figure.note = "Ranks need at least two points, and two folds or seeds.";
    return figure;
  }
  const statistics::Ranks ranks =
      statistics::average_ranks(table.blocks, higher_is_better(context.study, context.spec.y[0]));
  std::vector<std::pair<double, size_t>> order;
  for (size_t i = 0; i < table.variants.size(); ++i)
    order.emplace_back(ranks.average[i], table.variants[i]);
  std::sort(order.begin(), order.end());
  if (order.size() > kMostPoints) order.resize(kMostPoints);
  std::vector<RankedName> points;
  for (const auto& [rank, variant] : order)
    points.push_back({point_label(context.study, variant), rank});
  const double difference =
      statistics::critical_difference(table.variants.size(), table.blocks.size());
  figure.panels.push_back(critical_difference_panel(points, difference, figure));
  figure.note = note_of(context, table, ranks);
  return figure;
}

}  // namespace gradus
