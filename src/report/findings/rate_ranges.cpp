#include "report/findings/rate_ranges.hpp"

#include <fmt/core.h>

#include "report/figure_groups.hpp"
#include "report/findings/words.hpp"
#include "report/rate_curve.hpp"

namespace gradus::finding {
namespace {

std::string sentence(const std::string& whose, const RateSuggestion& suggestion) {
  const std::string start = whose.empty() ? "" : whose + ": ";
  std::string text =
      suggestion.lr_min && suggestion.lr_max
          ? fmt::format("{}learning rates from lr_min {} to lr_max {} train, because {}.", start,
                        rate_text(*suggestion.lr_min), rate_text(*suggestion.lr_max),
                        suggestion.reason)
          : fmt::format("{}no learning rate can be suggested: {}.", start, suggestion.reason);
  // A name is left as the study writes it.
  return whose.empty() ? sentence_case(std::move(text)) : text;
}

}  // namespace

std::vector<Finding> rate_ranges(const study::Study& study, const study::Results& results) {
  const TrialsOf trials_of(study, results);
  std::vector<Finding> out;
  for (const study::FigureSpec& figure : study.figures) {
    if (figure.kind != "lr_range") continue;
    for (const PanelGroup& panel : group_variants(study, figure, figure.x).panels)
      for (const SeriesGroup& group : panel.series) {
        const char* comma = panel.label.empty() || group.label.empty() ? "" : ", ";
        Finding finding;
        finding.kind = Finding::Kind::kRateRange;
        finding.metric = "loss";
        finding.sentence = sentence(panel.label + comma + group.label,
                                    rate_curve(study, trials_of(group.variants)).suggestion);
        out.push_back(std::move(finding));
      }
  }
  return out;
}

}  // namespace gradus::finding
