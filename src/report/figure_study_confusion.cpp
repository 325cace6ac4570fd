// Confusion matrices: what each class was taken for, over all trained networks of a variant.
#include <fmt/core.h>

#include <algorithm>

#include "report/figure_confusion.hpp"
#include "report/figure_names.hpp"
#include "report/figure_study.hpp"
#include "report/findings/words.hpp"
#include "report/probe_confusion.hpp"

namespace gradus {
namespace {

// All networks of a panel.
ConfusionProbe summed(const FigureContext& context, const std::vector<ConfusionProbe>& probes,
                      const PanelGroup& panel) {
  ConfusionProbe sum;
  std::vector<size_t> done;
  for (const size_t v : panel.variants) {
    for (const size_t variant : {v, context.trials_of.computed(v)}) {
      if (std::find(done.begin(), done.end(), variant) != done.end()) continue;
      done.push_back(variant);
      for (const ConfusionProbe& probe : probes)
        if (probe.variant == variant && (!probe.figure || *probe.figure == context.index))
          add(sum, probe);
    }
  }
  return sum;
}

// A panel without a network has the axes of the others and nothing on them.
void leave_empty(const std::vector<ConfusionProbe>& sums, Figure& figure) {
  const auto drawn = std::find_if(sums.begin(), sums.end(),
                                  [](const ConfusionProbe& sum) { return sum.networks > 0; });
  if (drawn == sums.end()) return;
  const figure::Panel example = figure.panels[static_cast<size_t>(drawn - sums.begin())];
  for (size_t p = 0; p < sums.size(); ++p) {
    if (sums[p].networks > 0) continue;
    figure::Panel panel = example;
    panel.title = figure.panels[p].title;
    panel.subtitle = figure.panels[p].subtitle;
    panel.shapes.clear();
    panel.texts.clear();
    panel.data.clear();
    figure.panels[p] = std::move(panel);
  }
}

}  // namespace

Figure confusion_figure(const FigureContext& context, const Probes& probes) {
  study::FigureSpec whole = context.spec;
  whole.by_given = true;
  const Groups groups = group_variants(context.study, whole, "");
  Figure figure = framed(context, groups);
  const size_t n = groups.panels.size();
  const size_t columns = figure.columns > 0 ? figure.columns : n == 4 ? 2 : std::min<size_t>(n, 3);
  figure.columns = columns;
  figure.width = figure.height = columns <= 1 ? 520 : columns == 2 ? 420 : columns == 3 ? 300 : 240;
  figure.share_x = figure.share_y = true;
  double worst = 0;
  int64_t unpredicted = 0;
  size_t fewest = SIZE_MAX, most = 0;
  std::vector<ConfusionProbe> sums;
  for (size_t p = 0; p < n; ++p) {
    sums.push_back(summed(context, probes.confusions, groups.panels[p]));
    const ConfusionProbe& sum = sums.back();
    if (sum.networks == 0) continue;
    worst = std::max(worst, worst_share(sum));
    unpredicted += sum.unpredicted;
    fewest = std::min(fewest, sum.networks);
    most = std::max(most, sum.networks);
  }
  for (size_t p = 0; p < n; ++p) {
    figure.panels[p].subtitle =
        mishaps(context.study, context.trials_of(groups.panels[p].variants));
    if (sums[p].networks == 0) continue;
    draw_confusion(sums[p], figure.width, worst, figure.panels[p]);
  }
  leave_empty(sums, figure);
  if (most == 0) return figure;
  const std::string networks =
      fewest == most ? std::to_string(most) : fmt::format("{} to {}", fewest, most);
  figure.note = fmt::format(
      "{} samples{}, counted, and in percent of their row. Blue: right; orange: wrong, the darkest "
      "{} % of a row.",
      context.spec.data == "train" ? "Training" : finding::sentence_case(context.spec.data),
      most == 1 ? "" : fmt::format(" of {} networks", networks), row_percent(worst));
  if (unpredicted > 0)
    figure.note += fmt::format(" {} predictions were no number and are left out.", unpredicted);
  return figure;
}

}  // namespace gradus
