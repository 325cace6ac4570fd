#include <fmt/core.h>

#include <set>

#include "study/scalars.hpp"
#include "study/sections.hpp"

namespace gradus::study {
namespace {

constexpr int64_t kMostSeeds = 1'000'000;

}  // namespace

std::vector<uint64_t> read_seeds(const Context& c, const Node* node, const Path& path) {
  std::vector<uint64_t> seeds;
  int64_t count = 5;
  if (node && node->is_list()) {
    std::set<int64_t> seen;
    for (const Node& item : node->items) {
      int64_t seed = 0;
      read_field(c, item, path, Rule{}.at_least(0), seed);
      if (!seen.insert(seed).second)
        c.fail(item, path, fmt::format("holds {} twice", seed), "drop one");
      seeds.push_back(static_cast<uint64_t>(seed));
    }
    count = static_cast<int64_t>(seeds.size());
  } else if (node && node->is(Node::Type::kInteger) && node->integer < 1) {
    count = node->integer;
  } else if (node) {
    const Rule rule = Rule{}.at_least(1).at_most(static_cast<double>(kMostSeeds));
    read_field(c, *node, path, rule, count);
  }
  if (count < 1)
    c.fail(*node, path, fmt::format("{} seeds train nothing", count), "give at least 1");
  if (seeds.empty())
    for (int64_t s = 0; s < count; ++s) seeds.push_back(static_cast<uint64_t>(s));
  return seeds;
}

}  // namespace gradus::study
