#pragma once

#include <cstdint>
#include <functional>

#include "gradus/study/prepare.hpp"
#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"
#include "gradus/train/model.hpp"

namespace gradus::study {

struct RunOptions {
  int threads = 0;  ///< 0 for all processors; results do not depend on it
  /// Called after each trial with how many are done, from any thread, one at a time.
  std::function<void(size_t done, size_t all, const Trial& trial)> progress = {};
  /// Called with each trained network before it goes, from any thread, several at once.
  std::function<void(const Trial& trial, const Model& model, const Prepared& data)> trained = {};
};

/// The network of a variant, not yet trained. Throws Error, placed in the study's file, where
/// layers do not fit each other or the samples.
[[nodiscard]] Model build_model(const Study& study, const Variant& variant, const Shape& input);

/// Trains every distinct variant with every seed. Threads go across trials first. A trial that
/// diverges is a result; a mistake in the study, an Error.
[[nodiscard]] Results run(const Study& study, const DataShelf& shelf,
                          const RunOptions& options = {});

}  // namespace gradus::study
