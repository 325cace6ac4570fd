// The optimizers' rules are compared with their twins in tests/nn/stepper_test.cpp.
#include <gtest/gtest.h>

#include "engine/reference.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

template <class T>
void check_penalty(size_t count, double l1, double l2) {
  SCOPED_TRACE(testing::Message() << count << " weights, l1 " << l1 << " l2 " << l2);
  Numbers numbers(count);
  std::vector<double> w = numbers.many(count);
  const std::vector<double> g = numbers.many(count);
  if (count > 3) w[1] = 0, w[2] = -0.0;
  Guarded<T> weights(w, 1);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> gradient(g, count % 16);
    kernels.penalty_gradient(weights.data(), gradient.data(), count, static_cast<T>(l1),
                             static_cast<T>(l2));
    EXPECT_TRUE(gradient.intact());
    return gradient.values();
  });
  std::vector<double> want = g;
  reference::penalty_gradient(w, want, l1, l2);
  for (size_t i = 0; i < count; ++i) {
    EXPECT_NEAR(static_cast<double>(got[i]), want[i],
                twin_tolerance<T>(kPenaltyGradientError, 0, std::abs(g[i]) + l1 + 2 * l2))
        << i;
  }
}

TEST(PenaltyGradient, EqualsItsTwinForEveryCount) {
  for (size_t count = 0; count <= 65; ++count) {
    check_penalty<float>(count, 0.25, 0.5);
    check_penalty<double>(count, 0.25, 0.5);
  }
  check_penalty<float>(47, 0, 0.125);
  check_penalty<double>(47, 0.1, 0);
}

// State that can no longer move a weight becomes 0 before it turns into slow denormals.
template <class T>
void check_settling() {
  on_targets<T>([](const cpu::Kernels<T>& kernels) {
    AlignedVector<T> w(16, T(1)), g(16, T(0)), m(16, T(0)), v(16, T(0));
    m[0] = T(0x1p-99), m[1] = T(0x1.8p-100), m[2] = -m[1];
    v[3] = T(0x1p-99), v[4] = T(0x1p-100);
    cpu::UpdateArgs<T> args{};
    args.kind = cpu::UpdateKind::kAdam;
    args.scalar[1] = T(0.5);  // halves m and v where g is 0
    args.scalar[2] = T(0.5);
    args.scalar[3] = T(1);
    args.w = w.data(), args.g = g.data();
    args.slots[0] = m.data(), args.slots[1] = v.data();
    args.count = 16;
    kernels.update(args);
    EXPECT_EQ(m[0], T(0x1p-100)) << "2^-100 itself stays";
    EXPECT_EQ(m[1], T(0));
    EXPECT_EQ(m[2], T(0));
    EXPECT_EQ(v[3], T(0x1p-100));
    EXPECT_EQ(v[4], T(0));
    return std::vector<T>(m.begin(), m.end());
  });
}

TEST(Update, TinyStateBecomesZero) {
  check_settling<float>();
  check_settling<double>();
}

}  // namespace
}  // namespace gradus::engine
