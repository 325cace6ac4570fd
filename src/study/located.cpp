#include "study/located.hpp"

#include <algorithm>

#include "study/overlay.hpp"
#include "study/things.hpp"
#include "study/toml_text.hpp"
#include "study/vary.hpp"

namespace gradus::study {
namespace {

// A value that was drawn from a range stands where the range does.
Node drawn_value(const AxisNode& axis, const AxisValue& value) {
  Node node;
  node.origin = axis.origin;
  node.from = std::make_shared<std::string>("vary." + axis.name);
  if (const auto* whole = std::get_if<int64_t>(&value)) {
    node.type = Node::Type::kInteger;
    node.integer = *whole;
  } else if (const auto* number = std::get_if<double>(&value)) {
    node.type = Node::Type::kFloat;
    node.number = *number;
  }
  return node;
}

Choice choice_of(std::vector<AxisNode>& axes, const VariantKey& key) {
  Choice choice(axes.size(), -1);
  for (size_t a = 0; a < axes.size(); ++a) {
    for (const auto& [name, value] : key) {
      if (name != axes[a].name) continue;
      if (axes[a].range) {
        axes[a].values.push_back(drawn_value(axes[a], value));
        axes[a].shown.push_back(value);
      }
      const auto found = std::find(axes[a].shown.rbegin(), axes[a].shown.rend(), value);
      choice[a] = static_cast<int>(axes[a].shown.rend() - found) - 1;
    }
  }
  return choice;
}

// The member of a list that goes by a name; copies of a repeated one count as it.
const Node* member(const Node& list, const std::string& name, std::string& known_as) {
  const std::vector<std::string> names = member_names(list.items);
  for (known_as = name; !known_as.empty(); known_as.resize(known_as.rfind('.'))) {
    const auto found = std::find(names.begin(), names.end(), known_as);
    if (found != names.end()) return &list.items[static_cast<size_t>(found - names.begin())];
    if (known_as.rfind('.') == std::string::npos) break;
  }
  return nullptr;
}

// Goes down a path as far as the file has it.
std::string place_of(const Context& c, const Node& root, std::string rest) {
  const Node* node = &root;
  std::string path;
  Origin origin;
  while (!rest.empty()) {
    std::string key = rest.substr(0, node->is_list() ? rest.size() : rest.find('.'));
    rest.erase(0, std::min(rest.size(), key.size() + 1));
    const Node* next = nullptr;
    if (node->is_list())
      next = member(*node, std::string(key), key);
    else if (node->is_table())
      next = node->find(key);
    if (!next) break;
    node = next;
    origin = node->origin;
    path = node->from ? *node->from : path.empty() ? key : path + "." + key_text(key);
  }
  return c.place(origin, path);
}

}  // namespace

Error located(const VariantError& mistake, std::string_view toml, const std::string& file_name,
              const Overrides& overrides) {
  Context c{file_name};
  Node study = parse_toml(toml, c);
  study.erase("record");
  apply_overlays(c, study, overrides);
  const std::string& path = mistake.path();
  std::string place;
  if (path.starts_with("vary.")) {
    place = place_of(c, study, path);
  } else {
    const Node* vary = study.find("vary");
    std::vector<AxisNode> axes;
    if (vary) axes = read_axes(c, *vary, study.find("search") != nullptr);
    const Choice choice = choice_of(axes, mistake.key());
    Node core = Node::of_table();
    for (const char* key : {"data", "model", "train"})
      if (const Node* section = study.find(key)) core.set(key, *section);
    place = place_of(c, *substitute(c, axes, choice, core), path);
  }
  return Error(place, mistake.reason(), mistake.mend());
}

}  // namespace gradus::study
