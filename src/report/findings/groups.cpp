#include "report/findings/groups.hpp"

#include <algorithm>

#include "report/figure_groups.hpp"
#include "study/scores.hpp"

namespace gradus::finding {
namespace {

// Values as the study writes them, so that 1 and 1.0 are one.
bool same(const study::AxisValue& a, const study::AxisValue& b) {
  return study::text(a) == study::text(b);
}

// Whether a refit of that name has a place: nested folds may choose several points under it.
bool is_there(const study::Study& study, const std::vector<Group>& groups,
              const study::Variant& variant) {
  return !groups.empty() &&
         std::any_of(groups[0].variants.begin(), groups[0].variants.end(), [&](size_t v) {
           return *study::refit_of(study.variants[v]) == *study::refit_of(variant);
         });
}

size_t place_of(const study::Study& study, const std::string& axis, const study::AxisValue& value) {
  for (const study::Axis& a : study.axes)
    if (a.name == axis)
      return static_cast<size_t>(
          std::find_if(a.values.begin(), a.values.end(),
                       [&](const study::AxisValue& v) { return same(v, value); }) -
          a.values.begin());
  return 0;
}

void set_copies_apart(const study::Study& study, Group& group) {
  std::vector<size_t> own;
  for (const size_t v : group.variants) {
    const auto plan_of = [&](size_t w) { return study.variants[w].same_as.value_or(w); };
    const auto earlier =
        std::find_if(own.begin(), own.end(), [&](size_t w) { return plan_of(w) == plan_of(v); });
    if (earlier == own.end()) {
      own.push_back(v);
    } else {
      group.copies.emplace_back(v, *earlier);
    }
  }
  group.variants = std::move(own);
}

}  // namespace

bool names_refit(const study::Condition& where) {
  return std::any_of(where.begin(), where.end(),
                     [](const auto& condition) { return condition.first == "refit"; });
}

bool meets(const study::Variant& variant, const study::Condition& where) {
  return std::all_of(where.begin(), where.end(), [&](const auto& condition) {
    const study::AxisValue* value = value_on(variant, condition.first);
    return value != nullptr &&
           std::any_of(condition.second.begin(), condition.second.end(),
                       [&](const study::AxisValue& allowed) { return same(allowed, *value); });
  });
}

std::vector<Group> groups_by(const study::Study& study, const std::string& axis,
                             const study::Condition& where) {
  std::vector<Group> groups;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    const study::Variant& variant = study.variants[v];
    if (!meets(variant, where) || value_on(variant, axis) == nullptr) continue;
    const bool refits = axis == "refit";
    if (!refits && study::is_refit(variant) && !names_refit(where)) continue;
    if (refits && is_there(study, groups, variant)) continue;
    study::VariantKey rest;
    for (const auto& entry : variant.key)
      if (entry.first != axis && !refits) rest.push_back(entry);
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return g.rest == rest; });
    if (group == groups.end()) group = groups.insert(groups.end(), Group{rest, {}, {}});
    group->variants.push_back(v);
  }
  for (Group& group : groups) {
    std::sort(group.variants.begin(), group.variants.end(), [&](size_t a, size_t b) {
      return place_of(study, axis, value_of_axis(study.variants[a], axis)) <
             place_of(study, axis, value_of_axis(study.variants[b], axis));
    });
    set_copies_apart(study, group);
  }
  return groups;
}

const study::AxisValue& value_of_axis(const study::Variant& variant, const std::string& axis) {
  return *value_on(variant, axis);
}

bool is_numeric(const study::Study& study, const std::string& axis) {
  for (const study::Axis& a : study.axes)
    if (a.name == axis)
      return !a.named && std::all_of(a.values.begin(), a.values.end(), [](const auto& value) {
        return std::holds_alternative<int64_t>(value) || std::holds_alternative<double>(value);
      });
  return false;
}

double number_of(const study::AxisValue& value) {
  if (const auto* whole = std::get_if<int64_t>(&value)) return static_cast<double>(*whole);
  return std::get<double>(value);
}

}  // namespace gradus::finding
