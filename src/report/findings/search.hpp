#pragma once

#include <optional>
#include <vector>

#include "report/findings/answer.hpp"
#include "study/ranking.hpp"

namespace gradus::finding {

/// A search, ranked and compared: what its sentences are made of.
struct SearchFacts {
  const study::Study& study;
  const study::TrialIndex& index;
  study::FindingSpec spec;  ///< asks for the objective
  std::vector<study::Ranked> ranking;
  std::vector<Sample> samples;  ///< of the objective, as the ranking
  /// Each point against the best; pairs is 0 where it cannot be compared with it.
  std::vector<statistics::Comparison> against;
  /// The objective of what was chosen: its mean, or with nested folds the mean over test folds of
  /// what was chosen in each.
  double chosen_score = 0;
  std::vector<double> chosen_scores;  ///< with nested folds, of each test fold
  double spread = 0;  ///< of a typical point, by which all are written; 0 for single trainings
  /// By what the points trained to their end are compared: their units; the means of their seeds
  /// where not all are dealt alike.
  std::vector<std::vector<double>> compared;
  double overlap = 0;  ///< of these
  bool dealt_alike = true;

  [[nodiscard]] Question question() const {
    return {study, index, spec, words_of(study, spec), this};
  }
  /// The ranking's comparison of a variant with its best point, none for that or one that is not
  /// in it.
  [[nodiscard]] const statistics::Comparison* verdict(size_t variant) const;
  [[nodiscard]] bool finished(size_t place) const;
  /// How many points were trained to their end with a finite objective: they stand first.
  [[nodiscard]] size_t finished() const;
  [[nodiscard]] const study::Variant& variant(size_t place) const {
    return study.variants[ranking[place].variant];
  }
};

[[nodiscard]] SearchFacts search_facts(const study::Study& study, const study::Results& results,
                                       const study::TrialIndex& index);

/// The best point, what cannot be told apart from it, and the choice by one standard error.
[[nodiscard]] std::vector<Finding> search_best(const SearchFacts& facts);
/// Best, median, mean and worst over all points; how many were computed once for others, ended
/// early, or failed.
[[nodiscard]] std::vector<Finding> search_points(const SearchFacts& facts);
/// Whether a question compares values of an axis that several points share, so that the best of
/// each stands for them.
[[nodiscard]] bool asks_for_best(const SearchFacts& facts, const Question& question);
/// The best point of each value of an axis: what a question "by" an axis means in a search.
[[nodiscard]] std::vector<Finding> search_by(const SearchFacts& facts, const Question& question);
/// Places of points whose objective still gets better at the end: see search_rising.cpp for the
/// rule.
[[nodiscard]] std::vector<size_t> still_rising(const SearchFacts& facts);
/// The same in a sentence.
[[nodiscard]] std::vector<Finding> search_rising(const SearchFacts& facts);
/// That the best point's score also chose it, or how kind it was where a refit tells.
[[nodiscard]] std::vector<Finding> search_warnings(const SearchFacts& facts);

/// "adam, learning rate 0.001".
[[nodiscard]] std::string point_name(const SearchFacts& facts, size_t place);
/// "0.951 [0.930, 0.972]": the mean of a point with its interval.
[[nodiscard]] std::string point_value(const SearchFacts& facts, size_t place);
/// How many epochs the trainings of a point have had, in the median.
[[nodiscard]] int64_t epochs_reached(const SearchFacts& facts, size_t place);
/// The mean over folds and seeds with its interval: Nadeau and Bengio's over folds, of seeds alone
/// Student's, from 32 values on a bootstrap's.
[[nodiscard]] Estimate mean_estimate(size_t variant, const Sample& sample);

}  // namespace gradus::finding
