// The reference studies in their quick form, run as a person runs them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"

namespace gradus::test {
namespace {

size_t count_of(const std::string& word, const std::string& text) {
  size_t count = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

void run_quickly(const Folder& folder, const std::string& file) {
  const Outcome run = folder.gradus("run " + file + " --quick --quiet --out out");
  ASSERT_EQ(run.code, 0) << run.err;
  const nlohmann::json results = nlohmann::json::parse(read_file(folder / "out/results.json"));
  EXPECT_GT(results["trials"].size(), 0u);
  EXPECT_GT(read_file(folder / "out/findings.md").size(), 200u);
  size_t pictures = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "out/figures")) {
    pictures += entry.path().extension() == ".png";
  }
  EXPECT_GE(pictures, count_of("[[figure]]", read_file(folder / "out/study.toml")));
  EXPECT_GE(pictures, 1u);
}

void run_quickly(const std::string& study) {
  run_quickly(Folder(study), studies() + "/" + study + ".toml");
}

std::string name_of(std::string study) {
  std::replace(study.begin(), study.end(), '-', '_');
  return study;
}

class QuickStudy : public testing::TestWithParam<const char*> {};

TEST_P(QuickStudy, RunsToFindingsAndFigures) {
  run_quickly(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, QuickStudy,
                         testing::Values("xor", "moons", "approximation", "fashion-scratch",
                                         "lr-range", "cyclic-lr", "batch-size", "dying-relu",
                                         "dying-relu-map", "moons-search"),
                         [](const auto& study) { return name_of(study.param); });

// Those on MNIST, which is no package: GRADUS_DATA says where it is.
constexpr const char* kNeedsMnist = "needs MNIST: GRADUS_DATA names no folder with mnist in it";
bool mnist_is_here() {
  const char* data = std::getenv("GRADUS_DATA");
  return data && std::filesystem::exists(std::filesystem::path(data) / "mnist");
}

class QuickMnistStudy : public testing::TestWithParam<const char*> {};

TEST_P(QuickMnistStudy, RunsToFindingsAndFigures) {
  if (!mnist_is_here()) GTEST_SKIP() << kNeedsMnist;
  run_quickly(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, QuickMnistStudy,
                         testing::Values("mnist-cnn", "lenet-normalisation", "residual",
                                         "initialisation", "mnist-search", "mnist-dropout",
                                         "mnist-best"),
                         [](const auto& study) { return name_of(study.param); });

TEST(DigitsStudy, RunsOnDigitsMadeFromMnist) {
  if (!mnist_is_here()) GTEST_SKIP() << kNeedsMnist;
  const Folder folder("digits-newton");
  const std::string study = read_file(studies() + "/digits-newton.toml");
  folder.write("digits-newton.toml", study);
  const Outcome made = folder.gradus("data get digits --into .");
  ASSERT_EQ(made.code, 0) << made.err;
  run_quickly(folder, "digits-newton.toml");
  const nlohmann::json results = nlohmann::json::parse(read_file(folder / "out/results.json"));
  for (const nlohmann::json& trial : results["trials"]) {
    EXPECT_EQ(trial["stopped_by"], "evaluations used up");
    EXPECT_EQ(trial["metrics"]["evaluations"], 60);
    EXPECT_GT(trial["metrics"]["iterations"], 0);
    EXPECT_GT(trial["metrics"]["gradient_norm"], 0);
    EXPECT_GT(trial["metrics"]["loss"], trial["metrics"]["data_loss"]);
  }
}

TEST(Summary, CountsTheParametersOfStudy3a) {
  if (!mnist_is_here()) GTEST_SKIP() << kNeedsMnist;
  const Folder folder("summary");
  const Outcome summary = folder.gradus("summary " + studies() + "/mnist-cnn.toml");
  ASSERT_EQ(summary.code, 0) << summary.err;
  EXPECT_NE(summary.out.find("108,618 parameters"), std::string::npos) << summary.out;
}

TEST(Summary, CountsTheParametersOfStudy2a) {
  const Folder folder("shapes");
  const Outcome summary = folder.gradus("summary " + studies() + "/shapes.toml");
  ASSERT_EQ(summary.code, 0) << summary.err;
  EXPECT_NE(summary.out.find("550"), std::string::npos);
  EXPECT_NE(summary.out.find("153"), std::string::npos);
  EXPECT_NE(summary.out.find("703 parameters"), std::string::npos);
}

TEST(Check, PrintsThePlanAndTrainsNothing) {
  const Folder folder("check");
  const Outcome check = folder.gradus("check " + studies() + "/xor.toml");
  ASSERT_EQ(check.code, 0) << check.err;
  EXPECT_NE(check.out.find("\"adam, beta_1 0.9\" is \"adam\""), std::string::npos);
  EXPECT_NE(check.out.find("33 parameters"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder / "results"));
}

TEST(List, KnowsItsCategories) {
  const Folder folder("list");
  EXPECT_NE(folder.gradus("list layer").out.find("dense UNITS [ACTIVATION]"), std::string::npos);
  EXPECT_NE(folder.gradus("list").out.find("optimizer"), std::string::npos);
  EXPECT_NE(folder.gradus("data list").out.find("fashion_mnist"), std::string::npos);
}

TEST(Data, ShowsSamplesOfASource) {
  const Folder folder("show");
  const Outcome show = folder.gradus("data show xor --rows 2");
  ASSERT_EQ(show.code, 0) << show.err;
  EXPECT_NE(show.out.find("4 samples of shape 2 (float32), 1 targets (float32)"), std::string::npos)
      << show.out;
}

TEST(Data, ShowsImagesAndTheirLabels) {
  const Folder folder("show-images");
  const Outcome show = folder.gradus("data show fashion_mnist --rows 1");
  ASSERT_EQ(show.code, 0) << show.err;
  EXPECT_NE(show.out.find("train: 60000 samples of shape 28x28x1 (uint8), labels of 10 classes"),
            std::string::npos)
      << show.out;
  EXPECT_NE(show.out.find("label 9 = [0 0 0 0 0 0 0 0 0 1]"), std::string::npos) << show.out;
}

TEST(Bench, PrintsTheCasesAsJson) {
  const Folder folder("bench");
  const Outcome bench = folder.gradus("bench --json xor-sgd");
  ASSERT_EQ(bench.code, 0) << bench.err;
  const nlohmann::json json = nlohmann::json::parse(bench.out);
  EXPECT_GT(json["peak_gflops"].get<double>(), 0);
  EXPECT_EQ(json["cases"][0]["case"], "xor-sgd");
  for (const char* key : {"median_us", "gflops", "share_of_peak"})
    EXPECT_GT(json["cases"][0][key].get<double>(), 0);
}

TEST(Bench, TellsWhatACaseAddsToAnother) {
  const Folder folder("bench-added");
  const Outcome bench =
      folder.gradus("bench --json --rounds 3 instruments-off instruments-default");
  ASSERT_EQ(bench.code, 0) << bench.err;
  const nlohmann::json cases = nlohmann::json::parse(bench.out)["cases"];
  EXPECT_FALSE(cases[0].contains("added_share"));
  EXPECT_LT(std::abs(cases[1]["added_share"].get<double>()), 1);
  const Outcome alone = folder.gradus("bench --json --rounds 1 instruments-default");
  EXPECT_FALSE(nlohmann::json::parse(alone.out)["cases"][0].contains("added_share"));
  EXPECT_EQ(folder.gradus("bench --rounds 0 xor-sgd").code, 2);
}

TEST(Predict, ReadsASavedModelAndACsv) {
  const Folder folder("predict");
  folder.write(
      "small.toml",
      "save_weights = true\nseeds = 1\n[data]\nsource = \"xor\"\n[model]\nlayers = [\"dense 8 "
      "relu\", \"dense 1 sigmoid\"]\n"
      "[train]\nloss = \"mse\"\noptimizer = \"adam 0.1\"\nbatch_size = \"all\"\nepochs = 500\n");
  ASSERT_EQ(folder.gradus("run small.toml --quiet --out out").code, 0);
  folder.write("rows.csv", "a,b\n0,0\n0,1\n");
  const Outcome predict =
      folder.gradus("predict out/weights/variant-0-seed-0.safetensors rows.csv");
  ASSERT_EQ(predict.code, 0) << predict.err;
  EXPECT_EQ(predict.out.rfind("y0\n", 0), 0u);
  EXPECT_EQ(std::count(predict.out.begin(), predict.out.end(), '\n'), 3);
  folder.write("wrong.csv", "a\n0\n");
  const Outcome wrong = folder.gradus("predict out/weights/variant-0-seed-0.safetensors wrong.csv");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("1 columns for 2 inputs"), std::string::npos) << wrong.err;
}

// The network of a study is given rows as the study's source has them.
TEST(Predict, DoesWhatTheStudyDidToItsSamples) {
  const Folder folder("predict-raw");
  folder.write("raw.csv", "a,b,y\n0,0,0\n0,10,1\n10,0,1\n10,10,0\n");
  folder.write("scaled.csv", "a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n");
  const auto predicted = [&](const std::string& csv, const std::string& more,
                             const std::string& rows) {
    folder.write("s.toml",
                 "save_weights = true\nseeds = 1\n[data]\nsource = { kind = \"csv\", file = \"" +
                     csv + "\", target = \"y\" }\n" + more +
                     "[model]\nlayers = [\"dense 4 tanh\", \"dense 1 sigmoid\"]\n[train]\n"
                     "loss = \"mse\"\noptimizer = \"adam 0.1\"\nepochs = 3\n");
    const Outcome run = folder.gradus("run s.toml --quiet --force --out out");
    EXPECT_EQ(run.code, 0) << run.err;
    folder.write("rows.csv", rows);
    const Outcome out = folder.gradus("predict out/weights/variant-0-seed-0.safetensors rows.csv");
    EXPECT_EQ(out.code, 0) << out.err;
    return out.out;
  };
  EXPECT_EQ(predicted("raw.csv", "transform = [\"scale 0 1\"]\n", "a,b\n0,10\n10,10\n"),
            predicted("scaled.csv", "", "a,b\n0,1\n1,1\n"));
}

}  // namespace
}  // namespace gradus::test
