#include "cli/commands.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

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

}  // namespace

// The peak is measured between the runs of every case, so that a machine that slows down slows
// both.
int bench(const BenchArguments& arguments) {
  constexpr int kRuns = 15;
  const int threads = processors();
  std::vector<double> peaks = {measure_peak(threads)};
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  if (!arguments.json)
    fmt::print("{:<26}{:>12}{:>12}{:>10}   {}\n", "case", "median", "GFLOP/s", "of peak", "floor");
  for (const BenchCase& c : chosen(arguments.cases)) {
    const std::function<double()> run = c.prepare();
    (void)run();
    std::vector<double> seconds, shares;
    for (int i = 0; i < kRuns; ++i) {
      seconds.push_back(run());
      if (i % 3 == 0) peaks.push_back(measure_peak(threads));
    }
    const double middle = median(seconds), gflops = c.flops / middle / 1e9,
                 share = gflops / median(peaks);
    if (arguments.json) {
      rows.push_back({{"case", c.name},
                      {"median_us", middle * 1e6},
                      {"gflops", gflops},
                      {"share_of_peak", share}});
      continue;
    }
    std::string floor;
    if (c.most_us > 0) floor = fmt::format("at most {:g} us", c.most_us);
    if (c.least_share > 0)
      floor += fmt::format("{}at least {:.0f} % of the peak", floor.empty() ? "" : ", ",
                           100 * c.least_share);
    fmt::print("{:<26}{:>9.4g} us{:>12.1f}{:>8.1f} %   {}\n", c.name, middle * 1e6, gflops,
               100 * share, floor);
    std::fflush(stdout);
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
