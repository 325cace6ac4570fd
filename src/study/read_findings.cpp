#include <fmt/core.h>

#include "study/known.hpp"
#include "study/scalars.hpp"
#include "study/section_keys.hpp"

namespace gradus::study {
namespace {

// Nothing can be compared where `where` leaves one value alone, as it was written: an overlay may
// leave one of several, and the finding then says that nothing differs.
void check_compared(const Known& known, const Node& node, const Path& path,
                    const FindingSpec& finding) {
  if (!finding.by) return;
  for (const auto& [axis, values] : finding.where) {
    if (axis != *finding.by || values.size() > 1) continue;
    const Node& where = *node.find("where");
    const Node& value = *where.find(axis);
    if (value.is_list() && value.items.size() > 1) continue;
    const Path there = beneath(path, "where", where);
    known.context.fail(value, beneath(there, axis, value),
                       fmt::format("leaves one value of {}, which the finding compares", axis),
                       "give more of its values, or leave by out");
  }
}

FindingSpec read_finding(const Known& known, const Node& node, const Path& path) {
  const Context& c = known.context;
  const Keys keys(c, node, path, key_names("finding"));
  FindingSpec finding;
  keys.with("where",
            [&](const Node& n, const Path& p) { finding.where = read_condition(known, n, p); });
  const Node* metric = keys.find("metric");
  if (!metric)
    c.fail(node.origin, "finding.metric", "is missing",
           "one of " + joined_names(known.metric_names()));
  std::string written;
  const Path metric_path = beneath(path, "metric", *metric);
  read_field(c, *metric, metric_path, Rule{}, written);
  finding.metric = read_metric(known, *metric, metric_path, written, finding.where);
  keys.with("by", [&](const Node& n, const Path& p) {
    std::string name;
    read_field(c, n, p, Rule{}, name);
    finding.by = known_axis(known, n, p, name).name;
  });
  check_compared(known, node, path, finding);
  keys.with("baseline", [&](const Node& n, const Path& p) {
    if (!finding.by) c.fail(n, p, "needs by", "name the axis whose value it is");
    finding.baseline = known_value(known, *known.axis(*finding.by), n, p);
  });
  keys.with("better", [&](const Node& n, const Path& p) {
    finding.higher_is_better = read_choice(c, n, p, {"lower", "higher"}) == 1;
  });
  keys.with("min_delta", [&](const Node& n, const Path& p) {
    read_field(c, n, p, Rule{}.at_least(0), finding.min_delta);
  });
  return finding;
}

}  // namespace

void read_findings(const Known& known, Node& study, Study& out) {
  Node* list = study.find("finding");
  if (!list) return default_findings(known, out);
  const Path path{nullptr, "finding"};
  if (!list->is_list())
    known.context.fail(*list, path, fmt::format("expected a list of findings, got {}", show(*list)),
                       "write [[finding]]");
  std::vector<Node> kept;
  for (const Node& node : list->items) {
    try {
      out.findings.push_back(read_finding(known, node, path));
      kept.push_back(node);
    } catch (const LeftOut& left) {
      const Node* metric = node.find("metric");
      out.notes.push_back(fmt::format("the finding on {} is left out: {}",
                                      metric ? metric->joined() : "", left.why));
    }
  }
  list->items = std::move(kept);
}

}  // namespace gradus::study
