#include "io/peak_memory.hpp"

#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

namespace {

std::atomic<size_t> live{0}, peak{0};

void* counted(void* p) {
  if (!p) throw std::bad_alloc();
  const size_t now = live += malloc_usable_size(p);
  size_t before = peak.load();
  while (now > before && !peak.compare_exchange_weak(before, now)) {
  }
  return p;
}

void uncounted(void* p) {
  if (p) live -= malloc_usable_size(p);
  std::free(p);
}

}  // namespace

// In place of the library's, for the whole test program.
void* operator new(size_t size) {
  return counted(std::malloc(size ? size : 1));
}
void* operator new(size_t size, std::align_val_t at) {
  const auto a = static_cast<size_t>(at);
  return counted(std::aligned_alloc(a, (size + a) / a * a));
}
void operator delete(void* p) noexcept {
  uncounted(p);
}
void operator delete(void* p, size_t) noexcept {
  uncounted(p);
}
void operator delete(void* p, std::align_val_t) noexcept {
  uncounted(p);
}
void operator delete(void* p, size_t, std::align_val_t) noexcept {
  uncounted(p);
}

namespace gradus::test {

size_t live_memory() {
  return live;
}
size_t take_peak_memory() {
  return peak.exchange(live);
}

TEST(PeakMemory, SeesAVectorComeAndGo) {
  (void)take_peak_memory();
  const size_t before = live_memory();
  {
    const std::vector<char> large(1 << 20);
  }
  EXPECT_GE(take_peak_memory(), before + (1 << 20));
  EXPECT_LT(take_peak_memory(), before + (1 << 20));
}

}  // namespace gradus::test
