#include "study/runner/search.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>

#include "gradus/study/statistics.hpp"
#include "study/ranking.hpp"
#include "study/runner/chains.hpp"
#include "study/runner/crew.hpp"

namespace gradus::study {
namespace {

// An adaptive method sees what came of its points so many at a time, however many processors there
// are.
constexpr size_t kRound = 4;

// A value that was drawn while the search ran belongs to its axis from then on.
void note_values(Study& study, const VariantKey& key) {
  for (const auto& [name, value] : key) {
    const auto axis = std::find_if(study.axes.begin(), study.axes.end(),
                                   [&](const Axis& a) { return a.name == name; });
    if (axis != study.axes.end() &&
        std::find(axis->values.begin(), axis->values.end(), value) == axis->values.end())
      axis->values.push_back(value);
  }
}

int64_t longest(const Study& study, const std::vector<size_t>& points) {
  int64_t epochs = 0;
  for (const size_t v : points) epochs = std::max(epochs, study.variants[v].plan.train.epochs);
  return epochs;
}

}  // namespace

bool draw_round(Study& study, const Results& results) {
  const auto wanted = static_cast<size_t>(study.search->points);
  const size_t before = study.variants.size();
  if (before >= wanted) return false;
  std::vector<Judged> judged;
  std::map<size_t, double> means;
  for (const Ranked& point : rank(study, results))
    means[point.variant] = point.pruned ? std::numeric_limits<double>::quiet_NaN() : point.mean;
  for (size_t v = 0; v < before; ++v)
    judged.push_back({study.variants[v].key, means[study.variants[v].same_as.value_or(v)]});
  for (Variant& variant : study.suggester->suggest(judged, std::min(kRound, wanted - before))) {
    const auto same = std::find_if(
        study.variants.begin(), study.variants.end(),
        [&](const Variant& earlier) { return earlier.canonical == variant.canonical; });
    if (same != study.variants.end())
      variant.same_as = static_cast<size_t>(same - study.variants.begin());
    note_values(study, variant.key);
    study.variants.push_back(std::move(variant));
  }
  return study.variants.size() > before;
}

void Search::run() {
  train_points(distinct(0));
  if (study_.search && study_.suggester) draw_more();
}

std::vector<size_t> Search::distinct(size_t from) const {
  std::vector<size_t> variants;
  for (size_t v = from; v < study_.variants.size(); ++v)
    if (!study_.variants[v].same_as) variants.push_back(v);
  return variants;
}

void Search::draw_more() {
  while (!results_.interrupted) {
    const size_t before = study_.variants.size();
    if (!draw_round(study_, results_)) return;
    train_points(distinct(before));
  }
}

void Search::train_points(const std::vector<size_t>& points) {
  const Scheduler::Kind kind =
      study_.search ? study_.search->scheduler.kind : Scheduler::Kind::kNone;
  if (kind == Scheduler::Kind::kNone) return train_whole(points);
  if (kind == Scheduler::Kind::kSuccessiveHalving)
    halve(points);
  else
    prune(points);
}

void Search::train_whole(const std::vector<size_t>& points) {
  Chains chains = chains_of(study_, points);
  for (std::string& note : chains.notes)  // rounds of a search say the same
    if (std::find(study_.notes.begin(), study_.notes.end(), note) == study_.notes.end())
      study_.notes.push_back(std::move(note));
  keep(train_chains(study_, shelf_, options_, ledger_, chains.chains), false);
}

// Trainings of so many epochs; they go on from where those of `before` epochs ended, where that is
// the same.
std::vector<Trial> Search::train_to(const std::vector<size_t>& points, int64_t before,
                                    int64_t epochs) {
  std::vector<Chain> chains;
  for (const size_t v : points) {
    const Plan& plan = study_.variants[v].plan;
    const bool whole = epochs >= plan.train.epochs;
    std::string why;
    const bool goes_on =
        before > 0 && begins_alike(study_, plan, before, std::min(epochs, plan.train.epochs), why);
    for (Job job : jobs_of(study_, v)) {
      Job earlier = job;
      earlier.epochs = before;
      job.epochs = whole ? 0 : epochs;
      if (goes_on) ledger_.pass_on(earlier, job);
      chains.push_back({job});
    }
  }
  ledger_.keep_ends();
  std::vector<Trial> trials = train_chains(study_, shelf_, options_, ledger_, chains);
  if (trials.size() < chains.size()) results_.interrupted = true;
  return trials;
}

// Mean over the trainings of a point of the objective after so many epochs, NaN where one has none.
double Search::objective_at(size_t point, int64_t epochs, const std::vector<Trial>& trials) const {
  MetricQuery query = study_.search->objective;
  double sum = 0;
  int64_t count = 0;
  for (const Trial& trial : trials) {
    if (trial.variant != point) continue;
    query.epoch = std::min(epochs, trial.history.epochs);  // one that has converged stays there
    sum += trial.history.where != Where{} ? std::numeric_limits<double>::quiet_NaN()
                                          : value_of(query, trial, false);
    ++count;
  }
  return count > 0 ? sum / static_cast<double>(count) : std::numeric_limits<double>::quiet_NaN();
}

void Search::keep(std::vector<Trial> trials, bool pruned) {
  for (Trial& trial : trials) {
    trial.pruned = pruned;
    if (pruned && trial.history.status == Status::kCompleted)
      trial.history.status = Status::kStopped;
    results_.trials.push_back(std::move(trial));
  }
  if (ledger_.stopping()) results_.interrupted = true;
}

// Jamieson and Talwalkar (2016): one point in `factor` goes on, `factor` times as long.
void Search::halve(std::vector<size_t> points) {
  const Scheduler& scheduler = study_.search->scheduler;
  int64_t before = 0;
  for (int64_t epochs = scheduler.min_epochs;; before = epochs, epochs *= scheduler.factor) {
    const bool last = points.size() == 1 || epochs >= longest(study_, points);
    if (last) epochs = longest(study_, points);
    std::vector<Trial> trials = train_to(points, before, epochs);
    if (results_.interrupted) return;
    if (last) return keep(std::move(trials), false);
    std::vector<std::pair<double, size_t>> order;
    for (size_t i = 0; i < points.size(); ++i) {
      const double value = objective_at(points[i], epochs, trials);
      const double cost = study_.search->higher_is_better ? -value : value;
      order.emplace_back(std::isnan(cost) ? std::numeric_limits<double>::infinity() : cost,
                         points[i]);
    }
    std::sort(order.begin(), order.end());  // of equals, the one drawn first
    const auto factor = static_cast<size_t>(scheduler.factor);
    order.resize(std::max<size_t>(1, order.size() / factor));
    std::vector<size_t> next;
    for (const auto& [cost, v] : order) next.push_back(v);
    std::sort(next.begin(), next.end());
    std::vector<Trial> left;
    for (Trial& trial : trials)
      if (!std::binary_search(next.begin(), next.end(), trial.variant))
        left.push_back(std::move(trial));
    keep(std::move(left), true);
    points = std::move(next);
  }
}

// A point is judged after min_epochs and twice, four, eight times as many: it ends where it is
// worse than the median of the points of earlier rounds at that epoch.
void Search::prune(const std::vector<size_t>& points) {
  const Scheduler& scheduler = study_.search->scheduler;
  const auto round = static_cast<size_t>(scheduler.min_points);
  for (size_t begin = 0; begin < points.size() && !results_.interrupted; begin += round) {
    std::vector<size_t> here(
        points.begin() + static_cast<std::ptrdiff_t>(begin),
        points.begin() + static_cast<std::ptrdiff_t>(std::min(points.size(), begin + round)));
    const std::vector<Trial> earlier = results_.trials;
    std::vector<size_t> known;
    for (const Trial& trial : earlier)
      if (known.empty() || known.back() != trial.variant) known.push_back(trial.variant);
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    if (known.size() < round) {
      train_whole(here);
      continue;
    }
    int64_t before = 0;
    for (int64_t epochs = scheduler.min_epochs; !here.empty(); before = epochs, epochs *= 2) {
      const bool last = epochs >= longest(study_, here);
      std::vector<Trial> trials = train_to(here, before, last ? longest(study_, here) : epochs);
      if (results_.interrupted) return;
      if (last) {
        keep(std::move(trials), false);
        break;
      }
      std::vector<double> others;
      for (const size_t v : known) {
        const bool reached = std::all_of(earlier.begin(), earlier.end(), [&](const Trial& t) {
          return t.variant != v || !t.pruned || t.history.epochs >= epochs;
        });
        const double value = objective_at(v, epochs, earlier);
        if (reached && std::isfinite(value)) others.push_back(value);
      }
      std::vector<size_t> next;
      std::vector<Trial> left;
      for (const size_t v : here) {
        const double value = objective_at(v, epochs, trials);
        const double bar = statistics::median(others);
        const bool worse =
            std::isnan(value) ||
            (!others.empty() && (study_.search->higher_is_better ? value < bar : value > bar));
        if (!worse) next.push_back(v);
      }
      for (Trial& trial : trials)
        if (!std::binary_search(next.begin(), next.end(), trial.variant))
          left.push_back(std::move(trial));
      keep(std::move(left), true);
      here = std::move(next);
    }
  }
}

}  // namespace gradus::study
