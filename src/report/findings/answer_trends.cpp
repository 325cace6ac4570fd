#include <algorithm>
#include <cmath>
#include <optional>

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
  std::vector<std::vector<double>> rows(compared.samples.front().by_seed.size());
  for (size_t s = 0; s < rows.size(); ++s)
    for (const size_t i : line.order) rows[s].push_back(compared.samples[i].by_seed[s]);
  line.trend = statistics::trend(rows);
  return line;
}

// The axis's values that have a figure, in order, with their estimates.
struct Path {
  const Question& question;
  std::vector<std::pair<size_t, double>> values;

  Path(const Question& q, const Line& line) : question(q) {
    const Compared& compared = *line.compared;
    for (const size_t i : line.order)
      if (!compared.samples[i].values.empty())
        values.emplace_back(compared.group.variants[i],
                            estimate(compared.group.variants[i], compared.samples[i]).value);
  }
  // "0.25 at 32", as exact as a difference of `spread` asks for.
  [[nodiscard]] std::string at(size_t i, double spread) const {
    const auto& [variant, value] = values[i];
    return write(question, value, own_spread(value, spread)) + " at " +
           study::text(value_of_axis(question.study.variants[variant], *question.spec.by));
  }
  [[nodiscard]] double spread(size_t i, size_t k) const {
    return std::abs(values[i].second - values[k].second);
  }
  // Where it turns, if its ends contradict the trend: at its lowest if that falls.
  [[nodiscard]] std::optional<size_t> turn(bool rises) const {
    const double first = values.front().second, last = values.back().second;
    if (rises ? last >= first : last <= first) return {};
    const auto less = [](const auto& x, const auto& y) { return x.second < y.second; };
    const auto found = rises ? std::max_element(values.begin(), values.end(), less)
                             : std::min_element(values.begin(), values.end(), less);
    return static_cast<size_t>(found - values.begin());
  }
};

// "from 0.25 at 32 to 0.80 at 4096"; where an end has no value, the next that has one.
std::string ends(const Path& path) {
  const size_t last = path.values.size() - 1;
  const double spread = path.spread(0, last);
  return "from " + path.at(0, spread) + " to " + path.at(last, spread);
}

// "falls with rate from 2.3 at 1e-9 to 0.33 at 0.1 and rises from there to 386 at 10".
std::string turning(const Question& question, const Path& path, size_t turn, bool rises,
                    const std::string& axis) {
  const std::string s = question.words.plural ? "" : "s";
  const std::string up = "rise" + s, down = "fall" + s;
  const size_t last = path.values.size() - 1;
  return question.words.subject + " " + (rises ? up : down) + " with " + axis + " from " +
         path.at(0, path.spread(0, turn)) + " to " + path.at(turn, path.spread(0, turn)) + " and " +
         (rises ? down : up) + " from there to " + path.at(last, path.spread(turn, last));
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
  const Path path(question, line);
  const std::optional<size_t> turn = path.turn(rises);
  const std::string text =
      corrected <= kLevel && turn ? turning(question, path, *turn, rises, axis) + seeds
      : corrected <= kLevel       ? question.words.subject + verb + axis + ", " + ends(path) + seeds
                                  : question.words.subject + (plural ? " show" : " shows") +
                                  " no steady trend with " + axis + seeds;
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
