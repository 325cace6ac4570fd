#include <algorithm>
#include <cmath>

#include "report/figure_names.hpp"
#include "report/findings/answer.hpp"
#include "report/findings/digits.hpp"

namespace gradus::finding {
namespace {

constexpr size_t kLeastValues = 3;
constexpr double kSteady = 0.5;  // the mean tau from which a trend is said to be steady
constexpr double kLevel = 0.05;

struct Line {
  const Compared* compared;
  std::vector<size_t> order;  // places in the group, by the axis's number
  statistics::Trend trend;
};

Line line_of(const Question& question, const Compared& compared) {
  Line line{&compared, {}, {}};
  const std::vector<size_t>& variants = compared.group.variants;
  for (size_t i = 0; i < variants.size(); ++i) line.order.push_back(i);
  const auto number = [&](size_t i) {
    return number_of(value_of_axis(question.study.variants[variants[i]], *question.spec.by));
  };
  std::sort(line.order.begin(), line.order.end(),
            [&](size_t a, size_t b) { return number(a) < number(b); });
  std::vector<std::vector<double>> rows(question.study.seeds.size());
  for (size_t s = 0; s < rows.size(); ++s)
    for (const size_t i : line.order) rows[s].push_back(compared.samples[i].by_seed[s]);
  line.trend = statistics::trend(rows);
  return line;
}

// "from 0.25 at 32 to 0.80 at 4096"; where an end has no value, the next that has one.
std::string ends(const Question& question, const Line& line) {
  const Compared& compared = *line.compared;
  std::vector<std::pair<size_t, double>> values;
  for (const size_t i : line.order)
    if (!compared.samples[i].values.empty())
      values.emplace_back(compared.group.variants[i],
                          estimate(compared.group.variants[i], compared.samples[i]).value);
  const double spread = std::abs(values.back().second - values.front().second);
  const auto at = [&](const std::pair<size_t, double>& end) {
    return write(question, end.second, spread) + " at " +
           study::text(value_of_axis(question.study.variants[end.first], *question.spec.by));
  };
  return "from " + at(values.front()) + " to " + at(values.back());
}

Finding say_trend(const Question& question, const Line& line, double corrected) {
  const std::string axis = name_label(question.study, *question.spec.by);
  const std::string seeds = " (" + many(line.trend.seeds, "seed") + ")";
  const bool plural = question.words.plural, rises = line.trend.tau > 0;
  std::string verb;
  if (std::abs(line.trend.tau) >= kSteady) {
    verb = rises    ? plural ? " rise with " : " rises with "
           : plural ? " fall with "
                    : " falls with ";
  } else {
    verb = std::string(plural ? " tend" : " tends") + (rises ? " to rise with " : " to fall with ");
  }
  Finding finding;
  finding.kind = Finding::Kind::kTrend;
  finding.metric = question.spec.metric.text();
  finding.trend = line.trend;
  finding.trend->p = corrected;
  const Compared& compared = *line.compared;
  for (const size_t i : line.order)
    finding.estimates.push_back(estimate(compared.group.variants[i], compared.samples[i]));
  const std::string text =
      corrected <= kLevel
          ? question.words.subject + verb + axis + ", " + ends(question, line) + seeds
          : question.words.subject + (plural ? " show" : " shows") + " no steady trend with " +
                axis + seeds;
  finding.sentence = say(question.within(compared.group), text, true);
  return finding;
}

}  // namespace

std::vector<Finding> answer_trends(const Question& question,
                                   const std::vector<Compared>& compared) {
  std::vector<Line> lines;
  std::vector<double> p;
  for (const Compared& one : compared) {
    if (one.group.variants.size() < kLeastValues) continue;
    Line line = line_of(question, one);
    if (line.trend.seeds == 0) continue;
    p.push_back(line.trend.p);
    lines.push_back(std::move(line));
  }
  const std::vector<double> corrected = statistics::holm(p);
  std::vector<Finding> out;
  for (size_t i = 0; i < lines.size(); ++i)
    out.push_back(say_trend(question, lines[i], corrected[i]));
  return out;
}

}  // namespace gradus::finding
