#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/cpu/kernels.hpp"

namespace gradus::test {

/// Lets programs compiled while it lives use one target alone.
class LimitTarget {
 public:
  explicit LimitTarget(const std::string& name) { engine::cpu::limit_target(name.c_str()); }
  ~LimitTarget() { engine::cpu::limit_target(""); }
  LimitTarget(const LimitTarget&) = delete;
  LimitTarget& operator=(const LimitTarget&) = delete;
};

/// The targets that this machine can run.
inline const std::vector<std::string>& targets() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> found;
    for (const char* name : {"avx2", "avx512"}) {
      try {
        const LimitTarget limit(name);
        found.emplace_back(name);
      } catch (const std::invalid_argument&) {
        // Not of this machine.
      }
    }
    if (found.empty()) found.emplace_back("");
    return found;
  }();
  return names;
}

template <class T>
[[nodiscard]] bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// The kernel table of each of them, in order.
template <class T>
const std::vector<engine::cpu::Kernels<T>>& kernel_tables() {
  static const std::vector<engine::cpu::Kernels<T>> tables = [] {
    std::vector<engine::cpu::Kernels<T>> all;
    for (const std::string& name : targets()) {
      const LimitTarget limit(name);
      all.push_back(engine::cpu::kernels<T>());
    }
    return all;
  }();
  return tables;
}

/// Runs `f(kernels)`, which returns a vector of outputs, on the kernels for T of every target; the
/// bits must agree.
template <class T, class F>
auto on_targets(F&& f) {
  decltype(f(kernel_tables<T>()[0])) first;
  for (size_t i = 0; i < kernel_tables<T>().size(); ++i) {
    SCOPED_TRACE(targets()[i]);
    auto values = f(kernel_tables<T>()[i]);
    if (i == 0) {
      first = std::move(values);
    } else {
      EXPECT_TRUE(same_bits(first, values)) << targets()[i] << " and " << targets()[0] << " differ";
    }
  }
  return first;
}

/// The same for anything that compiles programs: `f()` returns values of any type.
template <class F>
auto on_limited_targets(F&& f) {
  decltype(f()) first;
  for (size_t i = 0; i < targets().size(); ++i) {
    SCOPED_TRACE(targets()[i]);
    const LimitTarget limit(targets()[i]);
    auto values = f();
    if (i == 0) {
      first = std::move(values);
    } else {
      EXPECT_TRUE(same_bits(first, values)) << targets()[i] << " and " << targets()[0] << " differ";
    }
  }
  return first;
}

}  // namespace gradus::test
