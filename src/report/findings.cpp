#include "report/findings.hpp"

#include <algorithm>
#include <iterator>

#include "report/findings/answer.hpp"
#include "report/findings/rate_ranges.hpp"
#include "report/findings/reported.hpp"
#include "report/findings/search.hpp"
#include "report/findings/solver_ends.hpp"
#include "report/findings/warnings.hpp"

namespace gradus {

std::vector<Finding> findings(const study::Study& study, const study::Results& results) {
  const study::TrialIndex index(study, results);
  std::vector<Finding> out;
  const auto append = [&](std::vector<Finding> more) {
    std::move(more.begin(), more.end(), std::back_inserter(out));
  };
  std::optional<finding::SearchFacts> search;
  if (study.search) {
    search.emplace(finding::search_facts(study, results, index));
    append(finding::search_best(*search));
    append(finding::search_points(*search));
  }
  for (const study::FindingSpec& spec : study.findings) {
    const finding::Question question{study, index, spec, finding::words_of(study, spec),
                                     search ? &*search : nullptr};
    append(search && finding::asks_for_best(*search, question)
               ? finding::search_by(*search, question)
               : finding::answer(study, index, spec, question.search));
  }
  // Two questions over one axis both find that one variant is another: said once.
  std::vector<std::string> said;
  std::erase_if(out, [&](const Finding& one) {
    if (one.kind != Finding::Kind::kSame) return false;
    if (std::find(said.begin(), said.end(), one.sentence) != said.end()) return true;
    said.push_back(one.sentence);
    return false;
  });
  append(finding::solver_ends(study, index));
  append(finding::rate_ranges(study, results));
  for (finding::Beside& beside : finding::beside_ours(study, index))
    out.push_back(std::move(beside.finding));
  append(finding::troubles(study, index));
  if (search) {
    append(finding::search_warnings(*search));
    append(finding::search_rising(*search));
  }
  append(finding::test_set_warnings(study));
  append(finding::passing_warnings(study));
  return out;
}

}  // namespace gradus
