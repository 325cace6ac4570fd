#pragma once

#include <vector>

#include "gradus/study/run.hpp"
#include "study/runner/job.hpp"
#include "study/runner/ledger.hpp"

namespace gradus::study {

/// Trains chains of jobs over the processors: those of one shape as lanes of packs, the others one
/// by one. What the ledger has finished is not trained again. Returns the trials in the order of
/// the chains and their jobs, all of them durable where a folder keeps them; fewer where the run is
/// to stop. Throws the first error of any training.
[[nodiscard]] std::vector<Trial> train_chains(const Study& study, const DataShelf& shelf,
                                              const RunOptions& options, Ledger& ledger,
                                              const std::vector<Chain>& chains);

}  // namespace gradus::study
