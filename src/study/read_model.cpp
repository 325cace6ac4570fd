#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "gradus/study/metric_names.hpp"
#include "study/scalars.hpp"
#include "study/section_keys.hpp"
#include "study/sections.hpp"
#include "study/things.hpp"

namespace gradus::study {
namespace {

// The names that layers go by, default names included; a repeated one is its last copy.
std::vector<std::string> layer_names(const std::vector<Layer>& layers) {
  std::map<std::string, int> seen;
  std::vector<std::string> names;
  for (const Layer& layer : layers) {
    std::string name = layer_options(layer).name;
    if (name.empty()) {
      const std::string kind = layer_kind(layer);
      const int count = seen[kind]++;
      name = count == 0 ? kind : fmt::format("{}_{}", kind, count);
    }
    names.push_back(std::move(name));
  }
  return names;
}

void check_names(const Context& c, const std::vector<Node>& items, const Path& path,
                 const std::vector<Layer>& layers) {
  const std::vector<std::string> names = layer_names(layers);
  std::set<std::string> seen;
  for (size_t i = 0; i < layers.size(); ++i) {
    if (!seen.insert(names[i]).second)
      c.fail(items[i], beneath(path, names[i], items[i]),
             fmt::format("two layers are named {}", quote(names[i])), "give one another name");
  }
  std::vector<std::string> before = {"input"};
  for (size_t i = 0; i < layers.size(); ++i) {
    const LayerOptions& options = layer_options(layers[i]);
    const Path here = beneath(path, names[i], items[i]);
    for (const std::string& input : options.inputs)
      if (std::find(before.begin(), before.end(), input) == before.end())
        c.fail(items[i], here, fmt::format("no layer {} before this one", quote(input)),
               suggest(input, before));
    const bool adds = std::holds_alternative<Add>(layers[i]);
    if (adds || std::holds_alternative<Concatenate>(layers[i])) {
      if (options.inputs.size() < 2)
        c.fail(items[i], here,
               fmt::format("{} fewer than two layers", adds ? "adds" : "concatenates"),
               "the form is " + (adds ? form_of<Add>() : form_of<Concatenate>()));
      if (options.repeat > 1)
        c.fail(items[i], here, "a layer that joins named ones repeats nothing", "remove repeat");
    } else if (options.inputs.size() > 1) {
      c.fail(items[i], here, fmt::format("takes one layer, got {}", options.inputs.size()),
             "bring them together with \"add NAME NAME\" first");
    }
    if (options.repeat > 0) before.push_back(names[i]);
  }
}

}  // namespace

void read_model(const Context& c, const Node& model, Plan& plan, DefaultsUse& use) {
  const Path path{nullptr, "model"};
  const Keys keys(c, model, path, key_names("model"));
  keys.with("input", [&](const Node& n, const Path& p) { plan.input = Shape(read_size(c, n, p)); });
  const Node* defaults = keys.find("defaults");
  const Path defaults_path{&path, "defaults"};
  if (defaults && !defaults->is_table())
    c.fail(*defaults, defaults_path, fmt::format("expected a table, got {}", show(*defaults)),
           "write [model.defaults]");
  const Node* layers = keys.find("layers");
  if (!layers) c.fail(model.origin, "model.layers", "is missing", "give the layers in order");
  const Path layers_path = beneath(path, "layers", *layers);
  if (!layers->is_list())
    c.fail(*layers, layers_path, fmt::format("expected a list of layers, got {}", show(*layers)),
           "put it in [ ]");
  const std::vector<std::string> names = member_names(layers->items);
  for (size_t i = 0; i < layers->items.size(); ++i) {
    const Node& item = layers->items[i];
    read_layer(c, item, beneath(layers_path, names[i], item),
               {defaults, defaults_path, &use.used, &use.possible}, plan.layers.emplace_back());
  }
  const bool none = std::all_of(plan.layers.begin(), plan.layers.end(), [](const Layer& layer) {
    return layer_options(layer).repeat == 0;
  });
  if (none) c.fail(*layers, layers_path, "has no layer", "give at least one");
  check_names(c, layers->items, layers_path, plan.layers);
}

void check_defaults(const Context& c, const Node& defaults, const DefaultsUse& use) {
  const Path model{nullptr, "model"}, path{&model, "defaults"};
  for (size_t i = 0; i < defaults.keys.size(); ++i) {
    const std::string& key = defaults.keys[i].name;
    if (use.used.contains(key)) continue;
    bool word = false;
    each_kind<Layer>([&]<class T>() {
      T value{};
      T::fields(value, [&](std::string_view name, auto&, const Rule& rule) {
        word = word || (rule.word && name == key);
      });
    });
    if (word)
      c.fail(defaults.items[i], Path{&path, key}, fmt::format("\"{}\" is a word of its layer", key),
             "write it in each layer");
    const std::vector<std::string> possible(use.possible.begin(), use.possible.end());
    c.fail(defaults.items[i], Path{&path, key}, fmt::format("no layer here has \"{}\"", key),
           possible.empty() ? "remove it" : suggest(key, possible));
  }
}

}  // namespace gradus::study
