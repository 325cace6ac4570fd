// Between construction and destruction a program allocates nothing. Counts every operator new of
// this test program.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "base/threads.hpp"
#include "engine/program.hpp"
#include "support/batches.hpp"
#include "support/graphs.hpp"

namespace {
std::atomic<long> allocations{0};

void* allocate(size_t size, size_t alignment) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  const size_t whole = (size + alignment - 1) / alignment * alignment;
  if (void* p = std::aligned_alloc(alignment, whole == 0 ? alignment : whole)) return p;
  throw std::bad_alloc();
}
}  // namespace

void* operator new(size_t size) {
  return allocate(size, __STDCPP_DEFAULT_NEW_ALIGNMENT__);
}
void* operator new(size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<size_t>(alignment));
}
void operator delete(void* p) noexcept {
  std::free(p);
}
void operator delete(void* p, size_t) noexcept {
  std::free(p);
}
void operator delete(void* p, std::align_val_t) noexcept {
  std::free(p);
}
void operator delete(void* p, size_t, std::align_val_t) noexcept {
  std::free(p);
}

namespace gradus::engine {
namespace {

using namespace gradus::test;

template <class T>
void check(int threads) {
  Numbers numbers(1);
  GraphMaker g(Shape{6});
  const int a = g.act(g.dense(0, 40), Act::kRelu);
  const int b = g.custom(g.noise(g.dropout(g.act(g.dense(a, 40), Act::kGelu), 0.2), 0.1));
  Graph graph = g.finish(g.softmax(g.dense(g.add({a, b, g.custom_act(g.dense(b, 40))}), 3)));
  graph.params[0].l2 = 0.1;
  graph.params[0].limit = Param::Limit::kMaxNorm;
  graph.params[0].limit_value = 1;
  const Rows rows = draw_rows(numbers, 1500, 6, 3, {true, true, true});
  ThreadTeam team(threads);
  CompileOptions options;
  options.capacity = 1500;
  options.loss.kind = LossKind::kCategoricalCrossentropy;
  options.metrics = {MetricKind::kCategoricalAccuracy};
  Program<T> program(graph, options, &team);
  State<T> state;
  state.weights = draw_weights<T>(numbers, graph);
  state.slots[0].assign(state.weights.size(), T(0));
  Update<T> rule;
  rule.kind = cpu::UpdateKind::kMomentum;
  rule.scalar[0] = T(0.1);
  rule.scalar[1] = T(0.9);
  rule.clipnorm = 1, rule.global_clipnorm = 1, rule.clipvalue = 1;
  const RowSource source = rows.source();
  std::vector<T> out(1500 * 3);
  const long before = allocations.load();
  for (uint32_t step = 0; step < 3; ++step) {
    const Batch batch{&source, nullptr, 0, 1500 - step * 7, false};
    (void)program.gradient(state.weights.data(), batch, 1, step, out.data());
    program.update(state, rule);
    (void)program.evaluate(state.weights.data(), batch);
    program.predict(state.weights.data(), batch, out.data());
    (void)program.penalty(state.weights.data());
  }
  EXPECT_EQ(allocations.load() - before, 0) << threads << " threads";
}

// Every kind of op of images, with a sync over the batch or without.
template <class T>
void check_images(int threads, bool synced) {
  Numbers numbers(1);
  GraphMaker g(Shape{6, 6, 2});
  int v = g.max_pool(g.act(g.convolve(0, 4, {.same = true}), Act::kRelu), {2, 2, 2, 2});
  v = g.concat({v, g.prelu(g.layer_norm(v)), g.average_pool(v, {3, 3, 1, 1, 1, 1, true})});
  v = g.spatial_dropout(g.zero_pad(synced ? g.batch_norm(v) : g.normalize(v), 1, 0, 0, 1), 0.2);
  const Graph graph = g.finish(g.dense(g.flatten(g.convolve(v, 3, {2, 2})), 3));
  const Rows rows = draw_rows(numbers, 300, 72, 3);
  ThreadTeam team(threads);
  CompileOptions options;
  options.capacity = 300;
  options.loss.kind = LossKind::kMse;
  Program<T> program(graph, options, &team);
  State<T> state;
  state.weights = draw_weights<T>(numbers, graph);
  const RowSource source = rows.source();
  std::vector<T> out(900);
  const long before = allocations.load();
  for (uint32_t step = 0; step < 3; ++step) {
    const Batch batch{&source, nullptr, 0, 300 - step * 7, false};
    (void)program.gradient(state.weights.data(), batch, 1, step, out.data());
    program.update(state, Update<T>{});
    (void)program.evaluate(state.weights.data(), batch);
    program.predict(state.weights.data(), batch, out.data());
  }
  EXPECT_EQ(allocations.load() - before, 0) << threads << " threads, synced " << synced;
}

TEST(Program, AllocatesNothingWhileItRuns) {
  const long before = allocations.load();
  std::vector<int> some(1000);
  ASSERT_GT(allocations.load(), before) << "the count does not count";
  for (const int threads : {1, 2}) {
    check<float>(threads);
    check<double>(threads);
    for (const bool synced : {false, true}) {
      check_images<float>(threads, synced);
      check_images<double>(threads, synced);
    }
  }
}

}  // namespace
}  // namespace gradus::engine
