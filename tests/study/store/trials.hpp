#pragma once

#include <fmt/core.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gradus/study/results.hpp"
#include "study/store/trial_key.hpp"

/// Trials for tests of the store.
namespace gradus::study {

inline constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// Values that tables like to change: NaN of both signs and with a payload, -0, infinities,
/// denormals, and what is no decimal fraction.
inline std::vector<double> odd_values() {
  return {0.1,
          -0.0,
          0.0,
          kInfinite,
          -kInfinite,
          std::bit_cast<double>(0x7ff8000000000000),
          std::bit_cast<double>(0xfff8000000000000),
          std::bit_cast<double>(0x7ff8000000001234),
          5e-324,
          -1.7976931348623157e308,
          3.0,
          0.30000000000000004};
}

/// Every field has a value of its own.
inline Trial full_trial() {
  Trial t;
  t.variant = 7;
  t.fold = 2;
  t.seed = 0xfedcba9876543210;
  t.pruned = true;
  History& h = t.history;
  h.columns = {{"loss", odd_values()}, {"my \"own\"; --", {}}, {"val_loss", {1, 2}}};
  h.batch_loss = odd_values();
  h.batch_learning_rate = {0.5, -0.0};
  h.epochs = 12;
  h.steps = int64_t{1} << 40;
  h.status = Status::kDiverged;
  h.where = {3, "dense_2", 4};
  h.learned = true;
  h.best_epoch = 5;
  h.solver = SolverFacts{"ftol", 201, 44, std::bit_cast<double>(0xfff8000000000000)};
  h.seconds = 0.1;
  for (const double value : odd_values())
    t.metrics.emplace_back(fmt::format("metric {}", t.metrics.size()), value);
  Reading reading{.layer = "dense",
                  .quantity = "kernel",
                  .distribution = {.count = 9,
                                   .mean = -0.0,
                                   .std = kInfinite,
                                   .norm = 0.1,
                                   .zeros = 0.25,
                                   .quantiles = {1, 2, 3, 4, 5, 6, -0.0}},
                  .silhouette = {.at = {0.5, 1.5}, .density = {0.1, 1}},
                  .values = odd_values()};
  t.sampled = {{.instrument = 3, .epoch = 1, .step = 10, .readings = {reading, Reading{}}},
               {.instrument = 0, .epoch = 2, .step = 20, .readings = {}},
               {.instrument = 1, .epoch = 2, .step = 20, .readings = {reading}}};
  return t;
}

/// A small trial whose numbers follow from its seed.
inline Trial small_trial(uint64_t seed) {
  Trial t;
  t.seed = seed;
  const double loss = 1.0 / static_cast<double>(seed + 3);
  t.history.columns = {{"loss", {loss * 2, loss}}, {"learning_rate", {0.1, 0.1}}};
  t.history.epochs = 2;
  t.history.steps = 8;
  t.history.seconds = 0.001;
  t.metrics = {{"loss", loss}, {"test_loss", loss * 1.5}, {"epochs", 2}};
  return t;
}

inline TrialKey key_of(const Trial& trial, const std::string& plan = "plan") {
  return {plan, trial.fold.value_or(-1), trial.seed};
}

/// All that a trial holds, number by number, bit for bit.
inline std::string dump(const Trial& t, bool with_seconds = true) {
  std::string out;
  const auto bits = [&](double v) { out += fmt::format(" {:x}", std::bit_cast<uint64_t>(v)); };
  const auto all = [&](const std::string& name, const auto& values) {
    out += "\n" + name + ":";
    for (const double v : values) bits(v);
  };
  const History& h = t.history;
  out += fmt::format("{} {} {} {} {} {} {} {} {} '{}' {} {}", t.variant, t.fold.value_or(-1),
                     t.seed, t.pruned, h.epochs, h.steps, status_name(h.status), h.best_epoch,
                     h.where.step, h.where.layer, h.where.batch, h.learned);
  if (with_seconds) bits(h.seconds);
  if (h.solver) {
    out +=
        fmt::format(" {} {} {}", h.solver->stopped_by, h.solver->evaluations, h.solver->iterations);
    bits(h.solver->gradient_norm);
  }
  for (const History::Column& column : h.columns) all(column.name, column.values);
  all("batch loss", h.batch_loss);
  all("batch rate", h.batch_learning_rate);
  for (const auto& [name, value] : t.metrics) all(name, std::vector{value});
  for (const Sampled& s : t.sampled) {
    out += fmt::format("\nat {} {} {}", s.instrument, s.epoch, s.step);
    for (const Reading& r : s.readings) {
      const Distribution& d = r.distribution;
      out += fmt::format("\n{} {} {}", r.layer, r.quantity, d.count);
      all("distribution", std::vector{d.mean, d.std, d.norm, d.zeros});
      all("quantiles", d.quantiles);
      all("at", r.silhouette.at);
      all("density", r.silhouette.density);
      all("values", r.values);
    }
  }
  return out;
}

}  // namespace gradus::study
