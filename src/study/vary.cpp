#include "study/vary.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "study/scalars.hpp"
#include "study/things.hpp"

namespace gradus::study {
namespace {

constexpr std::array<std::string_view, 7> kTaken = {"epoch", "step", "layer", "quantity",
                                                    "refit", "seed", "fold"};

AxisValue shown_value(const Node& n) {
  switch (n.type) {
    case Node::Type::kBool:
      return n.boolean;
    case Node::Type::kInteger:
      return n.integer;
    case Node::Type::kFloat:
      return n.number;
    default:
      return n.text;
  }
}

void check_name(const Context& c, const Origin& origin, const std::string& name) {
  const std::string path = "vary." + key_text(name);
  if (std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end())
    c.fail(origin, path, fmt::format("\"{}\" is no name for an axis: figures use it", name),
           "give another name");
  const bool good = !name.empty() && std::all_of(name.begin(), name.end(), [](char ch) {
    return ch == '_' || std::isalnum(static_cast<unsigned char>(ch)) != 0;
  });
  if (!good)
    c.fail(origin, path, "an axis's name has letters, digits and _ alone", "give another name");
}

void read_list(const Context& c, const Node& list, const Path& path, AxisNode& axis) {
  for (const Node& item : list.items) {
    if (item.is_table())
      c.fail(item, path, "a list holds plain values",
             fmt::format("give tables a name each: [vary.{}]", axis.name));
    if (item.is_list()) c.fail(item, path, "a list holds plain values", "drop the inner [ ]");
    double unused = 0;
    if (item.is_number()) read_field(c, item, path, Rule{}, unused);
    axis.values.push_back(item);
  }
}

bool numbers(const Node& n) {
  return n.is_list() && !n.items.empty() &&
         std::all_of(n.items.begin(), n.items.end(), [](const Node& i) { return i.is_number(); });
}

void read_named(const Context& c, const Node& table, const Path& path, AxisNode& axis) {
  axis.named = true;
  const bool all = std::all_of(table.items.begin(), table.items.end(), numbers);
  for (size_t i = 0; i < table.keys.size(); ++i) {
    const std::string& name = table.keys[i].name;
    Node value = table.items[i];
    const Path here{&path, name};
    if (is_top_value(name) && !value.is_string() && !value.is_table())
      c.fail(value, here, "unknown key",
             fmt::format("\"{}\" belongs to the top of the file, above the first [table]", name));
    if (numbers(value) && !all)
      c.fail(value, here, "a list of numbers among named variants",
             fmt::format("is it an axis? Move it above [vary.{}]", axis.name));
    value.from = std::make_shared<std::string>(here.text());
    for (size_t f = 0; has_fields(value) && f < value.keys.size(); ++f)
      value.items[f].from = std::make_shared<std::string>(Path{&here, value.keys[f].name}.text());
    axis.shown.emplace_back(name);
    axis.values.push_back(std::move(value));
  }
}

}  // namespace

bool has_fields(const Node& value) {
  return value.is_table() && !value.find("kind");
}

std::vector<AxisNode> read_axes(const Context& c, const Node& vary, bool drawing) {
  const Path root{nullptr, "vary"};
  if (!vary.is_table())
    c.fail(vary, root, fmt::format("expected a table of axes, got {}", show(vary)),
           "write [vary] and a line for each axis");
  if (vary.keys.size() > kMostAxes)
    c.fail(vary, root, fmt::format("{} axes", vary.keys.size()),
           fmt::format("give at most {}", kMostAxes));
  std::vector<AxisNode> axes;
  for (size_t i = 0; i < vary.keys.size(); ++i) {
    AxisNode axis;
    axis.name = vary.keys[i].name;
    axis.origin = vary.items[i].origin;
    const Node& value = vary.items[i];
    const Path path{&root, axis.name};
    if (is_top_value(axis.name) && !value.is_table()) unknown_key(c, value, root, axis.name, {});
    check_name(c, axis.origin, axis.name);
    if (value.is_list()) {
      read_list(c, value, path, axis);
    } else if (value.is_table() && !value.find("kind")) {
      read_named(c, value, path, axis);
    } else if (value.is_string()) {
      read_range(c, value, path, drawing, axis);
    } else {
      c.fail(value, path, fmt::format("expected a list of values, got {}", show(value)),
             value.is_table() ? fmt::format("give it a name: [vary.{}]", axis.name)
                              : fmt::format("write [{}]", show(value)));
    }
    if (axis.values.empty() && !axis.range)
      c.fail(value, path, "holds no value", "give at least one");
    if (!axis.named) {
      const auto from = std::make_shared<std::string>(path.text());
      std::set<std::string> seen;
      for (Node& v : axis.values) {
        v.from = from;
        if (!seen.insert(v.is_number() ? fmt::format("{}", v.as_double()) : show(v)).second)
          c.fail(v, path, fmt::format("holds {} twice", show(v)), "drop one");
        axis.shown.push_back(shown_value(v));
      }
    }
    axes.push_back(std::move(axis));
  }
  return axes;
}

const AxisNode* find_axis(const std::vector<AxisNode>& axes, std::string_view name) {
  for (const AxisNode& axis : axes)
    if (axis.name == name) return &axis;
  return nullptr;
}

}  // namespace gradus::study
