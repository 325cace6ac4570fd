// What the instruments read from a program: an op's values, and the gradient of the loss with
// respect to them, for the rows of the last batch.
#include <algorithm>
#include <stdexcept>

#include "engine/program.hpp"

namespace gradus::engine {
namespace {

constexpr size_t kLanes = cpu::kLanes;

}  // namespace

// Lanes of all shards back into rows.
template <class T>
void Program<T>::read_rows(size_t at, size_t features, size_t rows, T* out) const {
  if (!options_.inspect) throw std::logic_error("the program was not compiled to be inspected");
  for (int shard = 0; shard < plan_.shards.count; ++shard) {
    const size_t begin = static_cast<size_t>(plan_.shards.begin(shard)) * kLanes;
    const size_t end = std::min(static_cast<size_t>(plan_.shards.begin(shard + 1)) * kLanes, rows);
    const T* from = workers_[static_cast<size_t>(shard)].arena.data() + at;
    for (size_t row = begin; row < end; ++row) {
      const size_t s = row - begin;
      const T* lane = from + s / kLanes * features * kLanes + s % kLanes;
      for (size_t j = 0; j < features; ++j) out[row * features + j] = lane[j * kLanes];
    }
  }
}

template <class T>
void Program<T>::read_values(int op, size_t rows, T* out) const {
  const size_t i = static_cast<size_t>(op);
  read_rows(plan_.ops[i].value_at, static_cast<size_t>(graph_.ops[i].size()), rows, out);
}

template <class T>
bool Program<T>::read_gradient(int op, size_t rows, T* out) const {
  const size_t i = static_cast<size_t>(op);
  if (plan_.ops[i].grad < 0) return false;
  read_rows(plan_.ops[i].grad_at, static_cast<size_t>(graph_.ops[i].size()), rows, out);
  return true;
}

#define GRADUS_INSTANTIATE(T)                                            \
  template void Program<T>::read_rows(size_t, size_t, size_t, T*) const; \
  template void Program<T>::read_values(int, size_t, T*) const;          \
  template bool Program<T>::read_gradient(int, size_t, T*) const;
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#undef GRADUS_INSTANTIATE

}  // namespace gradus::engine
