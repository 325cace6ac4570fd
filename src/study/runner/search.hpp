#pragma once

#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/run.hpp"
#include "study/runner/ledger.hpp"

namespace gradus::study {

/// Trains the points of a search, those that its scheduler lets go on, and those that an adaptive
/// method draws from what came of the others, which become variants of the study. What is drawn and
/// who goes on follows from the results of whole rounds, never from which training ended first.
/// Fills `results`, and adds to the study's notes what is read off one training; interrupted where
/// the run was to stop.
class Search {
 public:
  Search(Study& study, const DataShelf& shelf, const RunOptions& options, Ledger& ledger,
         Results& results)
      : study_(study), shelf_(shelf), options_(options), ledger_(ledger), results_(results) {}

  void run();

 private:
  [[nodiscard]] std::vector<size_t> distinct(size_t from) const;
  void draw_more();
  void train_points(const std::vector<size_t>& points);
  void train_whole(const std::vector<size_t>& points);
  void halve(std::vector<size_t> points);
  void prune(const std::vector<size_t>& points);
  [[nodiscard]] std::vector<Trial> train_to(const std::vector<size_t>& points, int64_t before,
                                            int64_t epochs);
  [[nodiscard]] double objective_at(size_t point, int64_t epochs,
                                    const std::vector<Trial>& trials) const;
  void keep(std::vector<Trial> trials, bool pruned);

  Study& study_;
  const DataShelf& shelf_;
  const RunOptions& options_;
  Ledger& ledger_;
  Results& results_;
};

/// Trains again the points that search.refit names, on everything but the test set, and appends
/// them to the study's variants: with folds in the test set, those chosen within each of them.
void refit(Study& study, const DataShelf& shelf, const RunOptions& options, Ledger& ledger,
           Results& results);

}  // namespace gradus::study
