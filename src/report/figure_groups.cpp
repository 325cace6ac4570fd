#include "report/figure_groups.hpp"

#include <algorithm>
#include <optional>

#include "report/figure_names.hpp"
#include "study/figure_points.hpp"

namespace gradus {
namespace {

using study::Variant;

// Position of a variant's value among its axis's, beyond all where it lacks the axis.
size_t place_on(const study::Study& study, const Variant& variant, const std::string& axis) {
  const study::AxisValue* value = value_on(variant, axis);
  for (const study::Axis& a : study.axes) {
    if (a.name != axis || value == nullptr) continue;
    for (size_t i = 0; i < a.values.size(); ++i)
      if (study::text(a.values[i]) == study::text(*value)) return i;
    return a.values.size();
  }
  return SIZE_MAX;
}

std::string label_by(const study::Study& study, const Variant& variant,
                     const std::vector<std::string>& axes) {
  std::string label;
  for (const std::string& axis : axes)
    if (const study::AxisValue* value = value_on(variant, axis))
      label += (label.empty() ? "" : ", ") + value_label(study, axis, *value);
  return label;
}

// Axes that tell the chosen variants apart, in the file's order.
std::vector<std::string> varying_axes(const study::Study& study,
                                      const std::vector<size_t>& chosen) {
  std::vector<std::string> axes;
  for (const study::Axis& axis : study.axes) {
    const bool varies = std::any_of(chosen.begin(), chosen.end(), [&](size_t v) {
      return place_on(study, study.variants[v], axis.name) !=
             place_on(study, study.variants[chosen[0]], axis.name);
    });
    if (varies) axes.push_back(axis.name);
  }
  return axes;
}

bool contains(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// The places on one axis that the chosen variants take, in order.
std::vector<size_t> places_on(const study::Study& study, const std::vector<size_t>& chosen,
                              const std::string& axis) {
  std::vector<size_t> places;
  for (const size_t v : chosen) places.push_back(place_on(study, study.variants[v], axis));
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

void add_series(const study::Study& study, const std::vector<std::string>& by, PanelGroup& panel,
                std::map<std::string, int>& colours) {
  for (const size_t v : panel.variants) {
    const std::string label = label_by(study, study.variants[v], by);
    auto at = std::find_if(panel.series.begin(), panel.series.end(),
                           [&](const SeriesGroup& s) { return s.label == label; });
    if (at == panel.series.end()) {
      const int colour = colours.try_emplace(label, static_cast<int>(colours.size())).first->second;
      at = panel.series.insert(at, SeriesGroup{label, colour, {}, true});
    }
    at->variants.push_back(v);
    const std::optional<size_t>& same = study.variants[v].same_as;
    at->alias =
        at->alias && same &&
        std::find(panel.variants.begin(), panel.variants.end(), *same) != panel.variants.end();
  }
}

}  // namespace

const study::AxisValue* value_on(const Variant& variant, std::string_view axis) {
  for (const auto& [name, value] : variant.key)
    if (name == axis) return &value;
  return nullptr;
}

bool is_sound(const study::Trial& trial) {
  return trial.history.status != Status::kDiverged && trial.history.status != Status::kFailed;
}

Groups group_variants(const study::Study& study, const study::FigureSpec& spec,
                      std::string_view apart) {
  std::vector<size_t> chosen;
  for (size_t v = 0; v < study.variants.size(); ++v)
    if (study::shows_variant(spec, study.variants[v])) chosen.push_back(v);
  Groups groups;
  // Every combination of the panels' axes; of one axis, the values taken; without any, one panel.
  std::vector<std::vector<size_t>> combinations{{}};
  for (const std::string& axis : spec.panels) {
    std::vector<std::vector<size_t>> longer;
    for (const std::vector<size_t>& start : combinations)
      for (const size_t place : places_on(study, chosen, axis)) {
        longer.push_back(start);
        longer.back().push_back(place);
      }
    combinations = longer;
  }
  if (spec.panels.size() > 1) {
    groups.rows = places_on(study, chosen, spec.panels[0]).size();
    groups.columns = groups.rows == 0 ? 0 : combinations.size() / groups.rows;
  }
  std::vector<std::string> by = spec.by;
  if (!spec.by_given) {
    by = varying_axes(study, chosen);
    // A refit is one point, whatever its other axes.
    if (study::shows_refits(spec))
      std::erase_if(by, [](const std::string& a) { return a != study::kRefitAxis; });
    std::erase_if(by, [&](const std::string& a) { return a == apart || contains(spec.panels, a); });
  }
  std::map<std::string, int> colours;
  for (const std::vector<size_t>& places : combinations) {
    PanelGroup panel;
    for (const size_t v : chosen) {
      bool here = true;
      for (size_t k = 0; k < places.size(); ++k)
        here = here && place_on(study, study.variants[v], spec.panels[k]) == places[k];
      if (here) panel.variants.push_back(v);
    }
    if (!panel.variants.empty())
      panel.label = label_by(study, study.variants[panel.variants[0]], spec.panels);
    add_series(study, by, panel, colours);
    groups.panels.push_back(std::move(panel));
  }
  return groups;
}

TrialsOf::TrialsOf(const study::Study& study, const study::Results& results) : study_(study) {
  for (const study::Trial& trial : results.trials) trials_[trial.variant].push_back(&trial);
}

size_t TrialsOf::computed(size_t variant) const {
  while (!trials_.contains(variant) && study_.variants[variant].same_as)
    variant = *study_.variants[variant].same_as;
  return variant;
}

std::vector<const study::Trial*> TrialsOf::operator()(const std::vector<size_t>& variants) const {
  std::vector<const study::Trial*> all;
  std::vector<size_t> done;
  for (const size_t v : variants) {
    const size_t source = computed(v);
    const auto at = trials_.find(source);
    // Two variants of one plan, drawn as one line, count once.
    if (at == trials_.end() || std::find(done.begin(), done.end(), source) != done.end()) continue;
    done.push_back(source);
    all.insert(all.end(), at->second.begin(), at->second.end());
  }
  return all;
}

}  // namespace gradus
