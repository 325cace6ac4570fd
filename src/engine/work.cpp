#include "engine/work.hpp"

#include <vector>

#include "engine/convolution.hpp"

namespace gradus::engine {
namespace {

double work_of(const Graph& graph, const Op& op) {
  if (op.kind != OpKind::kDense && op.kind != OpKind::kConv2D) return 0;
  const Op& in = graph.ops[static_cast<size_t>(op.inputs[0])];
  return op.kind == OpKind::kDense ? static_cast<double>(in.size() * op.size())
                                   : conv_work(in.shape, op.shape, op.window);
}

}  // namespace

double forward_work(const Graph& graph) {
  double work = 0;
  for (const Op& op : graph.ops) work += work_of(graph, op);
  return work;
}

double training_work(const Graph& graph) {
  std::vector<bool> learns;  // an op or one below it has weights
  double work = 0;
  for (const Op& op : graph.ops) {
    bool below = false;
    for (const int input : op.inputs) below = below || learns[static_cast<size_t>(input)];
    learns.push_back(below || op.kernel >= 0 || op.bias >= 0);
    work += work_of(graph, op) * (below ? 3 : 2);
  }
  return work;
}

}  // namespace gradus::engine
