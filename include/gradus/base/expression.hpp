#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gradus {

/// A formula as study files write it: + - * / ^ ( ), numbers, pi, e, the functions sin cos tan exp
/// log sqrt abs floor min max tanh, and the variables named. ^ is right-associative and binds
/// tighter than a sign before it: -x^2 is -(x^2), 2^-1 is 0.5. Computed in double by gradus::math,
/// so that its bits are the same everywhere.
class Expression {
 public:
  /// Throws Error for what is no formula: `unknown name "X"; here: x`, with the position (1 is the
  /// first character) where there is one to point at.
  [[nodiscard]] static Expression parse(std::string_view text,
                                        const std::vector<std::string>& variables);

  /// Value at `values`, one for each variable in the order given to `parse`.
  [[nodiscard]] double evaluate(std::span<const double> values) const;

  /// What a step of the program does to the stack of values.
  enum class Op : uint8_t {
    kNumber,
    kVariable,
    kNegate,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kPower,
    kSin,
    kCos,
    kTan,
    kExp,
    kLog,
    kSqrt,
    kAbs,
    kFloor,
    kTanh,
    kMin,
    kMax,
  };
  struct Step {
    Op op;
    double number = 0;    ///< of kNumber
    size_t variable = 0;  ///< of kVariable
  };

 private:
  std::vector<Step> steps_;  ///< in postfix order
  size_t depth_ = 0;         ///< most values on the stack at once
  size_t variables_ = 0;
};

}  // namespace gradus
