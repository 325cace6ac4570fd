#include "study/plan_keys.hpp"

#include <algorithm>
#include <map>

#include "study/toml_text.hpp"

namespace gradus::study {
namespace {

void collect(const Node& node, const std::string& path, PlanKeys& out) {
  const bool tables = node.is_list() && !node.items.empty() &&
                      std::all_of(node.items.begin(), node.items.end(),
                                  [](const Node& item) { return item.is_table(); });
  if (node.is_table()) {
    for (size_t i = 0; i < node.items.size(); ++i) {
      const std::string key = key_text(node.keys[i].name);
      collect(node.items[i], path.empty() ? key : path + "." + key, out);
    }
  } else if (tables) {
    for (size_t i = 0; i < node.items.size(); ++i)
      collect(node.items[i], path + "[" + std::to_string(i) + "]", out);
  } else {
    out.emplace_back(path, write_value(node));
  }
}

}  // namespace

PlanKeys plan_keys(const std::string& plan) {
  PlanKeys out;
  collect(parse_toml(plan, Context{"study.toml"}), "", out);
  return out;
}

std::vector<KeyDifference> differences(const std::string& first, const std::string& second) {
  const PlanKeys ours = plan_keys(first), theirs = plan_keys(second);
  const std::map<std::string, std::string> there(theirs.begin(), theirs.end());
  const std::map<std::string, std::string> here(ours.begin(), ours.end());
  std::vector<KeyDifference> out;
  for (const auto& [key, value] : ours) {
    const auto other = there.find(key);
    if (other == there.end() || other->second != value)
      out.push_back({key, value, other == there.end() ? "" : other->second});
  }
  for (const auto& [key, value] : theirs)
    if (!here.contains(key)) out.push_back({key, "", value});
  return out;
}

}  // namespace gradus::study
