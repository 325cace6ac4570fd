#include <fmt/core.h>

#include <algorithm>

#include "gradus/study/reader.hpp"
#include "study/figure_kinds.hpp"
#include "study/figure_points.hpp"
#include "study/node.hpp"
#include "study/trial_count.hpp"

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
  const std::string list = joined_names(values, axis.named ? " | " : ", ");
  if (!axis.range) return fmt::format("  {} ({}): {}\n", axis.name, count, list);
  const char* const kinds[] = {"uniform", "log_uniform", "integer"};
  const Draw& range = *axis.range;
  return fmt::format("  {} ({} {} {}{}): {}\n", axis.name, kinds[static_cast<size_t>(range.kind)],
                     text(AxisValue(range.low)), text(AxisValue(range.high)),
                     range.step > 1 ? fmt::format(" {}", range.step) : "", list);
}

std::string figure_line(const FigureSpec& figure, bool best) {
  std::string out = fmt::format("  {}: {}", figure.name, figure.kind);
  std::vector<std::string> metrics;
  for (const MetricQuery& query : figure.y) metrics.push_back(query.text());
  if (!metrics.empty()) out += fmt::format(" of {}", joined_names(metrics));
  const std::string against = figure.x_metric ? figure.x_metric->text() : figure.x;
  if (figure.kind == "histogram") out += " of " + against;
  if (!metrics.empty() && !over_points(figure.kind)) out += fmt::format(" against {}", against);
  if (figure.kind == "images")
    out += fmt::format(", the first {} {} samples", figure.count,
                       figure.data == "train" ? "training" : figure.data);
  if (figure.mark) out += fmt::format(", {} marked", figure.mark->text());
  if (!figure.panels.empty()) out += ", a panel for each " + names(figure.panels);
  if (!figure.by.empty())
    out += (pools(figure.kind) ? ", a colour for each " : ", a line for each ") + names(figure.by);
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

std::string counted(double count, std::string_view noun) {
  return fmt::format("{:.0f} {}{}", count, noun, count == 1 ? "" : "s");
}

// Folds are as many for every variant, or told as a range.
std::string folds_text(const Study& study) {
  int64_t least = study.variants.front().plan.data.folds(), most = least;
  for (const Variant& variant : study.variants) {
    least = std::min(least, variant.plan.data.folds());
    most = std::max(most, variant.plan.data.folds());
  }
  if (most == 0) return "";
  if (least < most) return fmt::format("{} to {} folds, ", least, most);
  return counted(static_cast<double>(most), "fold") + ", ";
}

std::string trials_line(const Study& study) {
  const TrialCount count = count_trials(study);
  const bool early = study.search && study.search->scheduler.kind != Scheduler::Kind::kNone;
  return fmt::format(
             "{}, {}{}: {}{:.0f} trials{}\n",
             counted(static_cast<double>(count_points(study)), study.search ? "point" : "variant"),
             folds_text(study), counted(static_cast<double>(study.seeds.size()), "seed"),
             early || study.suggester ? "at most " : "", count.points,
             study.quick ? " (quick)" : "") +
         (count.refits > 0
              ? fmt::format("{} trained again and tested, {}: {:.0f} trials\n",
                            joined_names(study.search->refit),
                            counted(static_cast<double>(study.search->refit_seeds.size()), "seed"),
                            count.refits)
              : "");
}

std::string search_line(const SearchSpec& search) {
  constexpr const char* kMethods[] = {"grid", "random", "latin_hypercube", "sobol", "tpe"};
  std::string out =
      fmt::format("search: {}, for the {} {}", kMethods[static_cast<size_t>(search.method)],
                  search.higher_is_better ? "highest" : "lowest", search.objective.text());
  if (search.method != SearchSpec::Method::kGrid)
    out += fmt::format(", points drawn by seed {}", search.seed);
  const Scheduler& scheduler = search.scheduler;
  if (scheduler.kind == Scheduler::Kind::kSuccessiveHalving)
    out += fmt::format(", successive_halving: one in {} goes on, from {}", scheduler.factor,
                       counted(static_cast<double>(scheduler.min_epochs), "epoch"));
  if (scheduler.kind == Scheduler::Kind::kMedianPruning)
    out += fmt::format(", median_pruning from {} on",
                       counted(static_cast<double>(scheduler.min_epochs), "epoch"));
  if (search.rule == SearchSpec::Rule::kOneStandardError) out += ", by one standard error";
  return out + "\n";
}

}  // namespace

std::string describe(const Study& study) {
  std::string out = study.question + "\n";
  if (!study.has_data || !study.has_train) {
    out += "no [data] or no [train]: it can be summarised, not run\n";
  } else {
    out += trials_line(study);
    if (study.search) out += search_line(*study.search);
  }
  if (!study.axes.empty()) out += "axes\n";
  for (const Axis& axis : study.axes) out += axis_line(axis);
  if (study.has_train && !study.axes.empty()) {
    out += study.suggester ? "first points\n" : study.search ? "points\n" : "variants\n";
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
