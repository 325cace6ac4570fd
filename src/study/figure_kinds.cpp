#include "study/figure_kinds.hpp"

#include <algorithm>
#include <initializer_list>

namespace gradus::study {
namespace {

bool among(std::string_view kind, std::initializer_list<std::string_view> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

FormOption option(std::string name, std::string type, std::string value) {
  return {std::move(name), std::move(type), std::move(value), false, false};
}

}  // namespace

const std::vector<std::string>& figure_kinds() {
  static const std::vector<std::string> kinds = {"line",
                                                 "mesh",
                                                 "fit",
                                                 "survival",
                                                 "images",
                                                 "lr_range",
                                                 "bar",
                                                 "violin",
                                                 "heatmap",
                                                 "scatter",
                                                 "histogram",
                                                 "filters",
                                                 "feature_maps",
                                                 "confusion_matrix",
                                                 "parallel_coordinates",
                                                 "marginal_effects",
                                                 "critical_difference"};
  return kinds;
}

bool one_network(std::string_view kind) {
  return among(kind,
               {"mesh", "fit", "heatmap", "violin", "confusion_matrix", "filters", "feature_maps"});
}

bool pools(std::string_view kind) {
  return among(kind, {"scatter", "histogram"});
}

bool over_points(std::string_view kind) {
  return among(kind, {"parallel_coordinates", "marginal_effects", "critical_difference"});
}

std::vector<std::string> figure_keys(std::string_view kind) {
  std::vector<std::string> keys = {"kind", "name", "title", "where"};
  const auto add = [&](std::initializer_list<const char*> more) {
    keys.insert(keys.end(), more.begin(), more.end());
  };
  if (among(kind, {"mesh", "fit", "violin", "images", "filters", "feature_maps"})) add({"seed"});
  if (kind == "images") {
    add({"data", "count", "predictions", "wrong", "panels"});
    return keys;
  }
  if (among(kind, {"filters", "feature_maps"})) {
    add({"layer", "panels"});
    if (kind == "feature_maps") add({"data", "sample"});
    return keys;
  }
  if (kind == "critical_difference") {
    add({"by", "y"});
    return keys;
  }
  add({"panels"});
  if (among(kind, {"mesh", "fit", "confusion_matrix"})) add({"data"});
  if (kind == "mesh") add({"step", "margin", "spread"});
  if (among(kind, {"mesh", "confusion_matrix"})) return keys;
  if (over_points(kind)) {
    add({"y", "yscale"});
    if (kind == "marginal_effects") add({"ylim"});
    return keys;
  }
  if (kind == "line") add({"x", "y", "mark"});
  if (among(kind, {"bar", "violin", "heatmap"})) {
    add({"x", "y"});
    if (kind == "heatmap") add({"z"});
    if (kind == "bar") add({"by"});
    if (kind != "heatmap") add({"ylim", "yscale"});
    return keys;
  }
  if (kind == "scatter") add({"x", "y"});
  if (kind == "histogram") add({"x"});
  add({"by", "xlim", "ylim", "xscale", "yscale"});
  return keys;
}

std::vector<FormInfo> figure_forms() {
  const FormOption data = option("data", "test or train or validation", "\"test\"");
  const FormOption objective = option("y", "metric", "the search's objective");
  return {{"line",
           "line",
           {option("x", "epoch, step or a numeric axis", "\"epoch\""),
            option("y", "metric or list", "\"loss\"")}},
          {"mesh",
           "mesh",
           {data, option("step", "number", "0.02"), option("margin", "number", "0.5"),
            option("spread", "true or false: the boundaries of all seeds", "false")}},
          {"fit", "fit", {data}},
          {"images",
           "images",
           {data, option("count", "whole number", "9"),
            option("predictions", "true or false: what a network takes them for", "false"),
            option("wrong", "true or false: only those taken for another class", "false")}},
          {"lr_range", "lr_range", {}},
          {"bar", "bar", {option("x", "axis", ""), option("y", "metric or list", "")}},
          {"violin",
           "violin",
           {option("x", "axis, or layer", "\"layer\" of an instrument"),
            option("y", "metric or instrument", "")}},
          {"heatmap",
           "heatmap",
           {option("x", "axis", ""), option("y", "axis", ""), option("z", "metric", "")}},
          {"scatter", "scatter", {option("x", "metric", ""), option("y", "metric", "")}},
          {"histogram", "histogram", {option("x", "metric", "")}},
          {"filters", "filters", {option("layer", "name", "the first with filters")}},
          {"feature_maps",
           "feature_maps",
           {data, option("layer", "name", "the first convolution"),
            option("sample", "whole number", "0")}},
          {"survival", "survival", {}},
          {"confusion_matrix", "confusion_matrix", {data}},
          {"parallel_coordinates", "parallel_coordinates", {objective}},
          {"marginal_effects", "marginal_effects", {objective}},
          {"critical_difference", "critical_difference", {objective}}};
}

}  // namespace gradus::study
