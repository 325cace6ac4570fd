#include "cli/commands.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/threads.hpp"
#include "cli/bench_cases.hpp"
#include "gradus/base/error.hpp"

namespace gradus::cli {
namespace {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::vector<BenchCase> chosen(const std::vector<std::string>& names) {
  if (names.empty()) return bench_cases();
  std::vector<std::string> known;
  for (const BenchCase& c : bench_cases()) known.push_back(c.name);
  std::vector<BenchCase> cases;
  for (const std::string& name : names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end())
      throw Error("bench", "no case \"" + name + "\"", suggest(name, known));
    cases.push_back(bench_cases()[static_cast<size_t>(found - known.begin())]);
  }
  return cases;
}

// What was measured of a case.
struct Timed {
  BenchCase what;
  std::function<double()> run;
  std::vector<double> seconds;
};

// What a case takes more than the one that it is put against: the median over the rounds, in each
// of which the two ran one after the other, so that whatever slows a round slows both.
std::optional<double> added_share(const Timed& c, const std::vector<Timed>& cases) {
  const auto other = std::find_if(cases.begin(), cases.end(),
                                  [&](const Timed& o) { return o.what.name == c.what.against; });
  if (other == cases.end()) return std::nullopt;
  std::vector<double> shares;
  for (size_t round = 0; round < c.seconds.size(); ++round)
    shares.push_back(c.seconds[round] / other->seconds[round] - 1);
  return median(std::move(shares));
}

std::string floor_of(const BenchCase& c) {
  std::string floor;
  if (c.most_us > 0) floor = fmt::format("at most {:g} us", c.most_us);
  if (c.least_share > 0)
    floor += fmt::format("{}at least {:.0f} % of the peak", floor.empty() ? "" : ", ",
                         100 * c.least_share);
  return floor;
}

}  // namespace

// The cases take turns, and the peak with them, so that a neighbour who is busy for a while slows a
// part of every case's runs and not all runs of one: medians stand that. The first of two runs in a
// row warms the caches.
int bench(const BenchArguments& arguments) {
  constexpr double kBrief = 0.2;  // seconds that a second run may take
  const int threads = processors();
  std::vector<Timed> cases;
  for (const BenchCase& c : chosen(arguments.cases)) cases.push_back({c, c.prepare(), {}});
  std::vector<double> peaks;
  for (int round = 0; round < arguments.rounds; ++round) {
    peaks.push_back(measure_peak(threads));
    for (Timed& c : cases) {
      const auto start = std::chrono::steady_clock::now();
      const double first = c.run();
      const double took =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      c.seconds.push_back(took < kBrief ? c.run() : first);
    }
  }
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  if (!arguments.json)
    fmt::print("{:<26}{:>12}{:>12}{:>10}   {}\n", "case", "median", "GFLOP/s", "of peak", "floor");
  for (const Timed& c : cases) {
    const double middle = median(c.seconds), gflops = c.what.flops / middle / 1e9,
                 share = gflops / median(peaks);
    const std::optional<double> added = added_share(c, cases);
    if (arguments.json) {
      rows.push_back({{"case", c.what.name},
                      {"median_us", middle * 1e6},
                      {"gflops", gflops},
                      {"share_of_peak", share}});
      if (added) rows.back()["added_share"] = *added;
    } else {
      fmt::print("{:<26}{:>9.4g} us{:>12.1f}{:>8.1f} %   {}\n", c.what.name, middle * 1e6, gflops,
                 100 * share,
                 added ? fmt::format("adds {:.1f} %", 100 * *added) : floor_of(c.what));
    }
  }
  if (arguments.json) {
    const nlohmann::ordered_json out = {{"peak_gflops", median(peaks)}, {"cases", rows}};
    fmt::print("{}\n", out.dump());
  } else {
    fmt::print("peak {:.0f} GFLOP/s on {} threads\n", median(peaks), threads);
  }
  return 0;
}

}  // namespace gradus::cli
