#include "report/tensorboard/run_folders.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "report/figure_names.hpp"
#include "report/tensorboard/events.hpp"
#include "study/figure_points.hpp"

namespace gradus::tensorboard {
namespace {

Value value_of(const study::AxisValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* whole = std::get_if<int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return study::text(value);
}

// A name that can be a folder's, whatever an axis is called.
std::string folder_name(const std::string& label) {
  std::string out;
  for (const char c : label) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                       std::string_view(" ._-+=,()").find(c) != std::string_view::npos;
    out += plain ? c : '_';
  }
  if (out.size() > 100) out.resize(100);
  while (!out.empty() && (out.front() == '.' || out.front() == ' ')) out.erase(0, 1);
  return out;
}

// A folder for each variant, no two alike.
std::vector<std::string> variant_folders(const study::Study& study) {
  std::set<std::string> taken;
  std::vector<std::string> out;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    std::string label;
    for (const auto& [axis, value] : study.variants[v].key)
      label += (label.empty() ? "" : ", ") + value_label(study, axis, value);
    std::string name = label.empty() ? "trials" : folder_name(label);
    if (name.empty() || name == "figures" || !taken.insert(name).second) {
      name = fmt::format("variant-{} {}", v, name);
      taken.insert(name);
    }
    out.push_back(std::move(name));
  }
  return out;
}

// The epochs to tell: all, or as many as are kept, evenly, with the first and the last.
std::vector<size_t> told(size_t epochs) {
  std::vector<size_t> out;
  const size_t count = std::min(epochs, kMostEpochs);
  for (size_t k = 0; k < count; ++k) out.push_back(count < 2 ? k : k * (epochs - 1) / (count - 1));
  return out;
}

void add_history(const History& history, Events& events) {
  for (const History::Column& column : history.columns) {
    std::vector<size_t> measured;
    for (size_t e = 0; e < column.values.size(); ++e)
      if (std::isfinite(column.values[e])) measured.push_back(e);
    for (const size_t k : told(measured.size()))
      events.scalar(column.name, static_cast<int64_t>(measured[k] + 1), column.values[measured[k]]);
  }
}

RunFolder run_of(const study::Study& study, const study::Trial& trial, const std::string& variant) {
  RunFolder out;
  out.path = variant;
  if (trial.fold) out.path += fmt::format("/fold-{}", *trial.fold);
  out.path += fmt::format("/seed-{}", trial.seed);
  Events events;
  std::vector<std::pair<std::string, Value>> values;
  for (const auto& [axis, value] : study.variants[trial.variant].key)
    values.emplace_back(axis, value_of(value));
  events.hyper_parameters("_hparams_/session_start_info", session_start(values, variant));
  add_history(trial.history, events);
  for (const auto& [name, value] : trial.metrics)
    if (trial.history.find(name) == nullptr && std::isfinite(value))
      events.scalar(name, trial.history.epochs, value);
  events.scalar("epochs", trial.history.epochs, static_cast<double>(trial.history.epochs));
  for (const study::Sampled& sampled : trial.sampled)
    for (const Reading& reading : sampled.readings) {
      const std::string layer = reading.layer.empty() ? "all" : reading.layer;
      events.histogram(fmt::format("{}/{}/{}", study.instruments[sampled.instrument].name, layer,
                                   reading.quantity),
                       sampled.epoch, reading);
    }
  const bool failed =
      trial.history.status == Status::kDiverged || trial.history.status == Status::kFailed;
  events.hyper_parameters("_hparams_/session_end_info",
                          session_end(failed, static_cast<double>(trial.history.epochs)));
  out.events = events.bytes();
  return out;
}

// "gradients.norm.dense": there are as many as layers, and histograms tell more.
bool of_an_instrument(const study::Study& study, const std::string& metric) {
  return std::any_of(study.instruments.begin(), study.instruments.end(),
                     [&](const auto& spec) { return metric.starts_with(spec.name + "."); });
}

RunFolder top(const study::Study& study, const study::Results& results) {
  std::vector<HyperParameter> axes;
  for (const study::Axis& axis : study.axes) {
    axes.push_back({axis.name, {}});
    for (const study::AxisValue& value : axis.values) axes.back().values.push_back(value_of(value));
  }
  std::vector<std::string> metrics = {"epochs"};
  for (const study::Trial& trial : results.trials)
    for (const auto& [name, value] : trial.metrics)
      if (!of_an_instrument(study, name) &&
          std::find(metrics.begin(), metrics.end(), name) == metrics.end())
        metrics.push_back(name);
  Events events;
  events.hyper_parameters("_hparams_/experiment", experiment(study.question, axes, metrics));
  return {"", events.bytes()};
}

}  // namespace

std::vector<RunFolder> run_folders(const study::Study& study, const study::Results& results) {
  const std::vector<std::string> names = variant_folders(study);
  std::vector<RunFolder> out{top(study, results)};
  for (const study::Trial& trial : results.trials)
    out.push_back(run_of(study, trial, names[trial.variant]));
  return out;
}

RunFolder pictures(const std::vector<Figure>& figures, const std::vector<std::string>& pngs) {
  Events events;
  for (size_t f = 0; f < std::min(figures.size(), pngs.size()); ++f)
    events.image(figures[f].name, 0, pngs[f]);
  return {"figures", events.bytes()};
}

}  // namespace gradus::tensorboard
