#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/update.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// The optimizers' rules on lanes, the twins of src/nn/optimizers. Scalars s[] come from the
// trainer, once a step.

// Optimizer state below 2^-100 becomes 0: it can no longer move a weight, and would soon be a slow
// denormal.
template <class T>
HWY_INLINE Vec<T> Settle(Vec<T> v) {
  const Tag<T> d;
  const Vec<T> tiny = hn::Set(d, static_cast<T>(7.888609052210118e-31));
  return hn::IfThenZeroElse(hn::Lt(hn::Abs(v), tiny), v);
}

template <class T>
struct Step {
  Tag<T> d;
  const UpdateArgs<T>& a;
  Vec<T> s[8];

  explicit Step(const UpdateArgs<T>& args) : a(args) {
    for (int i = 0; i < 8; ++i) s[i] = hn::Set(d, args.scalar[i]);
  }
  // The scalars of the networks in lanes part, part + 1 ...
  Step(const UpdateArgs<T>& args, size_t part) : a(args) {
    for (size_t i = 0; i < 8; ++i) s[i] = hn::Load(d, args.lanes + i * kLanes + part);
  }
  Vec<T> Slot(int k, size_t i) const { return hn::Load(d, a.slots[k] + i); }
  Vec<T> Keep(int k, size_t i, Vec<T> v) const {
    v = Settle<T>(v);
    hn::Store(v, d, a.slots[k] + i);
    return v;
  }
};

// s0 = learning rate: w -= s0 g.
template <class T>
struct Sgd {
  static Vec<T> Run(const Step<T>& u, size_t, Vec<T> w, Vec<T> g) {
    return hn::NegMulAdd(u.s[0], g, w);
  }
};
// s0 = learning rate, s1 = momentum: v = s1 v - s0 g; w += v.
template <class T>
struct Momentum {
  static Vec<T> Run(const Step<T>& u, size_t i, Vec<T> w, Vec<T> g) {
    const Vec<T> v = u.Keep(0, i, hn::NegMulAdd(u.s[0], g, hn::Mul(u.s[1], u.Slot(0, i))));
    return hn::Add(w, v);
  }
};
// As before; w += s1 v - s0 g.
template <class T>
struct Nesterov {
  static Vec<T> Run(const Step<T>& u, size_t i, Vec<T> w, Vec<T> g) {
    const Vec<T> v = u.Keep(0, i, hn::NegMulAdd(u.s[0], g, hn::Mul(u.s[1], u.Slot(0, i))));
    return hn::NegMulAdd(u.s[0], g, hn::MulAdd(u.s[1], v, w));
  }
};
// s0 = learning rate, s1 = rho, s2 = 1 - rho, s3 = momentum, s4 = epsilon; flag_a: epsilon inside
// the root, flag_b: centered, flag_c: momentum. Slots: v, then velocity, then mean gradient, those
// that are there. A variance below 0 by rounding counts as 0.
template <class T>
struct Rmsprop {
  static Vec<T> Run(const Step<T>& u, size_t i, Vec<T> w, Vec<T> g) {
    Vec<T> v = u.Keep(0, i, hn::MulAdd(u.s[2], hn::Mul(g, g), hn::Mul(u.s[1], u.Slot(0, i))));
    if (u.a.flag_b) {
      const int slot = u.a.flag_c ? 2 : 1;
      const Vec<T> mean = u.Keep(slot, i, hn::MulAdd(u.s[2], g, hn::Mul(u.s[1], u.Slot(slot, i))));
      v = hn::NegMulAdd(mean, mean, v);
      v = hn::IfThenZeroElse(hn::Lt(v, hn::Zero(u.d)), v);
    }
    const Vec<T> root = u.a.flag_a ? hn::Sqrt(hn::Add(v, u.s[4])) : hn::Add(hn::Sqrt(v), u.s[4]);
    const Vec<T> step = hn::Div(hn::Mul(u.s[0], g), root);
    if (!u.a.flag_c) return hn::Sub(w, step);
    return hn::Sub(w, u.Keep(1, i, hn::MulAdd(u.s[3], u.Slot(1, i), step)));
  }
};
// s0 = learning rate, s1 = epsilon. Slot: sum of squares.
template <class T>
struct Adagrad {
  static Vec<T> Run(const Step<T>& u, size_t i, Vec<T> w, Vec<T> g) {
    const Vec<T> sum = hn::MulAdd(g, g, u.Slot(0, i));
    hn::Store(sum, u.d, u.a.slots[0] + i);
    return hn::Sub(w, hn::Div(hn::Mul(u.s[0], g), hn::Sqrt(hn::Add(sum, u.s[1]))));
  }
};
// s0 = learning rate, s1 = rho, s2 = 1 - rho, s3 = epsilon. Slots: squares of gradients, of steps.
template <class T>
struct Adadelta {
  static Vec<T> Run(const Step<T>& u, size_t i, Vec<T> w, Vec<T> g) {
    const Vec<T> a = u.Keep(0, i, hn::MulAdd(u.s[2], hn::Mul(g, g), hn::Mul(u.s[1], u.Slot(0, i))));
    const Vec<T> up = hn::Sqrt(hn::Add(u.Slot(1, i), u.s[3])), down = hn::Sqrt(hn::Add(a, u.s[3]));
    const Vec<T> step = hn::Div(hn::Mul(up, g), down);
    u.Keep(1, i, hn::MulAdd(u.s[2], hn::Mul(step, step), hn::Mul(u.s[1], u.Slot(1, i))));
    return hn::NegMulAdd(u.s[0], step, w);
  }
};
// s0 = lr sqrt(1 - beta_2^t) / (1 - beta_1^t), s1 = 1 - beta_1, s2 = 1 - beta_2, s3 = epsilon, s4 =
// lr weight_decay; flag_a: amsgrad. Slots: m, v, largest v.
template <class T>
struct Adam {
  static Vec<T> Run(const Step<T>& u, size_t i, Vec<T> w, Vec<T> g) {
    w = hn::NegMulAdd(u.s[4], w, w);
    const Vec<T> m0 = u.Slot(0, i), v0 = u.Slot(1, i);
    const Vec<T> m = u.Keep(0, i, hn::MulAdd(u.s[1], hn::Sub(g, m0), m0));
    Vec<T> v = u.Keep(1, i, hn::MulAdd(u.s[2], hn::MulSub(g, g, v0), v0));
    if (u.a.flag_a) {
      const Vec<T> most = u.Slot(2, i);
      v = hn::IfThenElse(hn::Lt(v, most), most, v);
      hn::Store(v, u.d, u.a.slots[2] + i);
    }
    return hn::Sub(w, hn::Div(hn::Mul(u.s[0], m), hn::Add(hn::Sqrt(v), u.s[3])));
  }
};
// s0 = lr / (1 - beta_1^t), s1 = 1 - beta_1, s2 = beta_2, s3 = epsilon. Slots: m, u.
template <class T>
struct Adamax {
  static Vec<T> Run(const Step<T>& u, size_t i, Vec<T> w, Vec<T> g) {
    const Vec<T> m0 = u.Slot(0, i);
    const Vec<T> m = u.Keep(0, i, hn::MulAdd(u.s[1], hn::Sub(g, m0), m0));
    const Vec<T> old = hn::Mul(u.s[2], u.Slot(1, i)), size = hn::Abs(g);
    const Vec<T> norm = u.Keep(1, i, hn::IfThenElse(hn::Lt(size, old), old, size));
    return hn::Sub(w, hn::Div(hn::Mul(u.s[0], m), hn::Add(norm, u.s[3])));
  }
};
// s0 = learning rate, s1 = 1 - beta_1, s2 = 1 - beta_2, s3 = epsilon, s4 = u_{t+1} / (1 - prod u to
// t+1), s5 = (1 - u_t) / (1 - prod u to t), s6 = 1 / (1 - beta_2^t). Slots: m, v.
template <class T>
struct Nadam {
  static Vec<T> Run(const Step<T>& u, size_t i, Vec<T> w, Vec<T> g) {
    const Vec<T> m0 = u.Slot(0, i), v0 = u.Slot(1, i);
    const Vec<T> m = u.Keep(0, i, hn::MulAdd(u.s[1], hn::Sub(g, m0), m0));
    const Vec<T> v = u.Keep(1, i, hn::MulAdd(u.s[2], hn::MulSub(g, g, v0), v0));
    const Vec<T> ahead = hn::MulAdd(u.s[4], m, hn::Mul(u.s[5], g));
    const Vec<T> root = hn::Add(hn::Sqrt(hn::Mul(v, u.s[6])), u.s[3]);
    return hn::Sub(w, hn::Div(hn::Mul(u.s[0], ahead), root));
  }
};

template <class T, class Rule>
HWY_INLINE void Walk(const Step<T>& u, size_t first, size_t stride) {
  const UpdateArgs<T>& a = u.a;
  for (size_t i = first; i < a.count; i += stride) {
    hn::Store(Rule::Run(u, i, hn::Load(u.d, a.w + i), hn::Load(u.d, a.g + i)), u.d, a.w + i);
  }
}

template <class T, class Rule>
void Run(const UpdateArgs<T>& a) {
  if (!a.lanes) return Walk<T, Rule>(Step<T>(a), 0, kWidth<T>);
  for (size_t part = 0; part < kLanes; part += kWidth<T>)
    Walk<T, Rule>(Step<T>(a, part), part, kLanes);
}

template <class T>
void Update(const UpdateArgs<T>& a) {
  switch (a.kind) {
    case UpdateKind::kSgd:
      return Run<T, Sgd<T>>(a);
    case UpdateKind::kMomentum:
      return Run<T, Momentum<T>>(a);
    case UpdateKind::kNesterov:
      return Run<T, Nesterov<T>>(a);
    case UpdateKind::kRmsprop:
      return Run<T, Rmsprop<T>>(a);
    case UpdateKind::kAdagrad:
      return Run<T, Adagrad<T>>(a);
    case UpdateKind::kAdadelta:
      return Run<T, Adadelta<T>>(a);
    case UpdateKind::kAdam:
      return Run<T, Adam<T>>(a);
    case UpdateKind::kAdamax:
      return Run<T, Adamax<T>>(a);
    case UpdateKind::kNadam:
      return Run<T, Nadam<T>>(a);
  }
}

template <class T>
void PenaltyGradient(const T* w, T* g, size_t count, T l1, T l2) {
  const Tag<T> d;
  const Vec<T> two_l2 = hn::Set(d, l2 + l2), plus = hn::Set(d, l1);
  for (size_t i = 0; i < count; i += kWidth<T>) {
    const auto mask = hn::FirstN(d, count - i < kWidth<T> ? count - i : kWidth<T>);
    const Vec<T> weight = hn::MaskedLoad(mask, d, w + i);
    const Vec<T> up = hn::IfThenElseZero(hn::Gt(weight, hn::Zero(d)), plus);
    const Vec<T> sign = hn::Sub(up, hn::IfThenElseZero(hn::Lt(weight, hn::Zero(d)), plus));
    const Vec<T> sum = hn::Add(hn::MulAdd(two_l2, weight, hn::MaskedLoad(mask, d, g + i)), sign);
    hn::BlendedStore(sum, mask, d, g + i);
  }
}

void FillUpdate(Kernels<float>* f, Kernels<double>* d) {
  f->update = Update<float>;
  d->update = Update<double>;
  f->penalty_gradient = PenaltyGradient<float>;
  d->penalty_gradient = PenaltyGradient<double>;
}
#else
void FillUpdate(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillUpdate);
void fill_update(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillUpdate)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
