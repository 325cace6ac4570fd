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

Trial trial_from(const Study& study, const Json& json, size_t expected) {
  Trial trial;
  const VariantKey key = key_from(json.at("variant"));
  // Trials of one variant stand together, so the last one's is nearly always right.
  trial.variant = expected;
  if (expected >= study.variants.size() || study.variants[expected].key != key) {
    const auto found = std::find_if(study.variants.begin(), study.variants.end(),
                                    [&](const Variant& v) { return v.key == key; });
    if (found == study.variants.end())
      throw Error({}, "the study has no variant \"" + text(key) + "\"");
    trial.variant = static_cast<size_t>(found - study.variants.begin());
  }
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

}  // namespace

Results read_results_json(const Study& study, std::string_view json, const std::string& place) {
  const std::string mend = "run the study again with --force";
  Results results;
  try {
    const Json file = Json::parse(json);
    size_t expected = 0;
    for (const Json& trial : file.at("trials")) {
      results.trials.push_back(trial_from(study, trial, expected));
      expected = results.trials.back().variant;
    }
  } catch (const nlohmann::json::exception&) {
    throw Error(place, "is not the results of a run", mend);
  } catch (const Error& error) {
    throw Error(place, error.reason(), mend);
  }
  return results;
}

}  // namespace gradus::study
