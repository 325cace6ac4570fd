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

/// Appends the next points of an adaptive search to the study's variants: a round of them, as they
/// follow from the results of all before. False where there are no more.
bool draw_round(Study& study, const Results& results);

/// A variant that search.refit has appended, and the folds of the test set in which it was chosen;
/// -1 stands for there being none.
struct Again {
  size_t variant = 0;
  std::vector<int64_t> folds;
};
/// Appends the points that search.refit names to the study's variants, with plans on everything but
/// the test set, and to its notes what they drop.
std::vector<Again> append_refits(Study& study, const Results& results);

/// Trains again the points that search.refit names, on everything but the test set, and appends
/// them to the study's variants: with folds in the test set, those chosen within each of them.
void refit(Study& study, const DataShelf& shelf, const RunOptions& options, Ledger& ledger,
           Results& results);

}  // namespace gradus::study
