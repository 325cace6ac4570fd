#include "study/figure_networks.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gradus/study/metric_names.hpp"
#include "study/instruments.hpp"

namespace gradus::study {
namespace {

// A picture can show no finer mesh, whatever the samples.
constexpr double kMostNodes = 2000;

// Where a key is written, or the figure where it is not.
struct At {
  const Node& node;
  Path path;
};
At at_key(const Node& node, const Path& path, std::string_view key) {
  const Node* own = node.is_table() ? node.find(key) : nullptr;
  return own ? At{*own, beneath(path, key, *own)} : At{node, path};
}

[[noreturn]] void refuse(const Known& known, const At& at, const std::string& what,
                         const std::string& mend) {
  if (known.context.overlaid) throw LeftOut{what};
  known.context.fail(at.node, at.path, what, mend);
}

bool has_convolution(const Variant& variant) {
  const std::vector<Layer>& layers = variant.plan.layers;
  return std::any_of(layers.begin(), layers.end(),
                     [](const Layer& layer) { return std::holds_alternative<Conv2D>(layer); });
}

void check_layer(const Known& known, const Node& node, const Path& path, const FigureSpec& figure) {
  std::vector<std::string> names;
  for (const Variant& v : known.variants)
    for (const std::string& name : layer_names(v.plan.layers))
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  if (std::find(names.begin(), names.end(), figure.layer) == names.end())
    refuse(known, at_key(node, path, "layer"), fmt::format("no layer {}", quote(figure.layer)),
           suggest(figure.layer, names));
}

// How many samples a figure's set holds; 0 where the plan does not say.
int64_t samples_of(const DataPlan& plan, const std::string& set) {
  const std::optional<Amount>& amount = set == "train"  ? plan.train
                                        : set == "test" ? plan.test
                                                        : plan.validation;
  const auto* count = amount ? std::get_if<int64_t>(&amount->value) : nullptr;
  return count ? *count : 0;
}

}  // namespace

void check_networks(const Known& known, const Node& node, const Path& path,
                    const FigureSpec& figure) {
  if (figure.kind == "mesh") {
    if (figure.margin * 2 / figure.step > kMostNodes - 2) {
      const bool wide = node.is_table() && node.find("margin") != nullptr;
      refuse(known, at_key(node, path, wide ? "margin" : "step"),
             fmt::format("makes a grid of more than {:.0f} points a side", kMostNodes),
             wide ? "give a smaller margin, or a larger step" : "give a larger step");
    }
    return;
  }
  const bool filters = figure.kind == "filters", maps = figure.kind == "feature_maps";
  if (!filters && !maps) return;
  if (!figure.layer.empty()) return check_layer(known, node, path, figure);
  for (const Variant& v : known.variants) {
    if (!matches(figure.where, v.key)) continue;
    // Dense layers that see an image have filters too.
    if (!has_convolution(v) && (maps || !may_be_images(v.plan.data)))
      refuse(known, {node, path},
             maps ? "the network has no convolution"
                  : "the network has neither a convolution nor images",
             maps ? "name a layer" : "remove the figure");
    const int64_t samples = samples_of(v.plan.data, figure.data);
    if (maps && samples > 0 && figure.sample >= samples)
      refuse(known, at_key(node, path, "sample"),
             fmt::format("no sample {}: there are {}", figure.sample, samples), "give one from 0");
  }
}

}  // namespace gradus::study
