#include "report/findings/solver_ends.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gradus/study/statistics.hpp"
#include "report/findings/fold.hpp"
#include "report/findings/words.hpp"

namespace gradus::finding {
namespace {

std::string reason(const std::string& stopped_by) {
  static const std::vector<std::pair<std::string, std::string>> reasons = {
      {"evaluations used up", "the evaluations were used up"},
      {"gradient norm", "the gradient vanished"},
      {"no progress", "no step led further down"},
      {"ftol", "an iteration lowered the loss by no more than ftol"},
      {"target reached", "the target was reached"},
      {"a callback", "a callback ended it"},
      {"start is not finite", "the loss is not finite at the start"},
  };
  for (const auto& [word, sentence] : reasons)
    if (word == stopped_by) return sentence;
  return stopped_by;
}

struct Ends {
  std::vector<std::pair<std::string, size_t>> reasons;  // with the number of trials
  std::vector<double> evaluations, iterations, norms;

  void add(const SolverFacts& facts) {
    evaluations.push_back(static_cast<double>(facts.evaluations));
    iterations.push_back(static_cast<double>(facts.iterations));
    norms.push_back(facts.gradient_norm);
    const auto known = std::find_if(reasons.begin(), reasons.end(), [&](const auto& entry) {
      return entry.first == facts.stopped_by;
    });
    if (known == reasons.end()) {
      reasons.emplace_back(facts.stopped_by, 1);
    } else {
      ++known->second;
    }
  }
};

std::string sentence_of(const Ends& ends) {
  const size_t trials = ends.norms.size();
  std::vector<std::string> why;
  for (const auto& [stopped_by, count] : ends.reasons) {
    why.push_back("because " + reason(stopped_by));
    if (trials > 1) why.back() += fmt::format(" ({} of {})", count, many(trials, "trial"));
  }
  return fmt::format(
      "stopped {}, after {:.6g} evaluations and {:.6g} iterations at a gradient norm of {:.2g}{}",
      listed(why), statistics::median(ends.evaluations), statistics::median(ends.iterations),
      statistics::median(ends.norms), trials > 1 ? " (medians)" : "");
}

}  // namespace

std::vector<Finding> solver_ends(const study::Study& study, const study::TrialIndex& index) {
  std::vector<Finding> out;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    if (study.variants[v].same_as) continue;
    Ends ends;
    for (const study::Trial* trial : index.of(v))
      if (trial->history.solver) ends.add(*trial->history.solver);
    if (ends.norms.empty()) continue;
    const std::string name = spoken(study, study.variants[v].key);
    const std::string sentence = sentence_of(ends);
    Finding& finding = out.emplace_back();
    finding.kind = Finding::Kind::kSolver;
    finding.sentence = (name.empty() ? sentence_case(sentence) : name + ": " + sentence) + ".";
  }
  if (out.size() <= kGroupsInWords) return out;
  Ends all;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    if (study.variants[v].same_as) continue;
    for (const study::Trial* trial : index.of(v))
      if (trial->history.solver) all.add(*trial->history.solver);
  }
  Finding finding = out.front();
  finding.sentence = "In " + many(out.size(), "variant") + " solvers " + sentence_of(all) + ".";
  return {finding};
}

}  // namespace gradus::finding
