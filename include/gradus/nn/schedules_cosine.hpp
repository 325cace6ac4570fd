#pragma once

#include <string_view>

#include "gradus/nn/field.hpp"
#include "gradus/nn/length.hpp"

namespace gradus::schedules {

/// initial ((1 - alpha) (1 + cos(pi step / decay_steps)) / 2 + alpha), held after decay_steps; 0
/// steps means the whole training (Keras; Loshchilov, Hutter 2017).
struct CosineDecay {
  static constexpr std::string_view kKind = "cosine_decay";
  double initial_learning_rate = 0.01;
  Length decay_steps{};
  double alpha = 0;
  Length warmup_steps{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("initial_learning_rate", s.initial_learning_rate, kRequiredWord.at_least(0));
    visit("decay_steps", s.decay_steps, kOption);
    visit("alpha", s.alpha, kOption.at_least(0));
    visit("warmup_steps", s.warmup_steps, kOption);
  }
  bool operator==(const CosineDecay&) const = default;
};

/// A cosine from the initial rate down to alpha times it, again and again (SGDR; Loshchilov, Hutter
/// 2017; Keras): period i, from 0, lasts first_decay_steps t_mul^i steps and starts from m_mul^i
/// times the initial rate,
///   initial ((1 - alpha) m_mul^i (1 + cos(pi share of the period)) / 2 + alpha).
struct CosineDecayRestarts {
  static constexpr std::string_view kKind = "cosine_decay_restarts";
  double initial_learning_rate = 0.01;
  Length first_decay_steps{1};
  double t_mul = 2;
  double m_mul = 1;
  double alpha = 0;
  Length warmup_steps{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("initial_learning_rate", s.initial_learning_rate, kRequiredWord.at_least(0));
    visit("first_decay_steps", s.first_decay_steps, kRequired);
    visit("t_mul", s.t_mul, kOption.at_least(1));
    visit("m_mul", s.m_mul, kOption.at_least(0));
    visit("alpha", s.alpha, kOption.at_least(0));
    visit("warmup_steps", s.warmup_steps, kOption);
  }
  bool operator==(const CosineDecayRestarts&) const = default;
};

/// One rise and one fall over the training, both half waves of a cosine (Smith, Topin 2018, in the
/// two phases of PyTorch's OneCycleLR): from max_lr / div_factor at step 0 up to max_lr at step
/// pct_start total_steps - 1, then down to max_lr / (div_factor final_div_factor) at step
/// total_steps - 1, and held there. 0 total_steps means the whole training. Momentum stays as it
/// is.
struct OneCycle {
  static constexpr std::string_view kKind = "one_cycle";
  double max_lr = 0.01;
  Length total_steps{};
  double pct_start = 0.3;  ///< share of the steps that rise
  double div_factor = 25;
  double final_div_factor = 1e4;
  Length warmup_steps{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("max_lr", s.max_lr, kRequired.at_least(0));
    visit("total_steps", s.total_steps, kOption);
    visit("pct_start", s.pct_start, kOption.at_least(0).at_most(1));
    visit("div_factor", s.div_factor, kOption.above(0));
    visit("final_div_factor", s.final_div_factor, kOption.above(0));
    visit("warmup_steps", s.warmup_steps, kOption);
  }
  bool operator==(const OneCycle&) const = default;
};

}  // namespace gradus::schedules
