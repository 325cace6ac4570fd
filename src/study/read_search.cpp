#include "study/read_search.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gradus/study/metric_names.hpp"
#include "gradus/train/callback.hpp"
#include "study/scalars.hpp"
#include "study/section_keys.hpp"
#include "study/sections.hpp"
#include "study/things.hpp"

namespace gradus::study {
namespace {

const std::vector<std::string> kMethods = {"grid", "random", "latin_hypercube", "sobol", "tpe"};
const std::vector<std::string> kRules = {"best", "one_standard_error"};
const std::vector<std::string> kRefits = {"best", "median", "worst"};

const Path kPath{nullptr, "search"};

Keys keys_of(const Context& c, const Node& search) {
  return Keys(c, search, kPath, key_names("search"));
}

bool is_column(const Known& known, const std::string& name) {
  const auto& columns = known.epoch_metrics;
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

// What an objective may be: a number with a direction that training on other samples gives.
void check_objective(const Known& known, const Node& n, const Path& p, const MetricQuery& query) {
  const Context& c = known.context;
  if (query.name == "seconds")
    c.fail(n, p, "seconds differ from run to run", "choose by a metric or by epochs");
  if (query.name == "learning_rate") c.fail(n, p, "learning_rate is no result", "give a metric");
  if (is_column(known, query.name) && !query.name.starts_with("val_")) {
    MetricQuery mend = query;
    mend.name = "val_" + query.name;
    const bool validated = is_column(known, mend.name);
    c.fail(n, p, fmt::format("{} would choose by the training samples", query.text()),
           fmt::format("{}use {}", validated ? "" : "give data.validation, and ", mend.text()));
  }
  const bool on_test = std::any_of(known.variants.begin(), known.variants.end(),
                                   [](const auto& v) { return v.plan.data.validation_is_test; });
  if (query.name.starts_with("val_") && on_test)
    c.fail(n, p,
           fmt::format("{} would choose on the test set, which data.validation names", query.name),
           "give data.validation samples of its own, such as { folds = 5 }");
}

MetricQuery read_objective(const Known& known, const Keys& keys) {
  const Context& c = known.context;
  const Node* node = keys.find("objective");
  if (!node) {
    std::vector<std::string> names;
    for (const std::string& name : known.epoch_metrics)
      if (name.starts_with("val_")) names.push_back(name);
    c.fail(keys.table().origin, "search.objective", "is missing",
           names.empty() ? "name the metric that decides, and give data.validation"
                         : "one of " + joined_names(names));
  }
  const Path path = beneath(kPath, "objective", *node);
  std::string written;
  read_field(c, *node, path, Rule{}, written);
  const size_t at = written.find("test_");
  if (at == 0 || (at != std::string::npos && written[at - 1] == ' ')) {
    std::string mend = written;
    mend.replace(at, 5, "val_");
    c.fail(*node, path, fmt::format("{} would choose on the test set", written), "use " + mend);
  }
  MetricQuery query = read_metric(known, *node, path, written, {});
  check_objective(known, *node, path, query);
  return query;
}

bool larger_is_better(const MetricQuery& query) {
  if (query.reduce == "argmin" || query.reduce == "argmax" || query.reduce == "roughness")
    return false;
  return query.name == "converged" || gradus::larger_is_better(query.name);
}

// A scheduler compares points by what their objective is so far, at whole epochs.
void check_scheduler(const Known& known, const Node& n, const Path& p, const SearchSpec& search) {
  const Context& c = known.context;
  const MetricQuery& query = search.objective;
  const bool so_far = query.reduce == "last" || query.reduce == "min" || query.reduce == "max";
  if (!is_column(known, query.name) || !so_far || query.epoch)
    c.fail(n, p, fmt::format("{} is known at the end alone", query.text()),
           "remove it, or choose by a metric of every epoch");
  for (const Variant& variant : known.variants) {
    const TrainPlan& train = variant.plan.train;
    if (train.epochs != known.variants.front().plan.train.epochs)
      c.fail(n, p, "epochs vary, and points that differ in length alone are equal so far",
             "remove it: lengths are read off one training anyway");
    if (is_solver(train.optimizer))
      c.fail(n, p, "a full-batch solver ends no training early", "remove it");
    if (train.epochs == 0)
      c.fail(n, p, "needs epochs, and training has steps", "give train.epochs");
    if (search.scheduler.min_epochs > train.epochs)
      c.fail(n, p,
             fmt::format("min_epochs is {}, and training ends after epoch {}",
                         search.scheduler.min_epochs, train.epochs),
             "give fewer");
    if (query.name.starts_with("val_") && search.scheduler.min_epochs % train.validation_freq != 0)
      c.fail(n, p,
             fmt::format("{} is measured every {} epochs only", query.name, train.validation_freq),
             fmt::format("write min_epochs = {}", train.validation_freq));
  }
}

Scheduler read_scheduler(const Context& c, const Node& n, const Path& p) {
  SchedulerThing thing;
  read_thing(c, n, p, thing);
  Scheduler out;
  if (const auto* halving = std::get_if<SuccessiveHalving>(&thing)) {
    out.kind = Scheduler::Kind::kSuccessiveHalving;
    out.factor = halving->factor;
    out.min_epochs = halving->min_epochs;
  } else {
    const auto& pruning = std::get<MedianPruning>(thing);
    out.kind = Scheduler::Kind::kMedianPruning;
    out.min_epochs = pruning.min_epochs;
    out.min_points = pruning.min_points;
  }
  return out;
}

// What is drawn next, and who goes on, follows from scores: an outer fold's test samples train the
// networks of the others, so that a choice by the scores of all has seen them.
void check_nested(const Known& known, const Node& n, const Path& p, std::string_view what) {
  const bool nested = std::any_of(known.variants.begin(), known.variants.end(),
                                  [](const auto& v) { return v.plan.data.test_folds.has_value(); });
  if (nested)
    known.context.fail(
        n, p,
        fmt::format("{} scores in which the test samples of the outer folds have a part", what),
        n.text == kMethods[static_cast<size_t>(SearchSpec::Method::kTpe)]
            ? "use random, or a count in place of the folds of data.test"
            : "remove it, or give a count in place of the folds of data.test");
}

void check_rule(const Known& known, const Node& n, const Path& p, const Study& out) {
  if (out.search->rule == SearchSpec::Rule::kBest || out.seeds.size() > 1) return;
  const bool alone = std::any_of(known.variants.begin(), known.variants.end(),
                                 [](const Variant& v) { return v.plan.data.folds() < 2; });
  if (alone)
    known.context.fail(n, p, "one_standard_error needs a spread, and each point has one training",
                       "give folds to data.validation, or more seeds");
}

}  // namespace

std::optional<SearchSpec> read_search_method(const Context& c, const Node& study) {
  const Node* node = study.find("search");
  if (!node) return std::nullopt;
  const Keys keys = keys_of(c, *node);
  SearchSpec out;
  keys.with("method", [&](const Node& n, const Path& p) {
    out.method = static_cast<SearchSpec::Method>(read_choice(c, n, p, kMethods));
  });
  keys.with("points", [&](const Node& n, const Path& p) {
    read_field(c, n, p, Rule{}.at_least(1).at_most(static_cast<double>(kMostVariants)), out.points);
  });
  keys.with("seed", [&](const Node& n, const Path& p) {
    int64_t seed = 0;
    read_field(c, n, p, Rule{}.at_least(0), seed);
    out.seed = static_cast<uint64_t>(seed);
  });
  const Node* vary = study.find("vary");
  if (!vary || (vary->is_table() && vary->keys.empty()))
    c.fail(node->origin, "search", "nothing varies", "declare an axis in [vary]");
  if (out.method == SearchSpec::Method::kGrid) {
    keys.with("seed", [&](const Node& n, const Path& p) {
      c.fail(n, p, "a grid draws nothing", "remove it, or set method");
    });
  } else if (out.points == 0) {
    c.fail(
        node->origin, "search.points", "is missing",
        fmt::format("{} draws as many points as asked", kMethods[static_cast<size_t>(out.method)]));
  }
  return out;
}

void read_refit(const Context& c, const Node& study, Study& out) {
  const Keys keys = keys_of(c, *study.find("search"));
  SearchSpec& search = *out.search;
  keys.with("refit", [&](const Node& n, const Path& p) {
    if (n.is_list() && n.items.empty())
      c.fail(n, p, "holds no point", "remove it, or give \"best\"");
    for (const Node* item : one_or_list(n)) {
      const std::string& word = kRefits[read_choice(c, *item, p, kRefits)];
      if (std::find(search.refit.begin(), search.refit.end(), word) != search.refit.end())
        c.fail(*item, p, fmt::format("holds {} twice", quote(word)), "drop one");
      search.refit.push_back(word);
    }
    for (const Variant& variant : out.variants)
      if (!has_test_set(variant.plan.data)) c.fail(n, p, "needs a test set", "give data.test");
  });
  search.refit_seeds = out.seeds;
  keys.with("refit_seeds", [&](const Node& n, const Path& p) {
    if (search.refit.empty()) c.fail(n, p, "nothing is trained again", "give search.refit");
    search.refit_seeds = read_seeds(c, &n, p);
  });
}

void check_points(const Context& c, size_t different, Node& study, Study& out) {
  if (different >= static_cast<size_t>(out.search->points)) return;
  Node& node = *study.find("search")->find("points");
  const std::string what = fmt::format("{} of {} different points", out.search->points, different);
  // What an overlay asks for, or leaves to be drawn from, is cut to what there is.
  if (!c.overlaid) {
    const Path here = beneath(kPath, "points", node);
    c.fail(node, here, "asks for " + what,
           fmt::format("give at most {}, or remove points and method: a grid has them all",
                       different));
  }
  out.notes.push_back(fmt::format("search.points asks for {}: these are drawn", what));
  node.integer = out.search->points = static_cast<int64_t>(different);
}

void read_search(const Known& known, const Node& study, Study& out) {
  const Context& c = known.context;
  const Keys keys = keys_of(c, *study.find("search"));
  SearchSpec& search = *out.search;
  if (search.method == SearchSpec::Method::kGrid)
    keys.with("points", [&](const Node& n, const Path& p) {
      c.fail(n, p, fmt::format("a grid has {} points by itself", out.variants.size()),
             "remove points, or set method");
    });
  search.objective = read_objective(known, keys);
  search.higher_is_better = larger_is_better(search.objective);
  if (search.method == SearchSpec::Method::kTpe)
    keys.with("method",
              [&](const Node& n, const Path& p) { check_nested(known, n, p, "draws by"); });
  keys.with("scheduler", [&](const Node& n, const Path& p) {
    search.scheduler = read_scheduler(c, n, p);
    check_nested(known, n, p, "ends trainings by");
    check_scheduler(known, n, p, search);
  });
  keys.with("rule", [&](const Node& n, const Path& p) {
    search.rule = static_cast<SearchSpec::Rule>(read_choice(c, n, p, kRules));
    check_rule(known, n, p, out);
  });
}

}  // namespace gradus::study
