#include "report/findings/digits.hpp"
#include "report/findings/search.hpp"

namespace gradus {
namespace {

std::string verdict(const finding::SearchFacts& facts, size_t place) {
  const study::Ranked& point = facts.ranking[place];
  if (point.pruned) return "ended early";
  if (point.failed > 0) return finding::many(point.failed, "training") + " failed";
  if (place == 0) return "best";
  const statistics::Comparison& c = facts.against[place];
  if (c.pairs < 2) return "not compared";
  return c.differs() ? "worse" : "cannot be told apart";
}

}  // namespace

TextTable ranking_table(const study::Study& study, const study::Results& results, size_t most) {
  TextTable table;
  if (!study.search) return table;
  const study::TrialIndex index(study, results);
  const finding::SearchFacts facts = finding::search_facts(study, results, index);
  table.head = {"place", "point", facts.question().words.label, "trainings", "beside the best"};
  const size_t n = facts.ranking.size();
  for (size_t i = 0; i < n; ++i) {
    if (i >= most && i + 1 < n) continue;  // the last shows where the search ends
    const std::string value =
        facts.samples[i].values.empty() ? "–" : finding::point_value(facts, i);
    table.rows.push_back({std::to_string(i + 1), finding::written(study, facts.variant(i).key),
                          value, std::to_string(facts.ranking[i].trainings), verdict(facts, i)});
  }
  if (n > most + 1) table.more = n - most - 1;
  return table;
}

}  // namespace gradus
