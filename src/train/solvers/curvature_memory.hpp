#pragma once

#include <cstdint>

#include "train/solvers/vectors.hpp"

namespace gradus::solvers {

/// The last pairs (step, change of the gradient) and with them an approximation of the inverse
/// Hessian, applied by the two-loop recursion (Nocedal, Wright 2006, algorithm 7.4). Plain values.
struct CurvatureMemory {
  int64_t capacity = 10;
  std::vector<Vector> steps, changes;  ///< a ring
  Vector products;                     ///< step times change, of each pair
  int64_t next = 0;                    ///< where the next pair goes

  [[nodiscard]] bool empty() const { return steps.empty(); }
  void clear();
  /// Remembers a pair unless its curvature is not clearly positive. Returns whether it did.
  bool learn(const Vector& step, const Vector& change);
  /// to = H r. The start of the recursion is 1 / `diagonal` where given, otherwise the last pair's
  /// s'y / y'y times the identity.
  void apply(const Vector& r, const Vector* diagonal, Vector& to) const;

  template <class Self, class V>
  static void parts(Self& s, V&& visit) {
    visit(s.capacity);
    visit(s.steps);
    visit(s.changes);
    visit(s.products);
    visit(s.next);
  }
};

}  // namespace gradus::solvers
