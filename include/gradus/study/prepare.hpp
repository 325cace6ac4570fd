#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gradus/data/load.hpp"
#include "gradus/data/transform.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// The sets of one trial, dealt and transformed.
struct Prepared {
  data::Dataset train;
  data::Dataset validation;  ///< empty where none is asked for
  data::Dataset test;        ///< likewise
  /// What made them of the source's samples; none where the plan has no transforms.
  std::optional<data::Fitted> transform{};
};

/// Which rows a trial did not train on, in rising order: numbers of the source's rows; of a source
/// with a test set of its own, `test` counts within that. What a seed draws is numbered as drawn.
struct FoldRows {
  std::vector<uint32_t> validation, test;
};

/// Deals and transforms the samples of trials. Files are read once, however many trials use them;
/// what is drawn or dealt at random follows from the seed. To be used from several threads at once.
class DataShelf {
 public:
  /// Reads the files of all variants. `beside` is the study's folder. Throws Error where a file is
  /// missing or broken.
  DataShelf(const Study& study, std::filesystem::path beside);

  /// `fold` is one of plan.folds(): the test folds go first, as fold = test fold * validation folds
  /// + validation fold. All folds of a seed are dealt from one shuffle of each kind; transforms see
  /// the training rows alone. Throws Error where counts do not fit what is there.
  [[nodiscard]] Prepared prepare(const DataPlan& plan, uint64_t trial_seed, int64_t fold = 0) const;
  /// The rows that prepare() holds out, without reading or changing them.
  [[nodiscard]] FoldRows fold_rows(const DataPlan& plan, uint64_t trial_seed,
                                   int64_t fold = 0) const;

  /// Sentences of the sources, and name and SHA-256 of each file read.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& checksums() const {
    return checksums_;
  }

 private:
  [[nodiscard]] data::Loaded source_of(const DataPlan& plan, uint64_t seed) const;
  [[nodiscard]] Prepared deal_sets(const DataPlan& plan, uint64_t trial_seed, int64_t fold) const;

  std::filesystem::path beside_;
  std::vector<std::pair<data::Source, data::Loaded>> files_;
  std::vector<std::string> notes_;
  std::vector<std::pair<std::string, std::string>> checksums_;
};

}  // namespace gradus::study
