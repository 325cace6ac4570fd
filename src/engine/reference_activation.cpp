#include <cmath>

#include "engine/reference.hpp"
#include "gradus/base/math.hpp"

namespace gradus::engine::reference {
namespace {

constexpr double kSeluScale = 1.0507009873554804934193349852946;
constexpr double kSeluAlpha = 1.6732632423543772848170429916717;
constexpr double kSqrt2 = 1.4142135623730950488016887242097;
constexpr double kSqrtTwoPi = 2.5066282746310005024157652848110;

double sigmoid(double z) {
  const double e = math::exp(-std::abs(z));
  return z < 0 ? e / (1 + e) : 1 / (1 + e);
}

double normal_distribution(double z) {
  return 0.5 * (1 + math::erf(z / kSqrt2));
}

}  // namespace

double activate(Act act, double alpha, double z) {
  switch (act) {
    case Act::kRelu:
      return z < 0 ? 0 : z;
    case Act::kLeakyRelu:
      return z < 0 ? alpha * z : z;
    case Act::kElu:
      return z < 0 ? alpha * math::expm1(z) : z;
    case Act::kSelu:
      return kSeluScale * (z < 0 ? kSeluAlpha * math::expm1(z) : z);
    case Act::kGelu:
      return z * normal_distribution(z);
    case Act::kSoftplus:
      return (z < 0 ? 0 : z) + math::log1p(math::exp(-std::abs(z)));
    case Act::kSigmoid:
      return sigmoid(alpha * z);
    case Act::kTanh:
      return math::tanh(z);
    case Act::kLinear:
    case Act::kCustom:
      break;
  }
  return z;
}

double slope(Act act, double alpha, double z) {
  switch (act) {
    case Act::kRelu:
      return z > 0 ? 1 : 0;
    case Act::kLeakyRelu:
      return z > 0 ? 1 : alpha;
    case Act::kElu:
      return z > 0 ? 1 : alpha * math::exp(z);
    case Act::kSelu:
      return kSeluScale * (z > 0 ? 1 : kSeluAlpha * math::exp(z));
    case Act::kGelu:
      return normal_distribution(z) + z * math::exp(-0.5 * z * z) / kSqrtTwoPi;
    case Act::kSoftplus:
      return sigmoid(z);
    case Act::kSigmoid: {
      const double y = sigmoid(alpha * z);
      return alpha * y * (1 - y);
    }
    case Act::kTanh: {
      const double y = math::tanh(z);
      return 1 - y * y;
    }
    case Act::kLinear:
    case Act::kCustom:
      break;
  }
  return 1;
}

}  // namespace gradus::engine::reference
