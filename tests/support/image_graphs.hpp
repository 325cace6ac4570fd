#pragma once

#include <functional>
#include <vector>

#include "support/graphs.hpp"

namespace gradus::test {

/// Something on images: from the op that it starts at to its last.
struct ImagePart {
  const char* name;
  std::function<int(GraphMaker&, int)> build;
};

/// Every layer and option that works on images of 6 x 5 x 3, alone and as networks combine them.
inline const std::vector<ImagePart>& image_parts() {
  using engine::Act;
  static const std::vector<ImagePart> parts = {
      {"conv", [](GraphMaker& g, int v) { return g.convolve(v, 4); }},
      {"conv without bias",
       [](GraphMaker& g, int v) { return g.convolve(v, 2, {.height = 2, .width = 3}, false); }},
      {"conv 1x1", [](GraphMaker& g, int v) { return g.convolve(v, 5, {1, 1}); }},
      {"conv same", [](GraphMaker& g, int v) { return g.convolve(v, 2, {.same = true}); }},
      {"conv same, even",
       [](GraphMaker& g, int v) { return g.convolve(v, 2, {2, 4, 1, 1, 1, 1, true}); }},
      {"conv strided", [](GraphMaker& g, int v) { return g.convolve(v, 3, {3, 3, 2, 1}); }},
      {"conv strided beyond its kernel",
       [](GraphMaker& g, int v) { return g.convolve(v, 3, {1, 2, 2, 3}); }},
      {"conv same, strided",
       [](GraphMaker& g, int v) { return g.convolve(v, 3, {3, 2, 2, 3, 1, 1, true}); }},
      {"conv dilated", [](GraphMaker& g, int v) { return g.convolve(v, 3, {2, 3, 1, 1, 2, 2}); }},
      {"conv same, dilated",
       [](GraphMaker& g, int v) { return g.convolve(v, 2, {3, 3, 1, 1, 2, 2, true}); }},
      {"conv larger than half the image",
       [](GraphMaker& g, int v) { return g.convolve(v, 2, {5, 5, 1, 1, 1, 1, true}); }},
      {"conv, relu", [](GraphMaker& g, int v) { return g.act(g.convolve(v, 4), Act::kRelu); }},
      {"conv, tanh", [](GraphMaker& g, int v) { return g.act(g.convolve(v, 4), Act::kTanh); }},
      {"conv, gelu", [](GraphMaker& g, int v) { return g.act(g.convolve(v, 3), Act::kGelu); }},
      {"two convs",
       [](GraphMaker& g, int v) {
         return g.convolve(g.act(g.convolve(v, 4), Act::kTanh), 2, {2, 2});
       }},
      {"conv, relu, max pool",
       [](GraphMaker& g, int v) {
         return g.max_pool(g.act(g.convolve(v, 4, {.same = true}), Act::kRelu), {2, 2, 2, 2});
       }},
      {"conv, tanh, max pool",
       [](GraphMaker& g, int v) {
         return g.max_pool(g.act(g.convolve(v, 4, {.same = true}), Act::kTanh), {2, 2, 2, 2});
       }},
      {"conv, tanh, max pool, padded",
       [](GraphMaker& g, int v) {
         return g.max_pool(g.act(g.convolve(v, 2, {.same = true}), Act::kTanh),
                           {2, 2, 2, 2, 1, 1, true});
       }},
      {"conv, leaky relu, average pool",
       [](GraphMaker& g, int v) {
         return g.average_pool(g.act(g.convolve(v, 4, {.same = true}), Act::kLeakyRelu, 0.2),
                               {2, 2, 2, 2});
       }},
      {"conv, sigmoid, pools that overlap",
       [](GraphMaker& g, int v) {
         const int a = g.act(g.convolve(v, 2, {.same = true}), Act::kSigmoid, 1);
         return g.average_pool(g.max_pool(a, {3, 2, 1, 1}), {2, 2, 1, 1});
       }},
      {"conv, gelu, max pool",
       [](GraphMaker& g, int v) {
         return g.max_pool(g.act(g.convolve(v, 4, {.same = true}), Act::kGelu), {2, 2, 2, 2});
       }},
      {"conv, max pool, relu",
       [](GraphMaker& g, int v) {
         return g.act(g.max_pool(g.convolve(v, 4, {.same = true}), {2, 2, 2, 2}), Act::kRelu);
       }},
      {"max pool", [](GraphMaker& g, int v) { return g.max_pool(v, {2, 2, 2, 2}); }},
      {"max pool same",
       [](GraphMaker& g, int v) { return g.max_pool(v, {2, 2, 2, 2, 1, 1, true}); }},
      {"max pool, overlapping", [](GraphMaker& g, int v) { return g.max_pool(v, {3, 2, 1, 2}); }},
      {"max pool, with gaps", [](GraphMaker& g, int v) { return g.max_pool(v, {1, 2, 2, 3}); }},
      {"average pool", [](GraphMaker& g, int v) { return g.average_pool(v, {2, 2, 2, 2}); }},
      {"average pool same",
       [](GraphMaker& g, int v) { return g.average_pool(v, {3, 3, 2, 2, 1, 1, true}); }},
      {"average pool, with gaps",
       [](GraphMaker& g, int v) { return g.average_pool(v, {2, 1, 3, 2}); }},
      {"global max pool", [](GraphMaker& g, int v) { return g.global_pool(v, true); }},
      {"global average pool", [](GraphMaker& g, int v) { return g.global_pool(v, false); }},
      {"batch norm", [](GraphMaker& g, int v) { return g.batch_norm(v); }},
      {"batch norm without gamma", [](GraphMaker& g, int v) { return g.batch_norm(v, false); }},
      {"batch norm without beta",
       [](GraphMaker& g, int v) { return g.batch_norm(v, true, false); }},
      {"batch norm without weights",
       [](GraphMaker& g, int v) { return g.batch_norm(v, false, false); }},
      {"conv, batch norm, relu",
       [](GraphMaker& g, int v) {
         return g.act(g.batch_norm(g.convolve(v, 4, {}, false)), Act::kRelu);
       }},
      {"two batch norms",
       [](GraphMaker& g, int v) {
         const int a = g.act(g.batch_norm(g.convolve(v, 3)), Act::kTanh);
         return g.batch_norm(g.convolve(a, 2));
       }},
      {"batch norm of batch norm",
       [](GraphMaker& g, int v) { return g.batch_norm(g.batch_norm(v)); }},
      {"normalize", [](GraphMaker& g, int v) { return g.normalize(v); }},
      {"layer norm", [](GraphMaker& g, int v) { return g.layer_norm(v); }},
      {"layer norm without gamma", [](GraphMaker& g, int v) { return g.layer_norm(v, false); }},
      {"layer norm without beta",
       [](GraphMaker& g, int v) { return g.layer_norm(v, true, false); }},
      {"layer norm without weights",
       [](GraphMaker& g, int v) { return g.layer_norm(v, false, false); }},
      {"prelu", [](GraphMaker& g, int v) { return g.prelu(v); }},
      {"zero pad", [](GraphMaker& g, int v) { return g.zero_pad(v, 1, 2, 3, 0); }},
      {"zero pad, conv",
       [](GraphMaker& g, int v) { return g.convolve(g.zero_pad(v, 2, 1, 0, 1), 2); }},
      {"spatial dropout", [](GraphMaker& g, int v) { return g.spatial_dropout(v, 0.4); }},
      {"dropout", [](GraphMaker& g, int v) { return g.dropout(v, 0.4); }},
      {"concat", [](GraphMaker& g, int v) { return g.concat({v, g.act(v, Act::kTanh)}); }},
      {"concat with itself", [](GraphMaker& g, int v) { return g.concat({v, v, v}); }},
      {"concat of three widths",
       [](GraphMaker& g, int v) {
         return g.concat({g.convolve(v, 1, {.same = true}), v, g.convolve(v, 4, {1, 1})});
       }},
      {"concat of rows",
       [](GraphMaker& g, int v) {
         return g.concat({g.global_pool(v, false), g.dense(g.flatten(v), 2)});
       }},
      {"residual",
       [](GraphMaker& g, int v) {
         const int a = g.act(g.convolve(v, 3, {.same = true}), Act::kRelu);
         return g.act(g.add({g.convolve(a, 3, {.same = true}), v}), Act::kRelu);
       }},
      {"residual, the shortcut first",
       [](GraphMaker& g, int v) {
         return g.add({v, g.act(g.convolve(v, 3, {.same = true}), Act::kTanh)});
       }},
      {"residual with batch norms and a projection",
       [](GraphMaker& g, int v) {
         const int a =
             g.act(g.batch_norm(g.convolve(v, 4, {3, 3, 2, 2, 1, 1, true}, false)), Act::kTanh);
         const int b = g.batch_norm(g.convolve(a, 4, {.same = true}, false));
         const int c = g.batch_norm(g.convolve(v, 4, {1, 1, 2, 2}, false));
         return g.act(g.add({b, c}), Act::kTanh);
       }},
      {"branches of every kind",
       [](GraphMaker& g, int v) {
         return g.add({g.prelu(v), g.layer_norm(v), g.batch_norm(v), g.spatial_dropout(v, 0.3),
                       g.max_pool(v, {3, 3, 1, 1, 1, 1, true}), g.normalize(v)});
       }},
      {"conv used twice",
       [](GraphMaker& g, int v) {
         const int z = g.convolve(v, 3, {.same = true});
         return g.concat({g.act(z, Act::kRelu), z, g.max_pool(z, {2, 2, 1, 1, 1, 1, true})});
       }},
      {"relu of a conv used twice, pooled",
       [](GraphMaker& g, int v) {
         const int a = g.act(g.convolve(v, 3, {.same = true}), Act::kRelu);
         return g.concat({g.flatten(g.max_pool(a, {2, 2, 2, 2})), g.flatten(a)});
       }},
  };
  return parts;
}

/// A network of one part, on the images themselves or on a convolution of them (`deep`), so that
/// the gradient goes through it.
inline engine::Graph image_graph(const ImagePart& part, bool deep, int64_t outputs = 2) {
  GraphMaker g(Shape{6, 5, 3});
  const int from = deep ? g.act(g.convolve(0, 3, {1, 1}), engine::Act::kTanh) : 0;
  return g.finish(g.dense(g.flatten(part.build(g, from)), outputs));
}

/// A random graph of images of 4 x 3 x 2 with every kind of op and of sharing among them, that ends
/// in a dense op.
inline engine::Graph random_image_graph(Numbers& numbers, int count, int64_t outputs,
                                        bool synced = true) {
  using engine::Act;
  GraphMaker g(Shape{4, 3, 2});
  std::vector<int> flat = {g.convolve(0, 2, {.same = true})};
  const auto some = [&] { return flat[numbers.below(flat.size())]; };
  while (static_cast<int>(g.graph().ops.size()) < count) {
    const int from = numbers.below(3) == 0 ? some() : flat.back();
    const auto conv = [&] { return g.convolve(from, 2, {.same = true}, numbers.below(2) == 0); };
    switch (numbers.below(16)) {
      case 0:
        flat.push_back(g.act(conv(), Act::kTanh));
        break;
      case 1:
        flat.push_back(g.act(conv(), Act::kRelu));
        break;
      case 2:
        flat.push_back(conv());
        break;
      case 3:
        flat.push_back(g.act(from, Act::kSigmoid, 1.5));
        break;
      case 4:
        flat.push_back(g.act(conv(), Act::kGelu));
        break;
      case 5:
        flat.push_back(g.max_pool(from, {2, 3, 1, 1, 1, 1, true}));
        break;
      case 6:
        flat.push_back(g.average_pool(from, {3, 2, 1, 1, 1, 1, true}));
        break;
      case 7:
        flat.push_back(synced ? g.batch_norm(from, numbers.below(2) == 0, numbers.below(2) == 0)
                              : g.normalize(from));
        break;
      case 8:
        // Of two channels it is a step from -1 to 1: a wide one.
        flat.push_back(g.layer_norm(from, numbers.below(2) == 0, numbers.below(2) == 0, 0.1));
        break;
      case 9:
        flat.push_back(g.prelu(from));
        break;
      case 10:
        flat.push_back(g.spatial_dropout(from, 0.3));
        break;
      case 11:
        flat.push_back(g.convolve(g.concat({from, some()}), 2, {1, 1}));
        break;
      case 12:
        flat.push_back(g.convolve(g.zero_pad(from, 1, 0, 0, 1), 2, {2, 2}));
        break;
      case 13: {  // down and up again
        const int small = g.max_pool(g.act(conv(), Act::kTanh), {2, 3, 2, 3});
        flat.push_back(g.reshape(g.dense(g.flatten(small), 24), Shape{4, 3, 2}));
        break;
      }
      case 14:
        flat.push_back(g.normalize(from));
        break;
      default:
        flat.push_back(g.add({from, some(), some()}));
    }
  }
  std::vector<bool> used(g.graph().ops.size(), false);
  for (const engine::Op& op : g.graph().ops)
    for (const int input : op.inputs) used[static_cast<size_t>(input)] = true;
  std::vector<int> loose;
  for (const int op : flat)
    if (!used[static_cast<size_t>(op)]) loose.push_back(op);
  const int last = loose.size() == 1 ? loose[0] : g.add(loose);
  return g.finish(g.dense(g.flatten(last), outputs));
}

}  // namespace gradus::test
