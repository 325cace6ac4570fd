#include "io/peak_memory.hpp"

#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

#if defined(__has_feature)
#define GRADUS_HAS_FEATURE(name) __has_feature(name)
#else
#define GRADUS_HAS_FEATURE(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
    GRADUS_HAS_FEATURE(address_sanitizer) || GRADUS_HAS_FEATURE(thread_sanitizer)
#define GRADUS_SANITIZED 1
// As <sanitizer/allocator_interface.h> has them, which not every compiler's package brings.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void*,
                                                                             size_t),
                                                         void (*free_hook)(const volatile void*));
extern "C" size_t __sanitizer_get_allocated_size(const volatile void* p);
#else
#define GRADUS_SANITIZED 0
#endif

namespace {

std::atomic<size_t> live{0}, peak{0};

void count(size_t size) {
  const size_t now = live += size;
  size_t before = peak.load();
  while (now > before && !peak.compare_exchange_weak(before, now)) {
  }
}

}  // namespace

#if GRADUS_SANITIZED

// A sanitizer has an operator new of its own, and hooks for those who want to count.
namespace {

void counted(const volatile void*, size_t size) {
  count(size);
}
void uncounted(const volatile void* p) {
  if (p) live -= __sanitizer_get_allocated_size(p);
}
const int kInstalled = __sanitizer_install_malloc_and_free_hooks(counted, uncounted);

}  // namespace

#else

namespace {

void* counted(void* p) {
  if (!p) throw std::bad_alloc();
  count(malloc_usable_size(p));
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

#endif

namespace gradus::test {

size_t live_memory() {
  return live;
}
size_t take_peak_memory() {
  return peak.exchange(live);
}

TEST(PeakMemory, SeesAVectorComeAndGo) {
#if GRADUS_SANITIZED
  ASSERT_GT(kInstalled, 0);
#endif
  (void)take_peak_memory();
  const size_t before = live_memory();
  {
    const std::vector<char> large(1 << 20);
  }
  EXPECT_GE(take_peak_memory(), before + (1 << 20));
  EXPECT_LT(take_peak_memory(), before + (1 << 20));
}

}  // namespace gradus::test
