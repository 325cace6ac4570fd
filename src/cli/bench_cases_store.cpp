// A study's trainings kept in a folder, and not kept at all: what the store and the checkpoints
// cost is the difference. Wall time, since waiting for the disk is part of it.
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>

#include "cli/bench_cases.hpp"
#include "gradus/study/reader.hpp"
#include "gradus/study/run.hpp"

namespace gradus::cli {
namespace {

// Sixteen trainings of half a tenth of a second each: a tenth of those of a search. Making and
// settling the store takes about a hundredth of a second however long the run is.
constexpr const char* kStudy = R"(
seeds = 16
[data]
source = "moons"
train = 2000
test = 200
[model]
layers = ["dense 100 relu", "dense 100 relu", "dense 1 sigmoid"]
[train]
loss = "binary_crossentropy"
optimizer = "adam"
batch_size = 64
epochs = 40
)";

BenchCase kept_case(const char* name, const char* what, bool kept) {
  const double multiply_adds = 2 * 100 + 100 * 100 + 100;
  return {name,
          what,
          6 * multiply_adds * 2000 * 40 * 16,
          0,
          0,
          [kept] {
            const auto study =
                std::make_shared<study::Study>(study::read_text(kStudy, "bench.toml"));
            const auto shelf = std::make_shared<study::DataShelf>(*study, "");
            return [study, shelf, kept] {
              study::RunOptions options;
              options.threads = 1;
              options.checkpoint_seconds = 1;  // thirty times as often as by default
              if (kept)
                options.folder = std::filesystem::temp_directory_path() /
                                 ("gradus-bench-" + std::to_string(getpid()));
              study::Study once = *study;
              const auto start = std::chrono::steady_clock::now();
              (void)study::run(once, *shelf, options);
              const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
              if (kept) std::filesystem::remove_all(options.folder);
              return took.count();
            };
          },
          kept ? "store-off" : ""};
}

}  // namespace

std::vector<BenchCase> store_bench_cases() {
  return {kept_case("store-off", "16 trainings of 2-100-100-1 on 2000 moons, 40 epochs", false),
          kept_case("store-on", "the same in a folder, checkpoints every second", true)};
}

}  // namespace gradus::cli
