#include <fmt/core.h>

#include <algorithm>

#include "gradus/study/metric_names.hpp"
#include "study/figure_axes.hpp"
#include "study/figure_categories.hpp"
#include "study/figure_kinds.hpp"
#include "study/figure_networks.hpp"
#include "study/figure_points.hpp"
#include "study/instruments.hpp"
#include "study/known.hpp"
#include "study/overlay.hpp"
#include "study/scalars.hpp"
#include "study/things.hpp"

namespace gradus::study {
namespace {

const std::vector<std::string> kScales = {"linear", "log", "log2"};

class FigureReader {
 public:
  FigureReader(const Known& known, const Node& node, const Path& path, const Study& study)
      : known_(known), c_(known.context), node_(node), path_(path), study_(study) {}

  FigureSpec read(const std::string& name) {
    figure_.kind = kind();
    figure_.name = name;
    if (over_points(figure_.kind) && !study_.search)
      c_.fail(node_, path_, "needs [search]", "add [search] with an objective");
    const Keys keys(c_, table(), path_, figure_keys(figure_.kind));
    const auto with = [&](std::string_view key, auto f) { keys.with(key, f); };
    with("where",
         [&](const Node& n, const Path& p) { figure_.where = read_condition(known_, n, p); });
    with("name", [&](const Node& n, const Path& p) { check_name(n, p); });
    with("panels", [&](const Node& n, const Path& p) {
      figure_.panels = axes(n, p, figure_.kind == "marginal_effects" ? 1 : 2, true);
    });
    with("by", [&](const Node& n, const Path& p) {
      figure_.by = axes(n, p, known_.axes.size());
      figure_.by_given = true;
    });
    with("title", [&](const Node& n, const Path& p) { read_title(n, p); });
    with("seed", [&](const Node& n, const Path& p) { read_seed(n, p); });
    with("xscale", [&](const Node& n, const Path& p) { read_scale(n, p, figure_.xscale); });
    with("yscale", [&](const Node& n, const Path& p) { read_scale(n, p, figure_.yscale); });
    if (over_categories(figure_)) {
      read_categories(known_, keys, node_, path_, figure_);
    } else {
      with("x", [&](const Node& n, const Path& p) { read_x(n, p); });
      with("y", [&](const Node& n, const Path& p) { read_y(n, p); });
    }
    check_once();
    with("xlim", [&](const Node& n, const Path& p) { read_xlim(n, p); });
    with("ylim", [&](const Node& n, const Path& p) { figure_.ylim = read_interval(c_, n, p); });
    with("step", [&](const Node& n, const Path& p) {
      read_field(c_, n, p, Rule{}.at_least(1e-4), figure_.step);
    });
    with("margin", [&](const Node& n, const Path& p) {
      read_field(c_, n, p, Rule{}.at_least(0), figure_.margin);
    });
    figure_.data = default_data();
    with("data", [&](const Node& n, const Path& p) { read_data_set(n, p); });
    with("count", [&](const Node& n, const Path& p) {
      read_field(c_, n, p, Rule{}.at_least(1).at_most(100), figure_.count);
    });
    with("spread",
         [&](const Node& n, const Path& p) { read_field(c_, n, p, Rule{}, figure_.spread); });
    read_images(with);
    if (figure_.kind == "line" && figure_.y.empty()) figure_.y = {MetricQuery{"last", "loss", {}}};
    with("mark", [&](const Node& n, const Path& p) { read_mark(n, p); });
    check_kind();
    check_networks(known_, node_, path_, figure_);
    check_limits("xlim", figure_.xscale, figure_.xlim);
    check_limits("ylim", figure_.yscale, figure_.ylim);
    if (figure_.kind == "lr_range") place_rates(known_, node_, path_, figure_);
    const bool of_points = over_points(figure_.kind);
    if (of_points && figure_.y.empty()) figure_.y = {study_.search->objective};
    if ((figure_.kind != "images" || figure_.predictions) && !of_points)
      place_axes(known_, study_, node_, path_, figure_);
    return figure_;
  }

 private:
  [[nodiscard]] const Node& table() {
    if (node_.is_table()) return node_;
    empty_ = Node::of_table(node_.origin);
    return empty_;
  }

  std::string kind() {
    const Node* kind = node_.is_table() ? node_.find("kind") : &node_;
    if (!kind) return "line";
    const std::vector<std::string>& kinds = figure_kinds();
    const std::vector<std::string> words = split_words(kind->joined());
    const std::string word = words.empty() ? "" : words[0];
    if (!kind->is_string() || std::find(kinds.begin(), kinds.end(), word) == kinds.end())
      c_.fail(*kind, path_, fmt::format("unknown figure {}", show(*kind)), suggest(word, kinds));
    if (words.size() > 1)
      c_.fail(*kind, path_, fmt::format("nothing takes {}", quote(words[1])),
              "the form is " + word);
    return word;
  }

  template <class With>
  void read_images(const With& with) {
    with("predictions",
         [&](const Node& n, const Path& p) { read_field(c_, n, p, Rule{}, figure_.predictions); });
    with("wrong", [&](const Node& n, const Path& p) {
      read_field(c_, n, p, Rule{}, figure_.wrong);
      figure_.predictions = figure_.predictions || figure_.wrong;
    });
    with("layer", [&](const Node& n, const Path& p) {
      read_field(c_, n, p, Rule{}, figure_.layer);
      if (figure_.layer == "first") figure_.layer.clear();
    });
    with("sample", [&](const Node& n, const Path& p) {
      read_field(c_, n, p, Rule{}.at_least(0), figure_.sample);
    });
    if (figure_.kind == "images" && !figure_.predictions && !figure_.panels.empty())
      c_.fail(*table().find("panels"), Path{&path_, "panels"},
              "the samples are the same in all panels", "add predictions = true, or remove panels");
  }

  void check_name(const Node& n, const Path& p) const {
    std::string name;
    read_field(c_, n, p, Rule{}, name);
    const bool good = !name.empty() && name[0] != '.' && name.size() <= 100 &&
                      std::all_of(name.begin(), name.end(), [](char ch) {
                        return std::isalnum(static_cast<unsigned char>(ch)) != 0 || ch == '_' ||
                               ch == '-' || ch == '.';
                      });
    if (!good)
      c_.fail(n, p, fmt::format("{} is no name of a file", quote(name)),
              "use letters, digits, _ and -");
  }

  [[nodiscard]] std::vector<std::string> axes(const Node& n, const Path& p, size_t most,
                                              bool panels = false) const {
    std::vector<std::string> out;
    for (const Node* item : one_or_list(n)) {
      std::string name;
      read_field(c_, *item, p, Rule{}, name);
      if (panels && figure_.kind == "violin" && name == "quantity") {
        out.push_back(name);
        continue;
      }
      out.push_back(known_axis(known_, *item, p, name).name);
    }
    if (out.size() > most)
      c_.fail(n, p, fmt::format("{} axes", out.size()), fmt::format("give at most {}", most));
    for (size_t i = 0; i < out.size(); ++i)
      if (std::find(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(i), out[i]) !=
          out.begin() + static_cast<std::ptrdiff_t>(i))
        c_.fail(n, p, fmt::format("holds {} twice", out[i]), "name each axis once");
    return out;
  }

  // What makes panels, or runs along an axis of the figure, cannot tell the rest apart as well.
  void check_once() {
    const auto check = [&](const char* key, const std::vector<std::string>& names,
                           const std::string& axis, const char* does) {
      if (std::find(names.begin(), names.end(), axis) != names.end())
        c_.fail(*table().find(key), Path{&path_, key}, fmt::format("{} {} already", axis, does),
                "remove it from one of them");
    };
    for (const std::string& axis : figure_.panels)
      check("by", figure_.by, axis, "makes the panels");
    for (const char* key : {"panels", "by"})
      for (const std::string& axis : {figure_.x, figure_.y_axis})
        check(key, key[0] == 'p' ? figure_.panels : figure_.by, axis, "is an axis of the figure");
  }

  void read_title(const Node& n, const Path& p) {
    read_field(c_, n, p, Rule{}, figure_.title);
    for (size_t at = figure_.title.find('{'); at != std::string::npos;
         at = figure_.title.find('{', at + 1)) {
      const size_t close = figure_.title.find('}', at);
      if (close == std::string::npos) c_.fail(n, p, "a { is not closed", "close it with }");
      const std::string name = figure_.title.substr(at + 1, close - at - 1);
      if (known_.axis(name)) continue;
      if (c_.overlaid && find_axis(known_.declared, name)) throw LeftOut{"no axis " + name};
      const std::vector<std::string> words = split_words(name);
      const std::string metric =
          words.empty() ? "" : words.back().substr(0, words.back().find('@'));
      if (known_.is_metric(metric)) {
        (void)read_metric(known_, n, p, name, figure_.where);
        continue;
      }
      std::vector<std::string> names = known_.axis_names();
      const std::vector<std::string> metrics = known_.metric_names();
      names.insert(names.end(), metrics.begin(), metrics.end());
      c_.fail(n, p, fmt::format("no axis or metric {}", quote(name)), suggest(name, names));
    }
  }

  void read_seed(const Node& n, const Path& p) {
    int64_t seed = 0;
    read_field(c_, n, p, Rule{}.at_least(0), seed);
    const bool refits = shows_refits(figure_) && study_.search;
    const auto& seeds =
        refits && !study_.search->refit_seeds.empty() ? study_.search->refit_seeds : study_.seeds;
    if (std::find(seeds.begin(), seeds.end(), static_cast<uint64_t>(seed)) == seeds.end()) {
      if (c_.overlaid) throw LeftOut{fmt::format("no seed {}", seed)};
      c_.fail(n, p, fmt::format("no seed {}", seed), "give one of the study's seeds");
    }
    figure_.seed = static_cast<uint64_t>(seed);
  }

  void read_scale(const Node& n, const Path& p, std::string& scale) const {
    scale = kScales[read_choice(c_, n, p, kScales)];
  }

  void read_x(const Node& n, const Path& p) {
    read_field(c_, n, p, Rule{}, figure_.x);
    if (figure_.x == "epoch" || figure_.x == "step") return;
    const Axis* axis = known_.axis(figure_.x);
    if (!axis) {
      if (c_.overlaid && find_axis(known_.declared, figure_.x))
        throw LeftOut{"no axis " + figure_.x};
      std::vector<std::string> names = known_.axis_names();
      names.insert(names.begin(), {"epoch", "step"});
      c_.fail(n, p, fmt::format("no axis {}", quote(figure_.x)), suggest(figure_.x, names));
    }
    for (const AxisValue& v : axis->values)
      if (std::holds_alternative<std::string>(v) || std::holds_alternative<bool>(v))
        c_.fail(n, p, fmt::format("{} has no numbers", axis->name), "use panels or by");
  }

  void read_y(const Node& n, const Path& p) {
    for (const Node* item : one_or_list(n)) {
      std::string metric;
      read_field(c_, *item, p, Rule{}, metric);
      figure_.y.push_back(read_metric(known_, *item, p, metric, figure_.where));
      const MetricQuery& query = figure_.y.back();
      const bool again = std::any_of(figure_.y.begin(), figure_.y.end() - 1,
                                     [&](const auto& y) { return y.text() == query.text(); });
      if (again)
        c_.fail(n, p, fmt::format("holds {} twice", query.text()), "name each metric once");
      const auto& columns = known_.epoch_metrics;
      const bool column = std::find(columns.begin(), columns.end(), query.name) != columns.end();
      if (over_points(figure_.kind)) continue;
      const bool so_far = query.reduce == "min" || query.reduce == "max";
      const bool over_time = figure_.x == "epoch" || figure_.x == "step";
      if (over_time && read_often(*item, p, query)) continue;
      if (over_time && (!column || (query.reduce != "last" && !so_far) || query.epoch))
        c_.fail(*item, p, fmt::format("{} is one number, not one an epoch", query.text()),
                "give a numeric axis as x, or a metric of every epoch");
    }
    if (figure_.y.empty()) c_.fail(n, p, "holds no metric", "give at least one");
    if (over_points(figure_.kind) && figure_.y.size() > 1)
      c_.fail(n, p, fmt::format("{} metrics", figure_.y.size()), "give one");
  }

  // Whether an instrument reads it while the network trains; a mistake where it reads it once.
  [[nodiscard]] bool read_often(const Node& n, const Path& p, const MetricQuery& query) const {
    const std::optional<size_t> i = instrument_of(study_.instruments, query.name);
    if (!i || query.epoch || query.reduce != "last") return false;
    const InstrumentSpec& instrument = study_.instruments[*i];
    using When = InstrumentSpec::When;
    if (instrument.when == When::kEnd || instrument.when == When::kStart)
      c_.fail(n, p, fmt::format("{} is read once, not while it trains", query.name),
              "give the instrument every = \"1 epoch\"");
    return true;
  }

  void read_mark(const Node& n, const Path& p) {
    std::string metric;
    read_field(c_, n, p, Rule{}, metric);
    const MetricQuery query = read_metric(known_, n, p, metric, figure_.where);
    if ((query.reduce != "min" && query.reduce != "max") || query.epoch)
      c_.fail(n, p, fmt::format("{} marks no point", quote(metric)),
              fmt::format("write \"min {}\" or \"max {}\"", query.name, query.name));
    if (figure_.x != "epoch" && figure_.x != "step")
      c_.fail(n, p, fmt::format("needs x = \"epoch\", and x is {}", quote(figure_.x)),
              "remove one of the two");
    if (std::none_of(figure_.y.begin(), figure_.y.end(),
                     [&](const MetricQuery& y) { return y.name == query.name; }))
      c_.fail(n, p, fmt::format("{} is not drawn", query.name), "add it to y");
    figure_.mark = query;
  }

  // A logarithmic axis has no place for 0 and below.
  template <class Limits>
  void check_limits(const char* key, const std::string& scale, const Limits& limits) {
    if (!limits || (*limits)[0] > 0 || !scale.starts_with("log")) return;
    const Node& at = *table().find(key);
    c_.fail(at, Path{&path_, key}, fmt::format("begins at {} on a logarithmic axis", (*limits)[0]),
            "begin above 0");
  }

  void read_xlim(const Node& n, const Path& p) {
    figure_.xlim = read_interval(c_, n, p);
    const int64_t epochs = longest(known_, figure_.where);
    const bool in_epochs =
        figure_.kind == "survival" || (figure_.kind == "line" && figure_.x == "epoch");
    if (!in_epochs || epochs == 0 || (*figure_.xlim)[0] < static_cast<double>(epochs)) return;
    const std::string why = fmt::format("training ends after epoch {}", epochs);
    if (c_.overlaid) throw LeftOut{why};
    c_.fail(n, p, fmt::format("begins at {}, but {}", (*figure_.xlim)[0], why), "begin before it");
  }

  [[nodiscard]] std::string default_data() const {
    const bool test = std::all_of(known_.variants.begin(), known_.variants.end(),
                                  [](const Variant& v) { return has_test_set(v.plan.data); });
    return test ? "test" : "train";
  }

  void read_data_set(const Node& n, const Path& p) {
    const std::vector<std::string> sets = {"test", "train", "validation"};
    figure_.data = sets[read_choice(c_, n, p, sets)];
    for (const Variant& v : known_.variants) {
      if (figure_.data == "test" && !has_test_set(v.plan.data))
        c_.fail(n, p, "\"test\" needs a test set", "give data.test");
      if (figure_.data == "validation" && !has_validation(v.plan.data))
        c_.fail(n, p, "\"validation\" needs validation samples", "give data.validation");
    }
  }

  void check_kind() const {
    for (const Variant& v : known_.variants) {
      const int64_t inputs = known_inputs(v.plan.data);
      if (figure_.kind == "mesh" && inputs != 0 && inputs != 2)
        c_.fail(node_, path_, fmt::format("a mesh needs two inputs, and the data has {}", inputs),
                "remove the figure");
      if (figure_.kind == "fit" && inputs > 1)
        c_.fail(node_, path_, fmt::format("a fit needs one input, and the data has {}", inputs),
                "use \"mesh\" for two");
      if ((figure_.kind == "images" || figure_.kind == "feature_maps") &&
          !may_be_images(v.plan.data))
        c_.fail(node_, path_,
                fmt::format("{} needs images, and the data has rows of numbers", figure_.kind),
                "remove the figure");
      if (figure_.kind == "confusion_matrix" &&
          std::holds_alternative<data::sources::Function>(v.plan.data.source))
        c_.fail(node_, path_, "a confusion matrix needs class labels, and the targets are numbers",
                "remove the figure");
      if (figure_.kind == "survival" && !v.plan.train.until)
        c_.fail(node_, path_, "needs train.until", "give a target there");
    }
  }

  const Known& known_;
  const Context& c_;
  const Node& node_;
  const Path& path_;
  const Study& study_;
  Node empty_;
  FigureSpec figure_;
};

}  // namespace

void read_figures(const Known& known, Node& study, Study& out) {
  Node* list = study.find("figure");
  if (!list) return default_figures(known, out);
  const Context& c = known.context;
  const Path path{nullptr, "figure"};
  if (!list->is_list())
    c.fail(*list, path, fmt::format("expected a list of figures, got {}", show(*list)),
           "write [[figure]]");
  const std::vector<std::string> names = figure_names(list->items);
  std::vector<Node> kept;
  for (size_t i = 0; i < list->items.size(); ++i) {
    const Node& node = list->items[i];
    const Path here{&path, names[i]};
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i))
      c.fail(node, path, fmt::format("two figures are named {}", quote(names[i])),
             "give one a name");
    try {
      out.figures.push_back(FigureReader(known, node, here, out).read(names[i]));
      kept.push_back(node);
    } catch (const LeftOut& left) {
      out.notes.push_back(fmt::format("figure {} is left out: {}", quote(names[i]), left.why));
    }
  }
  // Default names count the figures: with some left out, the others keep theirs.
  for (size_t i = 0; kept.size() < names.size() && i < kept.size(); ++i)
    if (kept[i].is_table()) kept[i].set("name", Node::of_string(out.figures[i].name));
  list->items = std::move(kept);
}

}  // namespace gradus::study
