#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gradus/study/reader.hpp"

/// The commands of `gradus`, one file each. Each returns the exit code, or throws Error for a
/// mistake of the user.
namespace gradus::cli {

struct RunArguments {
  std::filesystem::path study;
  std::filesystem::path out;  ///< default results/<study>
  study::Overrides overrides;
  int threads = 0;
  bool quiet = false, force = false, resume = false;
  bool tensorboard = false;        ///< also write event files of TensorBoard
  std::filesystem::path reuse;     ///< another run's folder
  double checkpoint_seconds = 30;  ///< between two checkpoints of a training
};
/// 130 where it was interrupted.
int run(const RunArguments& arguments);

struct StudyArguments {
  std::filesystem::path study;
  study::Overrides overrides;
};
/// Prints the plan: what would be trained, and what it would cost.
int check(const StudyArguments& arguments);
/// Checks the gradients of every distinct network of a study against differences of its loss; 1
/// where one is wrong, or an op by itself could not be told.
int check_gradients(const StudyArguments& arguments);
/// Prints the network of every distinct variant, layer by layer.
int summary(const StudyArguments& arguments);

/// Prints the kinds of a category with their forms and options, or the categories.
int list(const std::string& category, bool markdown);

int data_list();
int data_get(const std::string& name, const std::filesystem::path& into);
/// Prints types, shapes and some samples of a source as a study file spells it.
int data_show(const std::string& source, int rows);

struct ReportArguments {
  std::filesystem::path folder;  ///< of a run
  std::filesystem::path other;   ///< another's, to be compared with it; may be empty
  std::filesystem::path out = "comparison.html";  ///< of a comparison
};
/// Makes the report and the findings of a run anew from what its folder holds, or compares two
/// runs.
int report(const ReportArguments& arguments);

struct BenchArguments {
  std::vector<std::string> cases;
  int rounds = 15;  ///< times that every case is run
  bool json = false;
};
int bench(const BenchArguments& arguments);

/// Predicts the rows of a CSV file with a saved model, to standard output; a study's network is
/// given them through the study's transforms.
int predict(const std::filesystem::path& model, const std::filesystem::path& rows);

/// Prints a text that is made elsewhere.
int print(const std::string& text);

/// "gradus 0.1.0 (commit abcdef, clang 19.1.7, avx512)".
[[nodiscard]] std::string version();

}  // namespace gradus::cli
