#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "gradus/base/error.hpp"
#include "study/results_json.hpp"

namespace gradus::study {
namespace {

using Json = nlohmann::ordered_json;

Status status_of(const std::string& name) {
  for (const Status status : {Status::kCompleted, Status::kConverged, Status::kStopped,
                              Status::kDiverged, Status::kFailed})
    if (name == status_name(status)) return status;
  throw Error({}, "unknown status \"" + name + "\"");
}

AxisValue value_from(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<int64_t>();
  if (json.is_number()) return json.get<double>();
  return json.get<std::string>();
}

VariantKey key_from(const Json& json) {
  VariantKey key;
  for (const auto& [axis, value] : json.items()) key.emplace_back(axis, value_from(value));
  return key;
}

double number_from(const Json& json) {
  return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

int64_t count_from(const Json& json) {
  return json.is_null() ? -1 : json.get<int64_t>();
}

Where where_from(const Json& json) {
  const Json& layer = json.at("layer");
  return {count_from(json.at("step")), layer.is_null() ? "" : layer.get<std::string>(),
          count_from(json.at("batch"))};
}

SolverFacts solver_from(const std::string& stopped_by, const Trial& trial) {
  const auto metric = [&](const std::string& wanted) {
    for (const auto& [name, value] : trial.metrics)
      if (name == wanted && std::isfinite(value)) return value;
    return 0.0;
  };
  return {stopped_by, static_cast<int64_t>(metric("evaluations")),
          static_cast<int64_t>(metric("iterations")), metric("gradient_norm")};
}

Trial trial_from(const Json& json) {
  Trial trial;
  if (!json.at("fold").is_null()) trial.fold = json.at("fold").get<int64_t>();
  trial.seed = json.at("seed").get<uint64_t>();
  trial.history.status = status_of(json.at("status").get<std::string>());
  trial.history.epochs = json.at("epochs").get<int64_t>();
  trial.history.seconds = number_from(json.at("seconds"));
  trial.history.learned = json.at("learned").get<bool>();
  if (json.contains("pruned")) trial.pruned = json.at("pruned").get<bool>();
  if (json.contains("where")) trial.history.where = where_from(json.at("where"));
  for (const auto& [name, value] : json.at("metrics").items())
    trial.metrics.emplace_back(name, number_from(value));
  if (json.contains("stopped_by"))
    trial.history.solver = solver_from(json.at("stopped_by").get<std::string>(), trial);
  return trial;
}

constexpr const char* kMend = "run the study again with --force";

}  // namespace

RecordedTrials read_trials_json(std::string_view json, const std::string& place) {
  RecordedTrials out;
  try {
    const Json file = Json::parse(json);
    file.at("study").get_to(out.study);
    for (const Json& trial : file.at("trials")) {
      out.keys.push_back(key_from(trial.at("variant")));
      out.copied.emplace_back();
      if (trial.contains("same_as")) out.copied.back() = key_from(trial.at("same_as"));
      out.results.trials.push_back(trial_from(trial));
    }
  } catch (const nlohmann::json::exception&) {
    throw Error(place, "is not the results of a run", kMend);
  } catch (const Error& error) {
    throw Error(place, error.reason(), kMend);
  }
  return out;
}

std::optional<size_t> variant_named(const Study& study, const VariantKey& key, size_t expected) {
  if (expected < study.variants.size() && study.variants[expected].key == key) return expected;
  const auto found = std::find_if(study.variants.begin(), study.variants.end(),
                                  [&](const Variant& v) { return v.key == key; });
  if (found == study.variants.end()) return {};
  return static_cast<size_t>(found - study.variants.begin());
}

Error unknown_variant(const VariantKey& key, const std::string& place) {
  return Error(place, "the study has no variant \"" + text(key) + "\"", kMend);
}

Results read_results_json(const Study& study, std::string_view json, const std::string& place) {
  RecordedTrials read = read_trials_json(json, place);
  size_t expected = 0;  // trials of one variant stand together
  for (size_t i = 0; i < read.keys.size(); ++i) {
    const std::optional<size_t> variant = variant_named(study, read.keys[i], expected);
    if (!variant) throw unknown_variant(read.keys[i], place);
    read.results.trials[i].variant = expected = *variant;
  }
  return std::move(read.results);
}

}  // namespace gradus::study
