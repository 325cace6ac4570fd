#include "report/findings.hpp"
#include "report/findings/sample.hpp"
#include "report/findings/words.hpp"

namespace gradus {
namespace {

constexpr size_t kSeedsListed = 12, kVariantsListed = 20, kPointsListed = 8;

std::string trial_name(const study::Study& study, const study::Trial& trial) {
  std::string name = finding::spoken(study, study.variants[trial.variant].key);
  if (!name.empty()) name += ", ";
  if (trial.fold) name += "fold " + std::to_string(*trial.fold) + ", ";
  return name + "seed " + std::to_string(trial.seed);
}

std::string where_text(const History& history) {
  const Where& where = history.where;
  if (where == Where{})
    return "ended with more than twice the loss of the best constant, and of its start";
  std::string text = "not finite";
  if (where.step >= 0) text += " at step " + std::to_string(where.step);
  if (!where.layer.empty())
    text += where.layer == "loss" ? ", in the loss" : ", in layer " + where.layer;
  if (where.batch >= 0) text += ", batch " + std::to_string(where.batch);
  return text;
}

}  // namespace

std::vector<std::string> diverged_trials(const study::Study& study, const study::Results& results,
                                         size_t limit) {
  const study::TrialIndex index(study, results);
  std::vector<std::string> out;
  size_t more = 0;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    if (study.variants[v].same_as) continue;
    for (const study::Trial* trial : index.of(v)) {
      if (trial->history.status != Status::kDiverged) continue;
      if (out.size() < limit) {
        out.push_back(trial_name(study, *trial) + ": " + where_text(trial->history));
      } else {
        ++more;
      }
    }
  }
  if (more > 0) out.push_back("and " + std::to_string(more) + " more, all in results.json");
  return out;
}

std::vector<std::string> trials_not_learned(const study::Study& study,
                                            const study::Results& results) {
  const study::TrialIndex index(study, results);
  std::vector<std::string> out;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    if (study.variants[v].same_as) continue;
    std::vector<std::string> seeds;
    size_t count = 0;
    for (const study::Trial* trial : index.of(v)) {
      const Status status = trial->history.status;
      if (trial->history.learned || trial->pruned || status == Status::kDiverged ||
          status == Status::kFailed)
        continue;
      std::string seed = std::to_string(trial->seed);
      if (trial->fold) seed += " (fold " + std::to_string(*trial->fold) + ")";
      if (++count <= kSeedsListed) seeds.push_back(std::move(seed));
    }
    if (count == 0) continue;
    const bool whole = study.search && count > 1 && count == index.of(v).size();
    std::string name = finding::spoken(study, study.variants[v].key);
    if (!name.empty()) name += ": ";
    if (whole) {
      out.push_back(name + "all " + finding::many(count, "trial"));
      continue;
    }
    std::string line = name + (count == 1 ? "seed " : "seeds ");
    if (count > kSeedsListed) {
      for (const std::string& seed : seeds) line += seed + ", ";
      line += "and " + std::to_string(count - kSeedsListed) + " more";
    } else {
      line += finding::listed(seeds);
    }
    out.push_back(line + " (" + std::to_string(count) + " of " +
                  std::to_string(index.of(v).size()) + ")");
  }
  const size_t most = study.search ? kPointsListed : kVariantsListed;
  if (out.size() > most) {
    const size_t more = out.size() - most;
    out.resize(most);
    out.push_back("and " + std::to_string(more) + " more variants, all in results.json");
  }
  return out;
}

}  // namespace gradus
