#include "study/figure_categories.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gradus/study/metric_names.hpp"
#include "study/figure_kinds.hpp"
#include "study/instruments.hpp"

namespace gradus::study {
namespace {

class CategoryReader {
 public:
  CategoryReader(const Known& known, const Keys& keys, const Node& node, const Path& path)
      : known_(known), c_(known.context), keys_(keys), node_(node), path_(path) {}

  void heatmap(FigureSpec& figure) const {
    figure.x = axis_at("x");
    figure.y_axis = axis_at("y");
    if (figure.x == figure.y_axis) c_.fail(node_, path_, "x and y are one axis", "give two");
    check_drawn("x", figure.x);
    check_drawn("y", figure.y_axis);
    figure.z = metric_at("z", figure);
  }

  void of_trials(FigureSpec& figure) const {
    figure.x = "";
    figure.x_metric = metric_at("x", figure);
    if (figure.kind == "scatter") figure.y = {metric_at("y", figure)};
  }

  void bars_or_violins(FigureSpec& figure) const {
    const Node* y = keys_.find("y");
    const Node* x = keys_.find("x");
    const bool by_layer = x && x->is_string() && x->text == "layer";
    const std::string drawn = y && y->is_string() ? y->text : "";
    if (figure.kind == "violin" && is_instrument(drawn) && !known_.is_metric(drawn)) {
      figure.y = {MetricQuery{"last", drawn, {}}};
      figure.x = "layer";
      if (x && !by_layer)
        c_.fail(*x, Path{&path_, "x"}, fmt::format("{} is an instrument", drawn),
                "write x = \"layer\", and axes as panels");
      return;
    }
    const std::vector<std::string>& kinds = instrument_kinds();
    if (figure.kind == "violin" && !known_.is_metric(drawn) && !is_instrument(drawn) &&
        std::find(kinds.begin(), kinds.end(), drawn) != kinds.end())
      c_.fail(*y, Path{&path_, "y"}, fmt::format("no instrument is named {}", quote(drawn)),
              fmt::format("write [[instrument]] with kind = {}", quote(drawn)));
    if (by_layer)
      c_.fail(*x, Path{&path_, "x"}, "only an instrument has layers",
              known_.instruments.empty() ? "write [[instrument]]"
                                         : "one of " + joined_names(known_.instruments));
    if (!x && known_.axis_names().empty()) {
      const std::string nothing = "nothing varies that could stand along x";
      if (known_.is_metric(drawn))
        c_.fail(*y, Path{&path_, "y"},
                fmt::format("{} is one number a training, and {}", drawn, nothing),
                "vary something, or write it as a [[finding]]");
      if (is_instrument(drawn))
        c_.fail(*y, Path{&path_, "y"}, fmt::format("{} is an instrument of many values", drawn),
                "use kind = \"violin\"");
      c_.fail(y ? *y : node_, Path{&path_, "y"},
              drawn.empty() ? nothing : fmt::format("{} is no instrument, and {}", drawn, nothing),
              "write an [[instrument]], or vary something");
    }
    figure.x = axis_at("x");
    check_drawn("x", figure.x);
    if (figure.kind == "bar" && y && y->is_list()) {
      read_list(*y, figure);
    } else {
      figure.y = {metric_at("y", figure)};
    }
  }

 private:
  // Places that no two points share would hold one value each.
  void check_drawn(const char* key, const std::string& axis) const {
    if (!is_drawn(*known_.axis(axis))) return;
    const Node& n = *keys_.find(key);
    c_.fail(n, beneath(path_, key, n), fmt::format("{} is drawn, no two values are alike", axis),
            "use kind = \"marginal_effects\"");
  }

  // Bars of several metrics stand side by side.
  void read_list(const Node& y, FigureSpec& figure) const {
    const Path path = beneath(path_, "y", y);
    for (const Node& item : y.items) {
      std::string metric;
      read_field(c_, item, path, Rule{}, metric);
      figure.y.push_back(read_metric(known_, item, path, metric, figure.where));
    }
    if (figure.y.empty()) c_.fail(y, path, "holds no metric", "give at least one");
  }

  [[nodiscard]] bool is_instrument(const std::string& name) const {
    const auto& names = known_.instruments;
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  [[nodiscard]] std::string axis_at(const char* key) const {
    const auto [n, name] = word_at(key, known_.axis_names());
    return known_axis(known_, *n, beneath(path_, key, *n), name).name;
  }

  [[nodiscard]] MetricQuery metric_at(const char* key, const FigureSpec& figure) const {
    const auto [n, name] = word_at(key, known_.metric_names());
    return read_metric(known_, *n, beneath(path_, key, *n), name, figure.where);
  }

  [[nodiscard]] std::pair<const Node*, std::string> word_at(
      const char* key, const std::vector<std::string>& names) const {
    const Node* n = keys_.find(key);
    if (!n && names.empty())
      c_.fail(node_, Path{&path_, key}, "is missing, and nothing varies", "vary something");
    if (!n) c_.fail(node_, Path{&path_, key}, "is missing", "one of " + joined_names(names));
    std::string word;
    read_field(c_, *n, beneath(path_, key, *n), Rule{}, word);
    return {n, word};
  }

  const Known& known_;
  const Context& c_;
  const Keys& keys_;
  const Node& node_;
  const Path& path_;
};

}  // namespace

bool over_categories(const FigureSpec& figure) {
  return figure.kind == "bar" || figure.kind == "violin" || figure.kind == "heatmap" ||
         pools(figure.kind);
}

void read_categories(const Known& known, const Keys& keys, const Node& node, const Path& path,
                     FigureSpec& figure) {
  const CategoryReader reader(known, keys, node, path);
  if (figure.kind == "heatmap") return reader.heatmap(figure);
  if (pools(figure.kind)) return reader.of_trials(figure);
  reader.bars_or_violins(figure);
}

}  // namespace gradus::study
