#include <fmt/core.h>

#include <algorithm>

#include "gradus/study/reader.hpp"
#include "study/figure_kinds.hpp"
#include "study/figure_points.hpp"
#include "study/node.hpp"

namespace gradus::study {
namespace {

constexpr size_t kMostLines = 40;

std::string names(const std::vector<std::string>& list) {
  return joined_names(list, " x ");
}

std::string axis_line(const Axis& axis) {
  std::vector<std::string> values;
  for (const AxisValue& value : axis.values) values.push_back(text(value));
  const size_t count = values.size();
  if (count > 12) {
    values.resize(12);
    values.emplace_back("...");
  }
  return fmt::format("  {} ({}): {}\n", axis.name, count,
                     joined_names(values, axis.named ? " | " : ", "));
}

std::string figure_line(const FigureSpec& figure, bool best) {
  std::string out = fmt::format("  {}: {}", figure.name, figure.kind);
  std::vector<std::string> metrics;
  for (const MetricQuery& query : figure.y) metrics.push_back(query.text());
  if (!metrics.empty()) out += fmt::format(" of {}", joined_names(metrics));
  if (!metrics.empty() && !over_points(figure.kind)) out += fmt::format(" against {}", figure.x);
  if (figure.kind == "images")
    out += fmt::format(", the first {} {} samples", figure.count,
                       figure.data == "train" ? "training" : figure.data);
  if (figure.mark) out += fmt::format(", {} marked", figure.mark->text());
  if (!figure.panels.empty()) out += ", a panel for each " + names(figure.panels);
  if (!figure.by.empty()) out += ", a line for each " + names(figure.by);
  if (best) out += ", of the best points";
  return out + "\n";
}

std::string finding_line(const FindingSpec& finding) {
  std::string out = "  " + finding.metric.text();
  if (finding.by) out += " by " + *finding.by;
  if (finding.baseline) out += fmt::format(" against {}", quote(text(*finding.baseline)));
  for (const auto& [axis, values] : finding.where) {
    std::vector<std::string> list;
    for (const AxisValue& value : values) list.push_back(text(value));
    out += fmt::format(" where {} = {}", axis, joined_names(list, " or "));
  }
  return out + "\n";
}

std::string length_text(const TrainPlan& plan) {
  if (is_solver(plan.optimizer)) return fmt::format("{} evaluations", plan.epochs);
  return plan.steps > 0 ? fmt::format("{} steps", plan.steps)
                        : fmt::format("{} epochs", plan.epochs);
}

}  // namespace

std::string describe(const Study& study) {
  std::string out = study.question + "\n";
  const auto distinct = static_cast<size_t>(std::count_if(
      study.variants.begin(), study.variants.end(), [](const Variant& v) { return !v.same_as; }));
  if (!study.has_data || !study.has_train) {
    out += "no [data] or no [train]: it can be summarised, not run\n";
  } else {
    out += fmt::format("{} variant{}, {} seed{}: {} trials{}\n", study.variants.size(),
                       study.variants.size() == 1 ? "" : "s", study.seeds.size(),
                       study.seeds.size() == 1 ? "" : "s", distinct * study.seeds.size(),
                       study.quick ? " (quick)" : "");
  }
  if (!study.axes.empty()) out += "axes\n";
  for (const Axis& axis : study.axes) out += axis_line(axis);
  if (study.has_train && !study.axes.empty()) {
    out += "variants\n";
    for (size_t i = 0; i < study.variants.size() && i < kMostLines; ++i) {
      const Variant& variant = study.variants[i];
      out += fmt::format("  {}: {}", text(variant.key), length_text(variant.plan.train));
      if (variant.same_as)
        out += fmt::format(", the plan of \"{}\"", text(study.variants[*variant.same_as].key));
      out += "\n";
    }
    if (study.variants.size() > kMostLines)
      out += fmt::format("  and {} more\n", study.variants.size() - kMostLines);
  }
  if (!study.figures.empty()) out += "figures\n";
  for (const FigureSpec& figure : study.figures)
    out += figure_line(figure, best_points(study, figure));
  if (!study.findings.empty()) out += "findings\n";
  for (const FindingSpec& finding : study.findings) out += finding_line(finding);
  if (!study.notes.empty()) out += "notes\n";
  for (const std::string& note : study.notes) out += "  " + note + "\n";
  return out;
}

}  // namespace gradus::study
