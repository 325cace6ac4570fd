#include "nn/stepper.hpp"

#include "nn/optimizers/clip.hpp"

namespace gradus {
namespace {

using engine::cpu::UpdateKind;

// What each scalar and flag means stands beside the kernels in engine/cpu/update.cpp.
template <class T>
struct Filler {
  engine::Update<T>& u;

  void set(std::initializer_list<double> scalars) {
    int i = 0;
    for (const double s : scalars) u.scalar[i++] = static_cast<T>(s);
  }
  void operator()(const rules::SgdRule::Scalars& s) {
    u.kind = s.momentum == 0 ? UpdateKind::kSgd
             : s.nesterov    ? UpdateKind::kNesterov
                             : UpdateKind::kMomentum;
    set({s.learning_rate, s.momentum});
  }
  void operator()(const rules::RmspropRule::Scalars& s) {
    u.kind = UpdateKind::kRmsprop;
    u.flag_a = s.epsilon_inside_root;
    u.flag_b = s.centered;
    u.flag_c = s.momentum != 0;
    set({s.learning_rate, s.rho, s.one_minus_rho, s.momentum, s.epsilon});
  }
  void operator()(const rules::AdagradRule::Scalars& s) {
    u.kind = UpdateKind::kAdagrad;
    set({s.learning_rate, s.epsilon});
  }
  void operator()(const rules::AdadeltaRule::Scalars& s) {
    u.kind = UpdateKind::kAdadelta;
    set({s.learning_rate, s.rho, s.one_minus_rho, s.epsilon});
  }
  void operator()(const rules::AdamRule::Scalars& s, double decay = 0) {
    u.kind = UpdateKind::kAdam;
    u.flag_a = s.amsgrad;
    set({s.step, s.one_minus_beta_1, s.one_minus_beta_2, s.epsilon, decay});
  }
  void operator()(const rules::AdamwRule::Scalars& s) { (*this)(s.adam, s.decay); }
  void operator()(const rules::AdamaxRule::Scalars& s) {
    u.kind = UpdateKind::kAdamax;
    set({s.step, s.one_minus_beta_1, s.beta_2, s.epsilon});
  }
  void operator()(const rules::NadamRule::Scalars& s) {
    u.kind = UpdateKind::kNadam;
    set({s.learning_rate, s.one_minus_beta_1, s.one_minus_beta_2, s.epsilon, s.of_m, s.of_g,
         s.of_v});
  }
};

}  // namespace

Stepper::Stepper(const Optimizer& optimizer) : rule_(rules::rule_of(optimizer)) {
  const rules::Clipping clipping = rules::clipping(optimizer);
  clipvalue_ = clipping.clipvalue;
  clipnorm_ = clipping.clipnorm;
  global_clipnorm_ = clipping.global_clipnorm;
}

template <class T>
void Stepper::prepare(engine::State<T>& state) const {
  std::visit(
      [&](const auto& rule) {
        for (int k = 0; k < 4; ++k) {
          if (k < rule.slots()) {
            state.slots[k].assign(state.weights.size(), static_cast<T>(rule.start(k)));
          } else {
            state.slots[k].clear();
          }
        }
      },
      rule_);
}

bool Stepper::steady() const {
  return std::holds_alternative<rules::SgdRule>(rule_) ||
         std::holds_alternative<rules::RmspropRule>(rule_) ||
         std::holds_alternative<rules::AdagradRule>(rule_) ||
         std::holds_alternative<rules::AdadeltaRule>(rule_);
}

template <class T>
engine::Update<T> Stepper::at(int64_t t, double learning_rate) {
  engine::Update<T> u;
  u.clipvalue = clipvalue_;
  u.clipnorm = clipnorm_;
  u.global_clipnorm = global_clipnorm_;
  std::visit([&](auto& rule) { Filler<T>{u}(rule.at(t, learning_rate)); }, rule_);
  return u;
}

template void Stepper::prepare(engine::State<float>&) const;
template void Stepper::prepare(engine::State<double>&) const;
template engine::Update<float> Stepper::at(int64_t, double);
template engine::Update<double> Stepper::at(int64_t, double);

}  // namespace gradus
