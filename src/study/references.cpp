#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <map>

#include "study/things.hpp"
#include "study/vary.hpp"

namespace gradus::study {
namespace {

std::vector<std::string> names_of(const std::vector<AxisNode>& axes) {
  std::vector<std::string> names;
  for (const AxisNode& axis : axes) names.push_back(axis.name);
  return names;
}

// Fields that the variants of an axis have, each once.
std::vector<std::string> fields_of(const AxisNode& axis) {
  std::vector<std::string> fields;
  for (const Node& value : axis.values) {
    if (!has_fields(value)) continue;
    for (const Node::Key& key : value.keys)
      if (std::find(fields.begin(), fields.end(), key.name) == fields.end())
        fields.push_back(key.name);
  }
  return fields;
}

void check_use(const Context& c, const std::vector<AxisNode>& axes, const Use& use) {
  const AxisNode* axis = find_axis(axes, use.reference.axis);
  if (!axis) {
    const std::vector<std::string> names = names_of(axes);
    c.fail(use.origin, use.path, fmt::format("no axis \"{}\"", use.reference.axis),
           names.empty() ? "declare it in [vary]" : suggest(use.reference.axis, names));
  }
  if (use.reference.field.empty()) return;
  const std::vector<std::string> fields = fields_of(*axis);
  if (fields.empty())
    c.fail(use.origin, use.path, fmt::format("{} has no fields", axis->name),
           "write $" + axis->name);
  if (std::find(fields.begin(), fields.end(), use.reference.field) == fields.end())
    c.fail(use.origin, use.path,
           fmt::format("no variant of {} has \"{}\"", axis->name, use.reference.field),
           suggest(use.reference.field, fields));
}

void check_fields_used(const Context& c, const AxisNode& axis, const std::set<Reference>& used) {
  if (used.contains({axis.name, ""})) return;
  std::vector<std::string> fields;
  for (const Reference& reference : used)
    if (reference.axis == axis.name) fields.push_back(reference.field);
  if (fields.empty()) return;  // the axis itself is unused, which is said elsewhere
  for (const Node& value : axis.values) {
    if (!has_fields(value)) {
      c.fail(value.origin, *value.from,
             fmt::format("has no fields, and only \"${}.{}\" is used", axis.name, fields[0]),
             fmt::format("write {{ {} = ... }}", fields[0]));
    }
    for (size_t i = 0; i < value.keys.size(); ++i) {
      const std::string& key = value.keys[i].name;
      if (std::find(fields.begin(), fields.end(), key) == fields.end())
        c.fail(value.items[i].origin, *value.items[i].from,
               fmt::format("nothing uses \"${}.{}\"", axis.name, key), suggest(key, fields));
    }
  }
}

// The circle of names from `axis` back to itself, if there is one.
void check_cycles(const Context& c, const std::vector<AxisNode>& axes,
                  const std::map<std::string, std::vector<Use>>& uses) {
  std::map<std::string, int> state;  // 1 on the way, 2 done
  std::vector<std::string> way;
  const std::function<void(const AxisNode&)> visit = [&](const AxisNode& axis) {
    state[axis.name] = 1;
    way.push_back(axis.name);
    for (const Use& use : uses.at(axis.name)) {
      const std::string& next = use.reference.axis;
      if (state[next] == 1) {
        std::string circle;
        for (auto it = std::find(way.begin(), way.end(), next); it != way.end(); ++it)
          circle += (circle.empty() ? "$" : ", which names $") + *it;
        const size_t first = circle.find(", which names ");
        if (first == std::string::npos) {
          circle += " names $" + next;
        } else {
          circle.replace(first, 14, " names ");
          circle += ", which names $" + next;
        }
        c.fail(use.origin, use.path, circle, "break the circle");
      }
      if (state[next] == 0) visit(*find_axis(axes, next));
    }
    way.pop_back();
    state[axis.name] = 2;
  };
  for (const AxisNode& axis : axes)
    if (state[axis.name] == 0) visit(axis);
}

}  // namespace

std::optional<Reference> reference_of(std::string_view word) {
  if (word.empty() || word[0] != '$') return std::nullopt;
  word.remove_prefix(1);
  const size_t dot = word.find('.');
  if (dot == std::string_view::npos) return Reference{std::string(word), ""};
  return Reference{std::string(word.substr(0, dot)), std::string(word.substr(dot + 1))};
}

bool has_reference(const Node& node) {
  if (node.is_string()) {
    for (const std::string& word : split_words(node.text))
      if (reference_of(word)) return true;
    return false;
  }
  return std::any_of(node.items.begin(), node.items.end(), has_reference);
}

void collect_uses(const Node& node, const Path& path, std::vector<Use>& out) {
  if (node.is_string()) {
    if (node.text.find('$') == std::string::npos) return;
    for (const std::string& word : split_words(node.text))
      if (const auto reference = reference_of(word))
        out.push_back({*reference, node.origin, path.text()});
    return;
  }
  if (!has_reference(node)) return;
  const std::vector<std::string> members =
      node.is_list() ? member_names(node.items) : std::vector<std::string>{};
  for (size_t i = 0; i < node.items.size(); ++i) {
    const Node& item = node.items[i];
    const std::string_view key = node.is_table() ? node.keys[i].name : members[i];
    collect_uses(item, beneath(path, key, item), out);
  }
}

void check_references(const Context& c, const Node& study, const std::vector<AxisNode>& axes) {
  std::vector<Use> all;
  collect_uses(study, Path{}, all);
  std::map<std::string, std::vector<Use>> uses;
  for (const AxisNode& axis : axes) {
    std::vector<Use>& here = uses[axis.name];
    for (const Node& value : axis.values)
      collect_uses(value, Path{nullptr, *value.from, true}, here);
    all.insert(all.end(), here.begin(), here.end());
  }
  std::set<Reference> used;
  for (const Use& use : all) {
    check_use(c, axes, use);
    used.insert(use.reference);
  }
  for (const AxisNode& axis : axes) check_fields_used(c, axis, used);
  check_cycles(c, axes, uses);
}

}  // namespace gradus::study
