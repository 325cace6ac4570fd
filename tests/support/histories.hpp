#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gradus/train/instruments.hpp"
#include "gradus/train/model.hpp"
#include "support/errors.hpp"
#include "support/targets.hpp"

namespace gradus::test {

/// Weights in one list, in order.
inline std::vector<float> weights_of(const Model& model) {
  std::vector<float> all;
  for (const std::string& name : model.weight_names()) {
    const Tensor tensor = model.weights(name);
    all.insert(all.end(), tensor.values().begin(), tensor.values().end());
  }
  return all;
}

/// All that a training leaves that must not change from run to run, as numbers: every column, every
/// value of the network in the numbers it computes with, the counts, where it diverged.
inline std::vector<double> bits_of(const History& history, const Model& model) {
  std::vector<double> all;
  for (const History::Column& column : history.columns)
    all.insert(all.end(), column.values.begin(), column.values.end());
  all.insert(all.end(), history.batch_loss.begin(), history.batch_loss.end());
  all.insert(all.end(), history.batch_learning_rate.begin(), history.batch_learning_rate.end());
  const std::vector<double> values = Instruments(model).values();
  all.insert(all.end(), values.begin(), values.end());
  all.push_back(static_cast<double>(history.epochs));
  all.push_back(static_cast<double>(history.steps));
  all.push_back(static_cast<double>(history.status));
  all.push_back(history.learned ? 1 : 0);
  all.push_back(static_cast<double>(history.where.step));
  all.push_back(static_cast<double>(history.where.batch));
  for (const char c : history.where.layer) all.push_back(static_cast<double>(c));
  return all;
}

inline const std::vector<double>& column(const History& history, const std::string& name) {
  static const std::vector<double> none;
  const std::vector<double>* values = history.find(name);
  EXPECT_NE(values, nullptr) << "no column " << name;
  return values ? *values : none;
}

}  // namespace gradus::test
