#include "study/variant_error.hpp"

#include <algorithm>

#include "study/instruments.hpp"

namespace gradus::study {
namespace {

std::string place_of(const Study& study, const Variant& variant, const std::string& path) {
  const std::string name = text(variant.key);
  return (study.file.empty() ? "" : study.file + ": ") + path +
         (name.empty() ? "" : " (" + name + ")");
}

// Where the thing of that name stands in the file; "" where it is none of the plan's.
std::string path_of(const Plan& plan, const std::string& section, const std::string& name) {
  if (section == "data") {
    for (const data::Transform& t : plan.data.transform)
      if (name == std::visit([](const auto& thing) { return std::string(thing.kKind); }, t))
        return "data.transform." + name;
    return "";
  }
  const std::vector<std::string> layers = layer_names(plan.layers);
  const bool known = std::find(layers.begin(), layers.end(), name) != layers.end();
  return known ? "model.layers." + name : "";
}

}  // namespace

VariantError::VariantError(const Study& study, const Variant& variant, std::string path,
                           std::string what, std::string mend)
    : Error(place_of(study, variant, path), std::move(what), std::move(mend)),
      key_(variant.key),
      path_(std::move(path)) {}

VariantError misfit(const Study& study, const Variant& variant, const std::string& section,
                    const Error& mistake) {
  const std::string& place = mistake.place();
  if (place.starts_with(section + "."))
    return {study, variant, place, mistake.reason(), mistake.mend()};
  if (place.starts_with('[') && place.ends_with(']')) {
    std::string path = path_of(variant.plan, section, place.substr(1, place.size() - 2));
    if (!path.empty()) return {study, variant, std::move(path), mistake.reason(), mistake.mend()};
  }
  const bool said = place.empty() || place == section;
  return {study, variant, section, (said ? "" : place + " ") + mistake.reason(), mistake.mend()};
}

}  // namespace gradus::study
