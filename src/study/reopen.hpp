#pragma once

#include <filesystem>
#include <string>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"
#include "study/record.hpp"

namespace gradus::study {

/// A run that ended, as its folder holds it.
struct Reopened {
  Study study;  ///< with the points that its search drew while it ran, and its refits
  /// All but steps, the histories of batches and what instruments read.
  Results results;
  Record record;
  std::string plan;  ///< the study as text
};

/// The text of a file. Throws Error where it is missing or cannot be read.
[[nodiscard]] std::string text_of(const std::filesystem::path& file);

/// Reads study.toml, results.json and history.csv of a folder that a run left behind; needs no
/// data. Throws Error where one of them is missing or broken, or the run did not end.
[[nodiscard]] Reopened reopen(const std::filesystem::path& folder);

}  // namespace gradus::study
