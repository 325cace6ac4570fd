#include "study/store/trial_key.hpp"

#include <nlohmann/json.hpp>

#include "data/sha256.hpp"

namespace gradus::study {

std::string plan_hash(const Variant& variant, std::string_view beside) {
  data::Sha256 sum;
  // To be counted up when a plan of the same text trains to other bits.
  sum.add("gradus plan 1\n");
  // The length keeps the two apart.
  sum.add(std::to_string(variant.canonical.size()) + "\n");
  sum.add(variant.canonical);
  sum.add(beside);
  return sum.finish();
}

std::string key_json(const VariantKey& key) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [axis, value] : key)
    std::visit([&, &name = axis](const auto& v) { json[name] = v; }, value);
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace gradus::study
