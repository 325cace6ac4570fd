#include "study/needs.hpp"

#include <algorithm>
#include <set>

namespace gradus::study {

Needs::Needs(const Node& study, const std::vector<AxisNode>& axes)
    : axes_(axes), roots_(numbered(study)) {}

std::vector<Needs::Numbered> Needs::numbered(const Node& node) const {
  std::vector<Use> uses;
  collect_uses(node, Path{}, uses);
  std::vector<Numbered> out;
  for (const Use& use : uses) {
    const AxisNode* axis = find_axis(axes_, use.reference.axis);
    out.push_back({static_cast<size_t>(axis - axes_.data()), use.reference.field});
  }
  return out;
}

const std::vector<Needs::Numbered>& Needs::named_by(const Numbered& reference, int value) const {
  static const std::vector<Numbered> kNone;
  const AxisNode& axis = axes_[reference.axis];
  if (axis.range) return kNone;  // numbers name nothing
  const auto [it, first] = named_.try_emplace({reference, value});
  if (!first) return it->second;
  const Node* node = &axis.values[static_cast<size_t>(value)];
  if (!reference.field.empty()) node = has_fields(*node) ? node->find(reference.field) : nullptr;
  if (node) it->second = numbered(*node);
  return it->second;
}

size_t Needs::next(const Choice& choice) const {
  size_t next = axes_.size();
  std::vector<Numbered> open = roots_;
  std::set<Numbered> seen;
  while (!open.empty()) {
    const Numbered reference = std::move(open.back());
    open.pop_back();
    if (!seen.insert(reference).second) continue;
    const int value = choice[reference.axis];
    if (value < 0) {
      next = std::min(next, reference.axis);
      continue;
    }
    const std::vector<Numbered>& more = named_by(reference, value);
    open.insert(open.end(), more.begin(), more.end());
  }
  return next;
}

std::vector<std::optional<Choice>> Needs::ways() const {
  std::vector<std::optional<Choice>> ways(axes_.size());
  std::set<Numbered> seen;
  std::vector<std::pair<Numbered, Choice>> open;
  for (const Numbered& root : roots_) open.emplace_back(root, Choice(axes_.size(), -1));
  for (size_t i = 0; i < open.size(); ++i) {
    const auto [reference, way] = open[i];
    if (!seen.insert(reference).second) continue;
    if (!ways[reference.axis]) ways[reference.axis] = way;
    for (size_t v = 0; v < axes_[reference.axis].values.size(); ++v) {
      Choice further = way;
      further[reference.axis] = static_cast<int>(v);
      for (const Numbered& more : named_by(reference, static_cast<int>(v)))
        open.emplace_back(more, further);
    }
  }
  return ways;
}

}  // namespace gradus::study
