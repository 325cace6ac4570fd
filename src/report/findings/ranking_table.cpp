#include <algorithm>
#include <cmath>

#include "report/findings/digits.hpp"
#include "report/findings/search.hpp"

namespace gradus {
namespace {

constexpr const char* kNothing = "–";

std::string verdict(const finding::SearchFacts& facts, size_t place) {
  const study::Ranked& point = facts.ranking[place];
  if (point.pruned)
    return "ended early, at epoch " + std::to_string(finding::epochs_reached(facts, place));
  if (point.failed > 0) return finding::many(point.failed, "training") + " failed";
  if (place == 0) return "best";
  const statistics::Comparison& c = facts.against[place];
  if (c.pairs < 2) return "not compared";
  return c.differs() ? "worse" : "cannot be told apart";
}

std::string value_of(const finding::SearchFacts& facts, size_t place) {
  if (!facts.samples[place].values.empty()) return finding::point_value(facts, place);
  const study::Ranked& point = facts.ranking[place];
  if (!point.pruned || !std::isfinite(point.mean)) return kNothing;
  return finding::write(facts.question(), point.mean, facts.spread);
}

// Over the folds of a seed, without folds over the seeds.
std::string deviation_of(const finding::SearchFacts& facts, size_t place) {
  const finding::Sample& sample = facts.samples[place];
  const double deviation = sample.folds > 1 ? sample.over_folds : sample.over_seeds;
  return std::isfinite(deviation)
             ? finding::write_difference(facts.question(), deviation, deviation)
             : kNothing;
}

}  // namespace

TextTable ranking_table(const study::Study& study, const study::Results& results, size_t most) {
  TextTable table;
  if (!study.search) return table;
  const study::TrialIndex index(study, results);
  const finding::SearchFacts facts = finding::search_facts(study, results, index);
  const std::vector<size_t> rising = finding::still_rising(facts);
  const size_t n = facts.ranking.size();
  const bool spread = std::any_of(facts.samples.begin(), facts.samples.end(), [](const auto& one) {
    return std::isfinite(one.folds > 1 ? one.over_folds : one.over_seeds);
  });
  table.head = {"place", "point", facts.question().words.label};
  if (spread) table.head.emplace_back("standard deviation");
  table.head.insert(table.head.end(), {"trainings", "beside the best"});
  for (size_t i = 0; i < n; ++i) {
    const bool rises = std::find(rising.begin(), rising.end(), i) != rising.end();
    // Those that more epochs might rank higher are all there; the last shows where the search ends.
    if (i >= most && i + 1 < n && !rises) continue;
    std::vector<std::string> row{std::to_string(i + 1),
                                 finding::written(study, facts.variant(i).key), value_of(facts, i)};
    if (spread) row.push_back(deviation_of(facts, i));
    row.push_back(std::to_string(facts.ranking[i].trainings));
    row.push_back(verdict(facts, i) + (rises ? "; still improving" : ""));
    table.rows.push_back(std::move(row));
  }
  table.more = n - table.rows.size();
  return table;
}

}  // namespace gradus
