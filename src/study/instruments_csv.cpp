#include <cmath>

#include "study/instruments.hpp"
#include "study/number_text.hpp"
#include "study/trial_index.hpp"

namespace gradus::study {
namespace {

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

constexpr const char* kQuantiles[] = {"min", "q05", "q25", "median", "q75", "q95", "max"};

}  // namespace

std::string instruments_csv(const Study& study, const Results& results) {
  if (study.instruments.empty()) return {};
  const TrialIndex index(study, results);
  std::string out = "trial,instrument,epoch,step,layer,quantity,statistic,value\n";
  size_t number = 0;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    for (const Trial* trial : index.of(v)) {
      const std::string start = std::to_string(number++) + ',';
      for (const Sampled& sampled : trial->sampled) {
        const std::string moment = start + field(study.instruments[sampled.instrument].name) + ',' +
                                   std::to_string(sampled.epoch) + ',' +
                                   std::to_string(sampled.step) + ',';
        for (const Reading& r : sampled.readings) {
          const std::string of = moment + field(r.layer) + ',' + field(r.quantity) + ',';
          const auto row = [&](const char* statistic, double value) {
            if (!std::isfinite(value)) return;
            out += of + statistic + ',';
            append_number(out, value);
            out += '\n';
          };
          const Distribution& d = r.distribution;
          if (d.count == 1) {
            row("value", d.mean);
            continue;
          }
          row("count", static_cast<double>(d.count));
          row("mean", d.mean);
          row("std", d.std);
          row("norm", d.norm);
          row("zeros", d.zeros);
          for (size_t k = 0; k < d.quantiles.size(); ++k) row(kQuantiles[k], d.quantiles[k]);
        }
      }
    }
  }
  return out;
}

}  // namespace gradus::study
