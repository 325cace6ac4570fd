#include "train/solvers/curvature_memory.hpp"

#include <limits>

namespace gradus::solvers {

void CurvatureMemory::clear() {
  steps.clear();
  changes.clear();
  products.clear();
  next = 0;
}

bool CurvatureMemory::learn(const Vector& step, const Vector& change) {
  const double product = dot(step, change);
  if (!(product > std::numeric_limits<double>::epsilon() * dot(change, change))) return false;
  if (static_cast<int64_t>(steps.size()) < capacity) {
    steps.push_back(step);
    changes.push_back(change);
    products.push_back(product);
    next = static_cast<int64_t>(steps.size()) % capacity;
    return true;
  }
  const auto at = static_cast<size_t>(next);
  steps[at] = step;
  changes[at] = change;
  products[at] = product;
  next = (next + 1) % capacity;
  return true;
}

void CurvatureMemory::apply(const Vector& r, const Vector* diagonal, Vector& to) const {
  to = r;
  const size_t count = steps.size();
  const size_t newest = (static_cast<size_t>(next) + count - 1) % (count == 0 ? 1 : count);
  Vector alpha(count);
  for (size_t k = 0; k < count; ++k) {
    const size_t i = (newest + count - k) % count;
    alpha[i] = dot(steps[i], to) / products[i];
    add(-alpha[i], changes[i], to);
  }
  if (diagonal) {
    for (size_t i = 0; i < to.size(); ++i) to[i] /= (*diagonal)[i];
  } else if (count > 0) {
    scale(products[newest] / dot(changes[newest], changes[newest]), to, to);
  }
  for (size_t k = count; k > 0; --k) {
    const size_t i = (newest + count - (k - 1)) % count;
    add(alpha[i] - dot(changes[i], to) / products[i], steps[i], to);
  }
}

}  // namespace gradus::solvers
