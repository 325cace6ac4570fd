#pragma once

#include <string>
#include <vector>

#include "report/findings.hpp"
#include "study/trial_index.hpp"

namespace gradus::finding {

/// One reported figure beside ours.
struct Beside {
  std::string variant, label;  ///< in words
  std::string reported, ours;  ///< "3020", "2810 to 4100"
  std::string verdict;         ///< "inside our spread", "outside, because ..."
  std::string remark;          ///< note and source of the row
  Finding finding;
};

/// All figures that others reported, none in the quick form. Our spread is the smallest to the
/// largest value over seeds; of a share, its interval.
[[nodiscard]] std::vector<Beside> beside_ours(const study::Study& study,
                                              const study::TrialIndex& index);

}  // namespace gradus::finding
