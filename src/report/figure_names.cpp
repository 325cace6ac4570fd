#include "report/figure_names.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "gradus/base/error.hpp"
#include "gradus/study/reader.hpp"
#include "gradus/study/statistics.hpp"
#include "report/figure_groups.hpp"
#include "report/figure_ticks.hpp"

namespace gradus {
namespace {

std::string words(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

// The values of an axis over variants, each once.
std::string listed(const study::Study& study, const std::vector<size_t>& variants,
                   const std::string& axis) {
  std::vector<std::string> values;
  for (const size_t v : variants)
    if (const study::AxisValue* value = value_on(study.variants[v], axis))
      if (std::find(values.begin(), values.end(), study::text(*value)) == values.end())
        values.push_back(study::text(*value));
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

// NaN without a trial that has a value.
double median_of(const study::Study& study, const study::MetricQuery& query,
                 const std::vector<const study::Trial*>& trials) {
  std::vector<double> values;
  for (const study::Trial* trial : trials) {
    if (!is_sound(*trial)) continue;
    const double v = study::value_of(query, *trial, has_until(study, trial->variant));
    if (std::isfinite(v)) values.push_back(v);
  }
  return values.empty() ? NAN : statistics::median(values);
}

bool is_measured(const std::string& metric, const std::vector<const study::Trial*>& trials) {
  for (const char* always : {"epochs", "seconds", "converged", "diverged"})
    if (metric == always) return true;
  return std::any_of(trials.begin(), trials.end(), [&](const study::Trial* trial) {
    return trial->history.find(metric) != nullptr ||
           std::any_of(trial->metrics.begin(), trial->metrics.end(),
                       [&](const auto& entry) { return entry.first == metric; });
  });
}

}  // namespace

bool has_until(const study::Study& study, size_t variant) {
  return study.variants[variant].plan.train.until.has_value();
}

std::optional<std::string> own_label(const study::Study& study, std::string_view name) {
  for (const auto& [key, label] : study.labels)
    if (key == name) return label;
  return std::nullopt;
}

std::string name_label(const study::Study& study, std::string_view name) {
  if (const auto label = own_label(study, name)) return *label;
  if (name.starts_with("val_")) return "validation " + name_label(study, name.substr(4));
  if (name.starts_with("test_")) return "test " + name_label(study, name.substr(5));
  return words(name);
}

std::string metric_label(const study::Study& study, const study::MetricQuery& query) {
  if (const auto label = own_label(study, query.text())) return *label;
  std::string label = name_label(study, query.name);
  if (query.reduce == "min") label = "lowest " + label;
  if (query.reduce == "max") label = "highest " + label;
  if (query.reduce == "mean") label = "mean " + label;
  if (query.reduce == "argmin") label = "epoch of the lowest " + label;
  if (query.reduce == "argmax") label = "epoch of the highest " + label;
  if (query.reduce == "roughness") label = "roughness of " + label;
  if (query.epoch)
    label +=
        (query.reduce == "last" ? " after epoch " : " up to epoch ") + std::to_string(*query.epoch);
  return label;
}

std::string value_label(const study::Study& study, std::string_view axis,
                        const study::AxisValue& value) {
  if (std::holds_alternative<std::string>(value)) return study::text(value);
  return name_label(study, axis) + " " + study::text(value);
}

std::string fill_title(const std::string& title, const study::Study& study,
                       const std::vector<size_t>& variants,
                       const std::vector<const study::Trial*>& trials) {
  std::string out;
  for (size_t at = 0; at < title.size();) {
    const size_t open = title.find('{', at);
    const size_t close = open == std::string::npos ? open : title.find('}', open);
    if (close == std::string::npos) return out + title.substr(at);
    out += title.substr(at, open - at);
    const std::string name = title.substr(open + 1, close - open - 1);
    at = close + 1;
    const bool is_axis = std::any_of(study.axes.begin(), study.axes.end(),
                                     [&](const study::Axis& axis) { return axis.name == name; });
    if (is_axis) {
      out += listed(study, variants, name);
      continue;
    }
    try {
      const study::MetricQuery query = study::parse_metric(name);
      if (!is_measured(query.name, trials)) throw Error("", "no such metric");
      const double value = median_of(study, query, trials);
      if (std::isfinite(value)) {
        out += number_text(query.name == "epochs" ? std::floor(value + 0.5) : value,
                           query.name == "epochs" ? 9 : 4);
      } else if (query.name == "epochs" && !trials.empty()) {
        out += "no trial converged";
        if (title.compare(at, 7, " epochs") == 0) at += 7;
      } else {
        out += "–";
      }
    } catch (const Error&) {
      out += "{" + name + "}";
    }
  }
  return out;
}

}  // namespace gradus
