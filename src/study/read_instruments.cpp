#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "gradus/study/metric_names.hpp"
#include "study/instruments.hpp"
#include "study/known.hpp"
#include "study/scalars.hpp"
#include "study/things.hpp"
#include "study/train_rows.hpp"

namespace gradus::study {
namespace {

using When = InstrumentSpec::When;

class InstrumentReader {
 public:
  InstrumentReader(const Known& known, const Node& node, const Path& path)
      : known_(known), c_(known.context), node_(node), path_(path) {}

  InstrumentSpec read(const std::string& name) {
    spec_.name = name;
    spec_.kind = kind();
    check_name();
    if (spec_.kind.ends_with("_units")) spec_.samples = 0;  // the whole set, unless told
    std::vector<std::string> names = instrument_keys(spec_.kind);
    names.insert(names.begin(), {"kind", "name"});
    const Node table = node_.is_table() ? node_ : Node::of_table(node_.origin);
    const Keys keys(c_, table, path_, names);
    keys.with("of", [&](const Node& n, const Path& p) {
      spec_.of =
          static_cast<GradientOf>(read_choice(c_, n, p, {"weights", "activations", "inputs"}));
    });
    keys.with("data", [&](const Node& n, const Path& p) { read_data_set(n, p); });
    keys.with("samples", [&](const Node& n, const Path& p) {
      read_field(c_, n, p, Rule{}.at_least(1), spec_.samples);
      spec_.samples_given = true;
    });
    keys.with("every", [&](const Node& n, const Path& p) { read_every(n, p); });
    keys.with("layers", [&](const Node& n, const Path& p) { read_layers(n, p); });
    check_normalisation();
    check_saturation();
    return spec_;
  }

 private:
  std::string kind() {
    const Node* at = node_.is_table() ? node_.find("kind") : &node_;
    if (!at)
      c_.fail(node_, path_, "\"kind\" is missing", "one of " + joined_names(instrument_kinds()));
    const std::vector<std::string> words = split_words(at->joined());
    const std::string word = words.empty() ? "" : words[0];
    const auto& kinds = instrument_kinds();
    if (!at->is_string() || std::find(kinds.begin(), kinds.end(), word) == kinds.end())
      c_.fail(*at, path_, fmt::format("unknown instrument {}", show(*at)), suggest(word, kinds));
    if (words.size() > 1)
      c_.fail(*at, path_, fmt::format("nothing takes {}", quote(words[1])), "the form is " + word);
    return word;
  }

  // Names of metrics and of files are made of it.
  void check_name() const {
    const bool good = std::all_of(spec_.name.begin(), spec_.name.end(), [](char ch) {
      const auto byte = static_cast<unsigned char>(ch);
      return byte >= 0x80 || std::isalnum(byte) != 0 || ch == '_' || ch == '-';
    });
    if (good) return;
    const Node& at = *node_.find("name");
    c_.fail(at, Path{&path_, "name"},
            fmt::format("{} is no name of an instrument", quote(spec_.name)),
            "give letters, digits, _ and - alone");
  }

  void read_data_set(const Node& n, const Path& p) {
    const std::vector<std::string> sets = {"test", "train", "validation"};
    spec_.data = sets[read_choice(c_, n, p, sets)];
    for (const Variant& v : known_.variants) {
      if (spec_.data == "test" && !has_test_set(v.plan.data))
        c_.fail(n, p, "\"test\" needs a test set", "give data.test");
      if (spec_.data == "validation" && !has_validation(v.plan.data))
        c_.fail(n, p, "\"validation\" needs validation samples", "give data.validation");
    }
  }

  void read_every(const Node& n, const Path& p) {
    if (n.is_number())
      c_.fail(n, p, fmt::format("every = {} has no unit", show(n)),
              fmt::format("write \"{0} epochs\" or \"{0} steps\"", show(n)));
    std::string text;
    read_field(c_, n, p, Rule{}, text);
    if (text == "end" || text == "start") {
      spec_.when = text == "end" ? When::kEnd : When::kStart;
      if (spec_.kind == "update_ratio" && spec_.when == When::kStart)
        c_.fail(n, p, "there is no update before the start", "write \"end\" or \"1 epochs\"");
      return;
    }
    const std::vector<std::string> words = split_words(text);
    const std::optional<Node> count = words.empty() ? std::nullopt : number_of(words[0]);
    const std::string unit = words.size() == 2 ? words[1] : "";
    const bool epochs = unit == "epochs" || unit == "epoch";
    if (words.size() == 1 && count)
      c_.fail(n, p, fmt::format("every = {} has no unit", quote(text)),
              fmt::format("write \"{0} epochs\" or \"{0} steps\"", text));
    if (!count || !count->is(Node::Type::kInteger) || count->integer < 1 ||
        (!epochs && unit != "steps" && unit != "step"))
      c_.fail(n, p, fmt::format("{} is no moment", quote(text)),
              "write \"end\", \"start\", \"10 epochs\" or \"100 steps\"");
    spec_.when = epochs ? When::kEpochs : When::kSteps;
    spec_.every = count->integer;
    check_reached(n, p);
  }

  // One that is never read makes empty figures.
  void check_reached(const Node& n, const Path& p) const {
    const bool epochs = spec_.when == When::kEpochs;
    int64_t last = 0;
    for (const Variant& v : known_.variants) {
      const TrainPlan& train = v.plan.train;
      const int64_t end = epochs ? train.epochs : train.steps;
      if (end == 0) {
        // It is counted in the other way, and often only the data tell how many steps are an epoch.
        const int64_t rows = told_rows(v.plan.data);
        if (rows == 0) return;
        const int64_t most = most_train_rows(v.plan.data, rows);
        const int64_t batch = train.batch_size == 0 ? most : std::min(train.batch_size, most);
        const int64_t steps = (most + batch - 1) / batch;
        last = std::max(last, epochs ? (train.steps + steps - 1) / steps : train.epochs * steps);
        continue;
      }
      last = std::max(last, end);
    }
    if (spec_.every <= last) return;
    const std::string what =
        fmt::format("training ends after {} {}", epochs ? "epoch" : "step", last);
    if (c_.overlaid) throw LeftOut{what};
    c_.fail(n, p, fmt::format("{} is never reached: {}", show(n), what), "give fewer, or \"end\"");
  }

  void read_layers(const Node& n, const Path& p) {
    std::vector<std::string> names;
    for (const Variant& v : known_.variants)
      for (const std::string& name : layer_names(v.plan.layers))
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    for (const Node* item : one_or_list(n)) {
      std::string name;
      read_field(c_, *item, p, Rule{}, name);
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        if (c_.overlaid) throw LeftOut{fmt::format("no layer {}", quote(name))};
        c_.fail(*item, p, fmt::format("no layer {}", quote(name)), suggest(name, names));
      }
      spec_.layers.push_back(std::move(name));
    }
    if (spec_.layers.empty()) c_.fail(n, p, "holds no layer", "give at least one");
  }

  void check_normalisation() const {
    if (spec_.kind != "batch_normalization") return;
    for (const Variant& v : known_.variants)
      for (const Layer& layer : v.plan.layers)
        if (std::holds_alternative<BatchNormalization>(layer)) return;
    if (c_.overlaid) throw LeftOut{"no BatchNormalization in any variant"};
    c_.fail(node_, path_, "no BatchNormalization in any variant", "remove the instrument");
  }

  // Whether a layer's values have ends at which it saturates.
  static bool saturates(const Layer& layer) {
    return std::visit(
        []<class L>(const L& l) {
          if constexpr (requires { l.activation; })
            return std::holds_alternative<activations::Tanh>(l.activation) ||
                   std::holds_alternative<activations::Sigmoid>(l.activation);
          return false;
        },
        layer);
  }

  void check_saturation() const {
    if (spec_.kind != "saturated_units") return;
    for (const Variant& v : known_.variants) {
      const std::vector<std::string> names = layer_names(v.plan.layers);
      size_t next = 0;
      for (const Layer& layer : v.plan.layers)
        for (int64_t copy = 0; copy < layer_options(layer).repeat; ++copy, ++next) {
          const bool looked_at = spec_.layers.empty() ||
                                 std::find(spec_.layers.begin(), spec_.layers.end(), names[next]) !=
                                     spec_.layers.end();
          if (looked_at && saturates(layer)) return;
        }
    }
    const std::string what = fmt::format("no tanh or sigmoid in {}",
                                         spec_.layers.empty() ? "any variant" : "these layers");
    if (c_.overlaid) throw LeftOut{what};
    c_.fail(node_, path_, what, "remove the instrument");
  }

  const Known& known_;
  const Context& c_;
  const Node& node_;
  const Path& path_;
  InstrumentSpec spec_;
};

void add_metrics(Known& known, const InstrumentSpec& spec) {
  std::set<std::string> seen(known.end_metrics.begin(), known.end_metrics.end());
  for (const Variant& v : known.variants)
    for (std::string& name : instrument_metrics(spec, v.plan.layers))
      if (seen.insert(name).second) known.end_metrics.push_back(std::move(name));
}

}  // namespace

void read_instruments(Known& known, Node& study, Study& out) {
  Node* list = study.find("instrument");
  if (!list) return;
  const Context& c = known.context;
  const Path path{nullptr, "instrument"};
  if (!list->is_list())
    c.fail(*list, path, fmt::format("expected a list of instruments, got {}", show(*list)),
           "write [[instrument]]");
  const std::vector<std::string> names = member_names(list->items);
  std::vector<Node> kept;
  for (size_t i = 0; i < names.size(); ++i) {
    const Node& node = list->items[i];
    const Path here{&path, names[i]};
    const bool twice = std::find(known.instruments.begin(), known.instruments.end(), names[i]) !=
                       known.instruments.end();
    if (twice)
      c.fail(node, path, fmt::format("two instruments are named {}", quote(names[i])),
             "give one a name");
    if (known.is_metric(names[i]) || known.axis(names[i]))
      c.fail(node, here,
             fmt::format("{} is {} already", quote(names[i]),
                         known.axis(names[i]) ? "an axis" : "a metric"),
             "give it another name");
    try {
      const InstrumentSpec spec = InstrumentReader(known, node, here).read(names[i]);
      known.instruments.push_back(spec.name);
      add_metrics(known, spec);
      out.instruments.push_back(spec);
      kept.push_back(node);
    } catch (const LeftOut& left) {
      out.notes.push_back(fmt::format("instrument {} is left out: {}", quote(names[i]), left.why));
    }
  }
  list->items = std::move(kept);
  if (list->items.empty()) study.erase("instrument");
}

}  // namespace gradus::study
