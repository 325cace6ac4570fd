#include "gradus/base/expression.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "base/expression_parser.hpp"
#include "gradus/base/math.hpp"

namespace gradus {
namespace {

using Op = Expression::Op;

double unary(Op op, double x) {
  switch (op) {
    case Op::kNegate:
      return -x;
    case Op::kSin:
      return math::sin(x);
    case Op::kCos:
      return math::cos(x);
    case Op::kTan:
      return math::tan(x);
    case Op::kExp:
      return math::exp(x);
    case Op::kLog:
      return math::log(x);
    case Op::kSqrt:
      return std::sqrt(x);
    case Op::kAbs:
      return std::abs(x);
    case Op::kFloor:
      return std::floor(x);
    default:
      return math::tanh(x);
  }
}

// min and max pass NaN on, from either side.
double binary(Op op, double a, double b) {
  switch (op) {
    case Op::kAdd:
      return a + b;
    case Op::kSubtract:
      return a - b;
    case Op::kMultiply:
      return a * b;
    case Op::kDivide:
      return a / b;
    case Op::kPower:
      return math::pow(a, b);
    case Op::kMin:
      return std::isnan(a) || a < b ? a : b;
    default:
      return std::isnan(a) || a > b ? a : b;
  }
}

bool takes_two(Op op) {
  return (op >= Op::kAdd && op <= Op::kPower) || op == Op::kMin || op == Op::kMax;
}

}  // namespace

Expression Expression::parse(std::string_view text, const std::vector<std::string>& variables) {
  Expression out;
  out.steps_ = ExpressionParser(text, variables).parse();
  out.variables_ = variables.size();
  size_t height = 0;
  for (const Step& step : out.steps_) {
    if (step.op == Op::kNumber || step.op == Op::kVariable) ++height;
    if (takes_two(step.op)) --height;
    out.depth_ = std::max(out.depth_, height);
  }
  return out;
}

double Expression::evaluate(std::span<const double> values) const {
  if (values.size() != variables_) throw std::logic_error("Expression: one value a variable");
  std::array<double, 32> small{};
  std::vector<double> large;
  if (depth_ > small.size()) large.resize(depth_);
  double* stack = depth_ > small.size() ? large.data() : small.data();
  size_t height = 0;
  for (const Step& step : steps_) {
    if (step.op == Op::kNumber) {
      stack[height++] = step.number;
    } else if (step.op == Op::kVariable) {
      stack[height++] = values[step.variable];
    } else if (takes_two(step.op)) {
      --height;
      stack[height - 1] = binary(step.op, stack[height - 1], stack[height]);
    } else {
      stack[height - 1] = unary(step.op, stack[height - 1]);
    }
  }
  return stack[0];
}

}  // namespace gradus
