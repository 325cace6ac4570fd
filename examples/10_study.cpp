// 10. A study from C++: which width and rate suit the moons? A grid over folds and seeds is ranked,
// and the best and the worst point are trained again and tested.
//
// Run:   ninja -C build/dev 10_study && build/dev/examples/10_study
// Time:  0.5 s on two cores
// Prints:
//   9 variants, 3 seeds, 3 folds
//   units 4, rate 0.001      val_accuracy  0.816, mean of 9
//   units 4, rate 0.01       val_accuracy  0.872, mean of 9
//   units 4, rate 0.1        val_accuracy  0.880, mean of 9
//   units 16, rate 0.001     val_accuracy  0.863, mean of 9
//   units 16, rate 0.01      val_accuracy  0.883, mean of 9
//   units 16, rate 0.1       val_accuracy  0.907, mean of 9
//   units 64, rate 0.001     val_accuracy  0.870, mean of 9
//   units 64, rate 0.01      val_accuracy  0.899, mean of 9
//   units 64, rate 0.1       val_accuracy  0.908, mean of 9
//   best, units 64, rate 0.1 test_accuracy 0.924, mean of 3
//   worst, units 4, rate 0.001 test_accuracy 0.823, mean of 3
#include <fmt/core.h>

#include <gradus/gradus.hpp>
#include <gradus/study/reader.hpp>
#include <gradus/study/run.hpp>
#include <gradus/study/statistics.hpp>

using namespace gradus;

constexpr const char* kStudy = R"(
seeds = 3
[data]
source = { kind = "moons", noise = 0.25 }
train = 300
test = 300
validation = { folds = 3 }
[model]
layers = ["dense $units relu", "dense 1 sigmoid"]
[train]
loss = "binary_crossentropy"
optimizer = "adam $rate"
epochs = 40
[vary]
units = [4, 16, 64]
rate = [0.001, 0.01, 0.1]
[search]
objective = "val_accuracy"
refit = ["best", "worst"]
)";

int main() {
  study::Study study = study::read_text(kStudy, "moons");
  fmt::print("{} variants, {} seeds, {} folds\n", study.variants.size(), study.seeds.size(),
             study.variants[0].plan.data.folds());
  const study::DataShelf shelf(study, ".");
  const study::Results results = study::run(study, shelf);

  for (size_t v = 0; v < study.variants.size(); ++v) {
    const study::VariantKey& key = study.variants[v].key;
    const bool refit = key.front().first == "refit";
    const auto query = study::parse_metric(refit ? "test_accuracy" : "val_accuracy");
    std::vector<double> values;
    for (const study::Trial& trial : results.trials)
      if (trial.variant == v) values.push_back(study::value_of(query, trial, false));
    fmt::print("{:<24} {:<13} {:.3f}, mean of {}\n", study::text(key), query.name,
               statistics::mean(values), values.size());
  }
}
