#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "gradus/nn/field.hpp"

namespace gradus {
/// Penalties added to the loss: factor times the plain sum, as in Keras (no 1/2, so the gradient of
/// L2 is 2 l2 w).
namespace regularizers {

/// No penalty.
struct None {
  static constexpr std::string_view kKind = "none";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const None&) const = default;
};

/// l1 sum |w|.
struct L1 {
  static constexpr std::string_view kKind = "l1";
  double l1 = 0.01;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("l1", s.l1, kRequiredWord.at_least(0));
  }
  bool operator==(const L1&) const = default;
};

/// l2 sum w^2.
struct L2 {
  static constexpr std::string_view kKind = "l2";
  double l2 = 0.01;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("l2", s.l2, kRequiredWord.at_least(0));
  }
  bool operator==(const L2&) const = default;
};

/// l1 sum |w| + l2 sum w^2.
struct L1L2 {
  static constexpr std::string_view kKind = "l1_l2";
  double l1 = 0;
  double l2 = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("l1", s.l1, kRequiredWord.at_least(0));
    visit("l2", s.l2, kRequiredWord.at_least(0));
  }
  bool operator==(const L1L2&) const = default;
};

}  // namespace regularizers

using Regularizer =
    std::variant<regularizers::None, regularizers::L1, regularizers::L2, regularizers::L1L2>;

/// The two factors of a penalty.
struct PenaltyFactors {
  double l1 = 0, l2 = 0;
};
[[nodiscard]] PenaltyFactors factors(const Regularizer& regularizer);

/// Applied to weights after each update.
namespace constraints {

/// No constraint.
struct None {
  static constexpr std::string_view kKind = "none";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const None&) const = default;
};

/// Scales each unit's incoming weights to a Euclidean norm of at most max_value; axis as in Keras
/// (0: over the inputs).
struct MaxNorm {
  static constexpr std::string_view kKind = "max_norm";
  double max_value = 2;
  int64_t axis = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("max_value", s.max_value, kWord.above(0));
    visit("axis", s.axis, kOption.at_least(0).at_most(1));
  }
  bool operator==(const MaxNorm&) const = default;
};

/// Scales each unit's incoming weights to norm 1.
struct UnitNorm {
  static constexpr std::string_view kKind = "unit_norm";
  int64_t axis = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("axis", s.axis, kOption.at_least(0).at_most(1));
  }
  bool operator==(const UnitNorm&) const = default;
};

/// Negative weights become 0.
struct NonNeg {
  static constexpr std::string_view kKind = "non_neg";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const NonNeg&) const = default;
};

}  // namespace constraints

using Constraint = std::variant<constraints::None, constraints::MaxNorm, constraints::UnitNorm,
                                constraints::NonNeg>;

}  // namespace gradus
