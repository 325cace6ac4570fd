#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gradus/data/dataset.hpp"

namespace gradus::data {

/// A column of targets while it is read, cell by cell: texts or whole numbers are classes, other
/// numbers are numbers. Where quantities are asked for, all numbers are, and texts are refused.
class TargetColumn {
 public:
  explicit TargetColumn(bool quantities = false) : quantities_(quantities) {}
  /// Adds a cell; `place` (FILE:LINE) and `column` stand in the error for a text among numbers or a
  /// number among texts.
  void add(const std::string& cell, const std::string& place, const std::string& column);
  /// Fills in labels and class names, or targets.
  void store(Body& body) const;

 private:
  void store_texts(Body& body) const;
  void store_whole_numbers(Body& body) const;

  std::vector<double> numbers_;
  std::vector<std::string> texts_;
  bool quantities_;
  bool whole_ = true;
};

}  // namespace gradus::data
