#include <gtest/gtest.h>

#include <algorithm>

#include "cli/command.hpp"

namespace gradus::test {
namespace {

constexpr const char* kPlain =
    "question = \"Which <rate>?\"\nseeds = 3\n[data]\nsource = \"moons\"\ntrain = 60\ntest = 20\n"
    "[model]\nlayers = [\"dense 6 relu\", \"dense 1 sigmoid\"]\n[train]\n"
    "loss = \"binary_crossentropy\"\noptimizer = \"adam $rate\"\nepochs = 6\n"
    "[vary]\nrate = [0.01, 0.1]\n";

constexpr const char* kSearch =
    "seeds = 2\n[data]\nsource = \"moons\"\ntrain = 60\ntest = 20\nvalidation = { folds = 3 }\n"
    "[model]\nlayers = [\"dense 6 relu\", \"dense 1 sigmoid\"]\n[train]\n"
    "loss = \"binary_crossentropy\"\noptimizer = \"sgd $rate\"\nepochs = 9\n"
    "[vary]\nrate = \"log_uniform 1e-3 10\"\n[search]\nobjective = \"val_loss\"\nmethod = \"tpe\"\n"
    "points = 13\nseed = 1\nrefit = [\"best\", \"median\"]\n"
    "scheduler = { kind = \"median_pruning\", min_epochs = 2, min_points = 3 }\n";

// The report of a run is made of nothing but what lies in its folder.
class ReportAgain : public testing::TestWithParam<const char*> {};

TEST_P(ReportAgain, EqualsTheRunsByteForByte) {
  const Folder folder("report");
  folder.write("s.toml", GetParam());
  const Outcome run = folder.gradus("run s.toml --quiet --set train.batch_size=16 --out out");
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_NE(run.out.find("the report: out/report.html\n"), std::string::npos) << run.out;
  const std::string report = read_file(folder / "out/report.html"),
                    findings = read_file(folder / "out/findings.md");
  EXPECT_NE(report.find("--set train.batch_size=16"), std::string::npos);
  std::filesystem::remove(folder / "out/report.html");
  folder.write("out/findings.md", "");
  const Outcome again = folder.gradus("report out");
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.out, "the report: out/report.html\n");
  EXPECT_TRUE(read_file(folder / "out/report.html") == report);
  EXPECT_EQ(read_file(folder / "out/findings.md"), findings);
}

INSTANTIATE_TEST_SUITE_P(Studies, ReportAgain, testing::Values(kPlain, kSearch));

TEST(Report, MistakesEndInOneLineAndLeaveWhatWasThere) {
  const Folder folder("report-mistakes");
  folder.write("s.toml", kPlain);
  ASSERT_EQ(folder.gradus("run s.toml --quiet --out out").code, 0);
  const auto says = [&](const std::string& arguments, const std::string& what) {
    const Outcome run = folder.gradus(arguments);
    EXPECT_EQ(run.code, 2) << arguments;
    EXPECT_NE(run.err.find(what), std::string::npos) << run.err;
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  };
  says("report nowhere", "nowhere: no such folder; give a folder of results");
  says("report .", ".: holds no results.json; give a folder that gradus run wrote");
  says("report", "DIR is required; see gradus report --help");
  says("report out --out x.html", "see gradus report --help");
  says("report out nowhere", "nowhere: no such folder");
  folder.write("out/machine.json", "{}");
  says("report out", "out/machine.json: does not say where a run was computed");
  std::filesystem::remove(folder / "out/figures/loss.svg");
  says("report out", "out/figures/loss.svg: is missing; run the study again into its folder");
  ASSERT_EQ(folder.gradus("run s.toml --quiet --out out").code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder / "out/figures/loss.svg"));
  says("report s.toml", "s.toml: is no folder; give a folder of results");
  says("report \"\"", "DIR: is empty");
  says("report out out --out \"\"", "--out: is empty");
  const std::string drawn_again = read_file(folder / "out/report.html");
  folder.write("out/results.json", "{");
  says("report out", "out/results.json: is not the results of a run");
  EXPECT_TRUE(read_file(folder / "out/report.html") == drawn_again);
  EXPECT_FALSE(std::filesystem::exists(folder / "comparison.html"));
}

TEST(Report, RunsOfNothingInCommonAreNotCompared) {
  const Folder folder("report-strangers");
  folder.write("s.toml", kPlain);
  ASSERT_EQ(folder.gradus("run s.toml --quiet --out one").code, 0);
  ASSERT_EQ(folder.gradus("run s.toml --quiet --out two --set vary.rate=[0.2]").code, 0);
  const Outcome run = folder.gradus("report one two");
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err, "two: has no variant in common with one; give two runs of one study\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "comparison.html"));
}

TEST(Report, AComparisonReplacesAComparisonAndNothingElse) {
  const Folder folder("report-replace");
  folder.write("s.toml", kPlain);
  ASSERT_EQ(folder.gradus("run s.toml --quiet --out one").code, 0);
  ASSERT_EQ(folder.gradus("run s.toml --quiet --out two --set train.epochs=2").code, 0);
  const auto refused = [&](const std::string& option, const std::string& name) {
    const std::string before = read_file(folder / name);
    const Outcome run = folder.gradus("report one two" + option);
    EXPECT_EQ(run.code, 2) << name;
    EXPECT_EQ(run.err, name + ": is there, and no comparison that gradus report wrote; give " +
                           "another --out\n");
    EXPECT_EQ(run.out, "");
    EXPECT_TRUE(read_file(folder / name) == before);
  };
  folder.write("notes.html", "<!doctype html>\n<p>Mine.</p>\n");
  refused(" --out notes.html", "notes.html");
  refused(" --out s.toml", "s.toml");
  refused(" --out one/report.html", "one/report.html");
  refused(" --out one", "one");
  folder.write("comparison.html", "");
  refused("", "comparison.html");
  std::filesystem::remove(folder / "comparison.html");

  ASSERT_EQ(folder.gradus("report one two").code, 0);
  const std::string earlier = read_file(folder / "comparison.html");
  ASSERT_EQ(folder.gradus("report two one").code, 0);
  EXPECT_FALSE(read_file(folder / "comparison.html") == earlier);
}

// What is missing is made again of what the store holds: nothing is trained.
TEST(Report, AFolderThatLacksAFileIsMadeWholeByTheSameCommand) {
  const Folder folder("report-whole");
  folder.write("s.toml", kPlain);
  ASSERT_EQ(folder.gradus("run s.toml --quiet --out out").code, 0);
  const std::string results = read_file(folder / "out/results.json"),
                    drawn = read_file(folder / "out/figures/loss.svg");
  std::filesystem::remove_all(folder / "out/figures");
  EXPECT_EQ(folder.gradus("report out").code, 2);
  const Outcome again = folder.gradus("run s.toml --quiet --out out");
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(read_file(folder / "out/figures/loss.svg"), drawn);
  EXPECT_EQ(read_file(folder / "out/results.json"), results);  // seconds and all
  EXPECT_EQ(folder.gradus("report out").code, 0);
}

TEST(Report, ComparesTwoRuns) {
  const Folder folder("report-two");
  folder.write("s.toml", kPlain);
  ASSERT_EQ(folder.gradus("run s.toml --quiet --out one --threads 1").code, 0);
  ASSERT_EQ(folder.gradus("run s.toml --quiet --out two --threads 2").code, 0);
  ASSERT_EQ(folder.gradus("run s.toml --quiet --out three --set train.epochs=2 --seeds 4").code, 0);
  const Outcome same = folder.gradus("report one two");
  ASSERT_EQ(same.code, 0) << same.err;
  EXPECT_NE(same.out.find("Both runs are of one plan."), std::string::npos) << same.out;
  EXPECT_NE(same.out.find("6 trials of equal plan and seed: the same, bit for bit."),
            std::string::npos);
  EXPECT_NE(same.out.find("the comparison: comparison.html"), std::string::npos);
  EXPECT_TRUE(read_file(folder / "comparison.html").starts_with("<!doctype html>"));
  const Outcome other = folder.gradus("report one three --out both.html");
  ASSERT_EQ(other.code, 0) << other.err;
  EXPECT_NE(other.out.find("- train.epochs: 6 against 2"), std::string::npos) << other.out;
  EXPECT_NE(other.out.find("- seeds: 3 against 4"), std::string::npos) << other.out;
  EXPECT_NE(read_file(folder / "both.html").find("train.epochs"), std::string::npos);

  std::string json = read_file(folder / "two/results.json");
  json.replace(json.find("\"loss\": 0."), 10, "\"loss\": 1.");
  folder.write("two/results.json", json);
  const Outcome changed = folder.gradus("report one two");
  EXPECT_NE(changed.out.find("1 of 6 trials of equal plan and seed came out otherwise"),
            std::string::npos)
      << changed.out;
  EXPECT_NE(changed.out.find("- rate 0.01, seed 0"), std::string::npos) << changed.out;
}

}  // namespace
}  // namespace gradus::test
