#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "gradus/study/run.hpp"

namespace gradus::cli {

/// What a study's networks and work come to, found by building each distinct variant on the samples
/// of the first seed.
struct PlanFacts {
  struct Row {
    size_t variant = 0;
    Summary summary;
    double flops = 0;  ///< of all its trials, if each runs to its last epoch
  };
  std::vector<Row> rows;  ///< one a distinct variant
  int64_t networks = 0;
  double flops = 0;
};

/// The folder that a study's files are named from: its own, or that of the study whose results hold
/// it.
[[nodiscard]] std::filesystem::path folder_of_files(const std::filesystem::path& file,
                                                    const study::Study& study);

/// Reads the study's data. Throws Error where they are missing or do not fit.
[[nodiscard]] PlanFacts plan_facts(const study::Study& study, const study::DataShelf& shelf);

}  // namespace gradus::cli
