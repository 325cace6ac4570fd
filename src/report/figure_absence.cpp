#include "report/figure_absence.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "report/figure_groups.hpp"
#include "report/figure_names.hpp"
#include "report/figure_text.hpp"
#include "report/style.hpp"

namespace gradus {

std::vector<const study::Trial*> without_value(const study::Study& study,
                                               const std::vector<const study::Trial*>& trials,
                                               const study::MetricQuery& metric) {
  std::vector<const study::Trial*> out;
  for (const study::Trial* trial : trials)
    if (!std::isfinite(study::value_of(metric, *trial, has_until(study, trial->variant))))
      out.push_back(trial);
  return out;
}

std::string left_out_note(size_t trials) {
  if (trials == 0) return {};
  return trials == 1
             ? " 1 trial that diverged, failed or has no value is left out."
             : fmt::format(" {} trials that diverged, failed or have no value are left out.",
                           trials);
}

std::vector<const study::Trial*> unsound_with_value(const study::Study& study,
                                                    const std::vector<const study::Trial*>& trials,
                                                    const study::MetricQuery& metric) {
  std::vector<const study::Trial*> out;
  if (metric.name == "diverged" || metric.name == "converged") return out;
  for (const study::Trial* trial : trials)
    if (!is_sound(*trial) &&
        std::isfinite(study::value_of(metric, *trial, has_until(study, trial->variant))))
      out.push_back(trial);
  return out;
}

std::string counted_note(size_t trials) {
  if (trials == 0) return {};
  return trials == 1
             ? " 1 trial that diverged or failed counts with what it came to."
             : fmt::format(" {} trials that diverged or failed count with what they came to.",
                           trials);
}

std::string absence(const study::Study& study, const std::vector<const study::Trial*>& trials,
                    const study::MetricQuery& metric) {
  if (trials.empty()) return {};
  const auto all = [&](auto&& is) { return std::all_of(trials.begin(), trials.end(), is); };
  if (all([](const study::Trial* t) { return t->history.status == Status::kDiverged; }))
    return "diverged";
  if (all([](const study::Trial* t) { return t->history.status == Status::kFailed; }))
    return "failed";
  const bool target = all([&](const study::Trial* t) { return has_until(study, t->variant); });
  return metric.name == "epochs" && target ? "none converged" : "no value";
}

void add_absence(figure::Panel& panel, double at, double room, const std::string& why) {
  if (why.empty()) return;
  figure::Text text{at, 0, text_width(why, style::kTickSize) <= room ? why : "–"};
  text.quiet = text.floor = true;
  panel.texts.push_back(std::move(text));
}

}  // namespace gradus
