#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "gradus/train/instruments.hpp"
#include "support/targets.hpp"
#include "train/together.hpp"

namespace gradus::test {

/// All that a training leaves, as bits: the history, every value of the network in the numbers it
/// computes with, and what one update more makes of them where the optimizer has a state.
inline std::vector<uint64_t> all_bits(const History& history, const Model& trained,
                                      const data::Dataset* one_more = nullptr) {
  // A copy made here: one made for a parameter could come before a `fit` among the arguments.
  Model model = trained;
  std::vector<uint64_t> all;
  const auto put = [&](const std::vector<double>& values) {
    for (const double v : values) all.push_back(std::bit_cast<uint64_t>(v));
  };
  for (const History::Column& column : history.columns) put(column.values);
  put(history.batch_loss);
  put(history.batch_learning_rate);
  for (const int64_t n :
       {history.epochs, history.steps, history.best_epoch, static_cast<int64_t>(history.status),
        history.where.step, history.where.batch, static_cast<int64_t>(history.learned)})
    all.push_back(static_cast<uint64_t>(n));
  if (history.solver) {
    put({history.solver->gradient_norm});
    all.push_back(static_cast<uint64_t>(history.solver->iterations));
  }
  put(Instruments(model).values());
  if (one_more) {
    put({model.train_on_batch(*one_more), model.train_on_batch(*one_more)});
    put(Instruments(model).values());
  }
  return all;
}

/// A watch that pauses at the question number `at`, from 0, and keeps what is saved.
struct Pause {
  int64_t at = 0, asked = 0;
  std::optional<io::Checkpoint> saved = {};

  static std::shared_ptr<Watch> watch(const std::shared_ptr<Pause>& pause) {
    auto watch = std::make_shared<Watch>();
    watch->ask = [pause] {
      return pause->asked++ == pause->at ? Watch::Wish::kSaveAndPause : Watch::Wish::kGoOn;
    };
    // By way of bytes, as from a file.
    watch->save = [pause](const io::Checkpoint& c) {
      pause->saved = io::Checkpoint::parse(c.bytes(), "test.ckpt");
    };
    return watch;
  }
};

/// A training that can be begun again and again: options are made anew, with listeners of their
/// own.
struct Case {
  Model model;
  data::Dataset train;
  std::function<FitOptions()> options;

  [[nodiscard]] History fit(Model& fresh) const { return fresh.fit(train, options()); }
};

/// What its pausing at the question `at` has saved; nothing where it came to its end before.
inline std::optional<io::Checkpoint> paused_at(const Case& c, int64_t at) {
  Model model = c.model;
  Member member{&model, c.train, c.options()};
  const auto pause = std::make_shared<Pause>(Pause{.at = at});
  member.watch = Pause::watch(pause);
  train_member(member);
  EXPECT_EQ(member.paused, pause->saved.has_value());
  EXPECT_EQ(member.history.columns.empty(), member.paused);
  return pause->saved;
}

/// The rest of it, in a fresh model.
inline History resumed(const Case& c, const io::Checkpoint& from, Model& model) {
  model = c.model;
  Member member{&model, c.train, c.options()};
  member.from = from;
  train_member(member);
  EXPECT_FALSE(member.paused);
  return std::move(member.history);
}

/// Pauses at every step, goes on, and compares with a training that nothing disturbs. Returns the
/// undisturbed history.
inline History expect_resumes_anywhere(const Case& c, bool one_more = true) {
  const data::Dataset* more = one_more ? &c.train : nullptr;
  Model model = c.model;
  const History history = c.fit(model);
  const std::vector<uint64_t> bits = all_bits(history, model, more);
  int64_t pauses = 0;
  for (;; ++pauses) {
    const std::optional<io::Checkpoint> saved = paused_at(c, pauses);
    if (!saved) break;
    Model second = c.model;
    const History rest = resumed(c, *saved, second);
    EXPECT_TRUE(same_bits(bits, all_bits(rest, second, more))) << "paused at step " << pauses;
  }
  // Before each step and after the last; a training that stops is not asked once it is over.
  EXPECT_GE(pauses, history.steps);
  EXPECT_GT(pauses, 1);
  return history;
}

}  // namespace gradus::test
