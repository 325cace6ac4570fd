// The vector functions against long double, at their special values, and target against target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/lane_math_test.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lane_math-inl.hpp"

#ifndef GRADUS_TESTS_ENGINE_LANE_MATH_TEST_CPP_
#define GRADUS_TESTS_ENGINE_LANE_MATH_TEST_CPP_
namespace gradus::engine::cpu {
enum class Function { kExp, kExpm1, kSigmoid, kTanh, kLog, kLog1p, kSoftplus, kErf, kSin, kCos };
}  // namespace gradus::engine::cpu
#endif

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {

template <class D, class V = hn::Vec<D>>
V Evaluate(D d, Function function, V x) {
  V sine, cosine;
  switch (function) {
    case Function::kExp:
      return Exp(d, x);
    case Function::kExpm1:
      return Expm1(d, x);
    case Function::kSigmoid:
      return Sigmoid(d, x);
    case Function::kTanh:
      return Tanh(d, x);
    case Function::kLog:
      return Log(d, x);
    case Function::kLog1p:
      return Log1p(d, x);
    case Function::kSoftplus:
      return Softplus(d, x);
    case Function::kErf:
      return Erf(d, x);
    default:
      SinCos(d, x, sine, cosine);
      return function == Function::kSin ? sine : cosine;
  }
}

template <class T>
void Map(Function function, const T* x, T* y, size_t count) {
  const hn::CappedTag<T, 16> d;
  for (size_t i = 0; i < count; i += hn::Lanes(d))
    hn::StoreU(Evaluate(d, function, hn::LoadU(d, x + i)), d, y + i);
}

void MapFloats(Function f, const float* x, float* y, size_t count) {
  Map(f, x, y, count);
}
void MapDoubles(Function f, const double* x, double* y, size_t count) {
  Map(f, x, y, count);
}

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

namespace gradus::engine::cpu {
namespace {

HWY_EXPORT(MapFloats);
HWY_EXPORT(MapDoubles);

constexpr Function kAll[] = {Function::kExp, Function::kExpm1, Function::kSigmoid,  Function::kTanh,
                             Function::kLog, Function::kLog1p, Function::kSoftplus, Function::kErf,
                             Function::kSin, Function::kCos};

void map(Function f, const std::vector<float>& x, std::vector<float>& y) {
  HWY_DYNAMIC_DISPATCH(MapFloats)(f, x.data(), y.data(), x.size());
}
void map(Function f, const std::vector<double>& x, std::vector<double>& y) {
  HWY_DYNAMIC_DISPATCH(MapDoubles)(f, x.data(), y.data(), x.size());
}

// The targets of this machine that have a fused multiply-add.
std::vector<int64_t> targets() {
  std::vector<int64_t> list;
  for (const int64_t target : hwy::SupportedAndGeneratedTargets())
    if (target & (HWY_AVX2 | HWY_AVX3 | HWY_AVX3_DL | HWY_NEON)) list.push_back(target);
  return list;
}

class OnTarget {
 public:
  explicit OnTarget(int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  ~OnTarget() {
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

template <class T>
std::vector<T> map_one(Function f, std::vector<T> x) {
  const size_t count = x.size();
  x.resize((count + 15) / 16 * 16);
  std::vector<T> y(x.size());
  map(f, x, y);
  y.resize(count);
  return y;
}

long double exact(Function f, long double x) {
  switch (f) {
    case Function::kExp:
      return std::exp(x);
    case Function::kExpm1:
      return std::expm1(x);
    case Function::kSigmoid:
      return 1 / (1 + std::exp(-x));
    case Function::kTanh:
      return std::tanh(x);
    case Function::kLog:
      return std::log(x);
    case Function::kLog1p:
      return std::log1p(x);
    case Function::kSoftplus:
      return std::fmax(x, 0.0L) + std::log1p(std::exp(-std::abs(x)));
    case Function::kErf:
      return std::erf(x);
    case Function::kSin:
      return std::sin(x);
    default:
      return std::cos(x);
  }
}

template <class T>
long double ulps(T got, long double want) {
  int exponent;
  (void)std::frexp(static_cast<long double>(static_cast<T>(want)), &exponent);
  const int least = std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits;
  const long double ulp =
      std::ldexp(1.0L, std::max(exponent - std::numeric_limits<T>::digits, least));
  return std::abs(static_cast<long double>(got) - want) / ulp;
}

struct Range {
  Function function;
  double low, high, bound;  // of x; of the error in ulp
  bool logarithmic = false;
};

template <class T>
std::vector<T> sample(const Range& r, size_t count) {
  std::mt19937_64 bits(7);
  std::vector<T> x(count);
  for (size_t i = 0; i < count; ++i) {
    const double u = static_cast<double>(bits() >> 11) * 0x1p-53;
    x[i] = static_cast<T>(r.logarithmic ? (i % 2 == 0 ? 1 : -1) * r.low *
                                              std::exp2(u * (std::log2(r.high) - std::log2(r.low)))
                                        : r.low + (r.high - r.low) * u);
  }
  return x;
}

template <class T>
void check(const Range& r, size_t count) {
  const std::vector<T> x = sample<T>(r, count), y = map_one(r.function, x);
  long double worst = 0;
  T where = 0;
  for (size_t i = 0; i < count; ++i) {
    if (r.function == Function::kLog && !(x[i] > 0)) continue;
    const long double error = ulps(y[i], exact(r.function, static_cast<long double>(x[i])));
    if (!(error <= worst)) {
      worst = error;
      where = x[i];
    }
  }
  EXPECT_LE(worst, r.bound) << "function " << static_cast<int>(r.function) << " at " << where;
}

TEST(LaneMath, FloatsStayWithinTheirBounds) {
  for (const Range& r : {Range{Function::kExp, -86.98, 88.7, 1},
                         {Function::kExp, -1, 1, 1},
                         {Function::kExpm1, -20, 88.7, 2},
                         {Function::kExpm1, -2, 2, 2},
                         {Function::kExpm1, 1e-30, 1, 2, true},
                         {Function::kSigmoid, -86.9, 100, 2.5},
                         {Function::kSigmoid, -8, 8, 2.5},
                         {Function::kTanh, -10, 10, 3},
                         {Function::kTanh, -1, 1, 3},
                         {Function::kTanh, 1e-40, 20, 3, true},
                         {Function::kLog, 1e-44, 1e38, 2, true},
                         {Function::kLog, 0.25, 4, 2},
                         {Function::kLog1p, -0.9999, 8, 2},
                         {Function::kLog1p, 1e-30, 0.999, 2, true},
                         {Function::kSoftplus, -86.9, 100, 3},
                         {Function::kSoftplus, -8, 8, 3},
                         {Function::kErf, -5, 5, 6},
                         {Function::kErf, 1e-37, 5, 6, true},
                         {Function::kSin, -6.2831855, 6.2831855, 2},
                         {Function::kCos, -6.2831855, 6.2831855, 2}})
    check<float>(r, 200000);
}

TEST(LaneMath, DoublesStayWithinTheirBounds) {
  for (const Range& r : {Range{Function::kExp, -708.04, 709.7, 1},
                         {Function::kExp, -1, 1, 1},
                         {Function::kExpm1, -40, 709.7, 2},
                         {Function::kExpm1, -2, 2, 2},
                         {Function::kExpm1, 1e-300, 1, 2, true},
                         {Function::kSigmoid, -700, 800, 2.5},
                         {Function::kSigmoid, -8, 8, 2.5},
                         {Function::kTanh, -22, 22, 3},
                         {Function::kTanh, -1, 1, 3},
                         {Function::kTanh, 1e-300, 20, 3, true},
                         {Function::kLog, 1e-320, 1e307, 2, true},
                         {Function::kLog, 0.25, 4, 2},
                         {Function::kLog1p, -0.9999, 8, 2},
                         {Function::kLog1p, 1e-300, 0.999, 2, true},
                         {Function::kSoftplus, -700, 800, 3},
                         {Function::kSoftplus, -8, 8, 3},
                         {Function::kErf, -7, 7, 3},
                         {Function::kErf, 1e-300, 5, 3, true},
                         {Function::kSin, -6.283185307179586, 6.283185307179586, 2},
                         {Function::kCos, -6.283185307179586, 6.283185307179586, 2}})
    check<double>(r, 100000);
}

template <class T>
void check_special_values() {
  constexpr T inf = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  constexpr T most = std::numeric_limits<T>::max(), least = std::numeric_limits<T>::denorm_min();
  const std::vector<T> x = {0, inf, -inf, most, -most, least, 1, -1, -2};
  using Values = std::vector<T>;
  const auto near = [&](Function f, const Values& want) {
    const Values y = map_one(f, x);
    for (size_t i = 0; i < x.size(); ++i) {
      if (std::isnan(want[i])) {
        EXPECT_TRUE(std::isnan(y[i])) << static_cast<int>(f) << " at " << x[i];
      } else if (want[i] == 0 || std::isinf(want[i]) || std::abs(want[i]) == 1) {
        EXPECT_EQ(y[i], want[i]) << static_cast<int>(f) << " at " << x[i];
      } else {
        EXPECT_LE(ulps(y[i], static_cast<long double>(want[i])), 3)
            << static_cast<int>(f) << " at " << x[i];
      }
    }
  };
  const auto of = [&](Function f, T v) { return static_cast<T>(exact(f, v)); };
  const auto tail = [&](Function f) { return Values{of(f, 1), of(f, -1), of(f, -2)}; };
  const auto with = [&](Function f, Values head) {
    for (const T v : tail(f)) head.push_back(v);
    near(f, head);
  };
  with(Function::kExp, {1, inf, 0, inf, 0, 1});
  with(Function::kExpm1, {0, inf, -1, inf, -1, least});
  with(Function::kSigmoid, {T(0.5), 1, 0, 1, 0, T(0.5)});
  with(Function::kTanh, {0, 1, -1, 1, -1, least});
  with(Function::kErf, {0, 1, -1, 1, -1, least});
  with(Function::kSoftplus, {std::log(T(2)), inf, 0, most, 0, std::log(T(2))});
  with(Function::kLog, {-inf, inf, nan, of(Function::kLog, most), nan, of(Function::kLog, least)});
  with(Function::kLog1p, {0, inf, nan, of(Function::kLog1p, most), nan, least});
  for (const Function f : kAll) {
    for (const T y : map_one(f, Values{nan, -nan}))
      EXPECT_TRUE(std::isnan(y)) << static_cast<int>(f);
  }
}

TEST(LaneMath, SpecialValues) {
  for (const int64_t target : targets()) {
    SCOPED_TRACE(hwy::TargetName(target));
    const OnTarget on(target);
    check_special_values<float>();
    check_special_values<double>();
  }
}

template <class T>
void check_odd(Function f) {
  const std::vector<T> x = sample<T>({f, 1e-30, 50, 0, true}, 100000);
  std::vector<T> minus(x);
  for (T& v : minus) v = -v;
  const std::vector<T> y = map_one(f, x), z = map_one(f, minus);
  for (size_t i = 0; i < x.size(); ++i) {
    ASSERT_EQ(y[i], -z[i]) << x[i];
    ASSERT_LE(std::abs(y[i]), 1) << x[i];
  }
  EXPECT_TRUE(std::signbit(map_one(f, std::vector<T>{T(-0.0)})[0]));
}

TEST(LaneMath, TanhAndErfAreOddAndWithinOne) {
  for (const Function f : {Function::kTanh, Function::kErf}) {
    check_odd<float>(f);
    check_odd<double>(f);
  }
}

// Random bits: every size, denormals, infinities and NaN among them.
template <class T, class Bits>
void check_targets_agree(size_t count) {
  std::mt19937_64 bits(11);
  std::vector<T> x(count);
  for (size_t i = 0; i < count; ++i) {
    const Bits b = static_cast<Bits>(bits());
    std::memcpy(&x[i], &b, sizeof b);
    // Half of them where the functions bend.
    if (i % 2 == 0) x[i] = static_cast<T>(static_cast<double>(bits() >> 11) * 0x1p-48 - 16);
  }
  for (const Function f : kAll) {
    std::vector<T> first, y(count);
    for (const int64_t target : targets()) {
      const OnTarget on(target);
      map(f, x, y);
      if (first.empty()) first = y;
      EXPECT_EQ(std::memcmp(first.data(), y.data(), count * sizeof(T)), 0)
          << hwy::TargetName(target) << ", function " << static_cast<int>(f);
    }
  }
}

TEST(LaneMath, TargetsGiveTheSameBits) {
  check_targets_agree<float, uint32_t>(size_t{1} << 20);
  check_targets_agree<double, uint64_t>(size_t{1} << 20);
}

// The bits on any machine, from any compiler: a change here changes every result.
template <class T>
uint64_t golden(Function f) {
  std::mt19937_64 bits(17);
  std::vector<T> x(4096);
  for (T& v : x) v = static_cast<T>(static_cast<double>(bits() >> 11) * 0x1p-49 - 8);
  uint64_t hash = 1469598103934665603u;
  for (const T y : map_one(f, x)) {
    const double wide = std::isnan(y) ? 0 : static_cast<double>(y);  // a NaN's bits may differ
    uint64_t word;
    std::memcpy(&word, &wide, sizeof word);
    hash = (hash ^ word) * 1099511628211u;
  }
  return hash;
}

TEST(LaneMath, GoldenBits) {
  uint64_t floats = 0, doubles = 0;
  for (const Function f : kAll) {
    floats = floats * 31 + golden<float>(f);
    doubles = doubles * 31 + golden<double>(f);
  }
  EXPECT_EQ(floats, 474972889360908768u);
  EXPECT_EQ(doubles, 16197828857749556591u);
}

}  // namespace
}  // namespace gradus::engine::cpu
#endif
