#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gradus/data/load.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// The sets of one trial, dealt and transformed.
struct Prepared {
  data::Dataset train;
  data::Dataset validation;  ///< empty where none is asked for
  data::Dataset test;        ///< likewise
};

/// Deals and transforms the samples of trials. Files are read once, however many trials use them;
/// what is drawn or dealt at random follows from the seed. To be used from several threads at once.
class DataShelf {
 public:
  /// Reads the files of all variants. `beside` is the study's folder. Throws Error where a file is
  /// missing or broken.
  DataShelf(const Study& study, std::filesystem::path beside);

  /// `fold` is one of plan.folds(). Throws Error where counts do not fit what is there.
  [[nodiscard]] Prepared prepare(const DataPlan& plan, uint64_t trial_seed, int64_t fold = 0) const;

  /// Sentences of the sources, and name and SHA-256 of each file read.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& checksums() const {
    return checksums_;
  }

 private:
  std::filesystem::path beside_;
  std::vector<std::pair<data::Source, data::Loaded>> files_;
  std::vector<std::string> notes_;
  std::vector<std::pair<std::string, std::string>> checksums_;
};

}  // namespace gradus::study
