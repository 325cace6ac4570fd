// A study's training with every instrument as a study has it by default, and without: what they
// cost is the difference. In time of the processor, on one thread, so that neighbours count little.
#include <ctime>
#include <memory>

#include "cli/bench_cases.hpp"
#include "gradus/study/reader.hpp"
#include "gradus/study/run.hpp"

namespace gradus::cli {
namespace {

// A test set of a sixth and ten epochs: MNIST's proportions.
constexpr const char* kStudy = R"(
seeds = 1
[data]
source = "moons"
train = 12000
test = 2000
[model]
layers = ["dense 100 relu", "batch_normalization", "dense 100 tanh", "dense 100 relu", "dense 1 sigmoid"]
[train]
loss = "binary_crossentropy"
optimizer = "adam"
batch_size = 64
epochs = 10
)";

std::string with_all_instruments() {
  std::string text = kStudy;
  for (const char* kind : {"activations", "gradients", "weights", "batch_normalization",
                           "dead_units", "saturated_units", "update_ratio", "collapse"})
    text += "[[instrument]]\nkind = \"" + std::string(kind) + "\"\n";
  return text + "[[instrument]]\nkind = \"gradients\"\nname = \"down\"\nof = \"activations\"\n";
}

BenchCase study_case(const char* name, const char* what, const std::string& toml,
                     const char* against = "") {
  // Six operations a multiply-add: forward, and both gradients.
  const double multiply_adds = 2 * 100 + 100 * 100 + 100 * 100 + 100;
  return {name,
          what,
          6 * multiply_adds * 12000 * 10,
          0,
          0,
          [toml] {
            const auto study = std::make_shared<study::Study>(study::read_text(toml, "bench.toml"));
            const auto shelf = std::make_shared<study::DataShelf>(*study, "");
            return [study, shelf] {
              const std::clock_t start = std::clock();
              study::Study once = *study;
              (void)study::run(once, *shelf, {.threads = 1});
              return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
            };
          },
          against};
}

}  // namespace

std::vector<BenchCase> instrument_bench_cases() {
  return {study_case("instruments-off", "2-100-100-100-1 on 12000 moons, 10 epochs", kStudy),
          study_case("instruments-default", "the same with every instrument, as by default",
                     with_all_instruments(), "instruments-off")};
}

}  // namespace gradus::cli
