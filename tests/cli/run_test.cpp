#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"

namespace gradus::test {
namespace {

const char* const kSmall =
    "[data]\nsource = \"xor\"\n[model]\nlayers = [\"dense 8 relu\", \"dense 1 "
    "sigmoid\"]\n[train]\nloss = \"mse\"\n"
    "optimizer = \"adam 0.1\"\nbatch_size = \"all\"\nepochs = 200\n";

// Seconds are the one thing that may differ between two runs.
nlohmann::json without_seconds(const std::string& text) {
  nlohmann::json json = nlohmann::json::parse(text);
  for (nlohmann::json& trial : json["trials"]) trial.erase("seconds");
  return json;
}

TEST(Run, LeavesEverythingBehind) {
  const Folder folder("everything");
  folder.write("small.toml", kSmall);
  const Outcome run = folder.gradus("run small.toml --quiet");
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.err, "");
  for (const char* file : {"study.toml", "results.json", "history.csv", "findings.md",
                           "report.html", "machine.json", "figures/loss.svg", "figures/loss.png"}) {
    EXPECT_TRUE(std::filesystem::file_size(folder / "results/small" / file) > 0) << file;
  }
  const nlohmann::json results =
      nlohmann::json::parse(read_file(folder / "results/small/results.json"));
  ASSERT_EQ(results["trials"].size(), 5u);
  const nlohmann::json& trial = results["trials"][0];
  EXPECT_EQ(trial["status"], "completed");
  EXPECT_EQ(trial["epochs"], 200);
  EXPECT_TRUE(trial["learned"].is_boolean());
  EXPECT_TRUE(trial["metrics"]["loss"].is_number());
}

TEST(Run, GivesTheSameBitsWhateverTheThreads) {
  const Folder folder("threads");
  folder.write("small.toml", kSmall);
  std::string first;
  for (const char* threads : {"1", "2", "3", "7"}) {
    const std::string out = std::string("out-") + threads;
    ASSERT_EQ(
        folder.gradus("run small.toml --quiet --threads " + std::string(threads) + " --out " + out)
            .code,
        0);
    const std::string all = without_seconds(read_file(folder / (out + "/results.json"))).dump() +
                            read_file(folder / (out + "/history.csv")) +
                            read_file(folder / (out + "/figures/loss.svg"));
    if (first.empty()) first = all;
    EXPECT_EQ(all, first) << threads << " threads";
  }
}

TEST(Run, ItsStudyFileRunsAgainToTheSameResults) {
  const Folder folder("again");
  folder.write("small.toml", kSmall);
  ASSERT_EQ(folder.gradus("run small.toml --quiet --set train.epochs=50 --out one").code, 0);
  const Outcome again = folder.gradus("run one/study.toml --quiet --out two");
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(read_file(folder / "one/history.csv"), read_file(folder / "two/history.csv"));
}

TEST(Run, ShowsAFolderOfTheSamePlanAndRefusesAnother) {
  const Folder folder("folder");
  folder.write("small.toml", kSmall);
  ASSERT_EQ(folder.gradus("run small.toml --quiet").code, 0);
  const std::string before = read_file(folder / "results/small/results.json");
  const Outcome same = folder.gradus("run small.toml --quiet");
  EXPECT_EQ(same.code, 0);
  EXPECT_NE(same.out.find("holds these results already"), std::string::npos);
  const Outcome other = folder.gradus("run small.toml --quiet --set train.epochs=10");
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("holds results of another plan; give another --out, --resume to go on "
                           "from them, or --force to replace them"),
            std::string::npos)
      << other.err;
  EXPECT_EQ(read_file(folder / "results/small/results.json"), before);
  EXPECT_EQ(folder.gradus("run small.toml --quiet --force --set train.epochs=10").code, 0);
}

TEST(Run, WritesTheSameEventFilesWhereAskedTo) {
  const Folder folder("tensorboard");
  folder.write("small.toml", kSmall);
  const std::string file = "/tensorboard/trials/seed-4/events.out.tfevents.0.gradus";
  ASSERT_EQ(folder.gradus("run small.toml --quiet --out one").code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder / "one/tensorboard"));
  const std::string before = read_file(folder / "one/results.json");
  ASSERT_EQ(folder.gradus("run small.toml --quiet --out one --tensorboard").code, 0);
  ASSERT_TRUE(std::filesystem::exists(folder / ("one" + file)));
  EXPECT_EQ(read_file(folder / "one/results.json"), before) << "seconds too: nothing was trained";
  ASSERT_EQ(folder.gradus("run small.toml --quiet --out two --threads 1 --tensorboard").code, 0);
  for (const std::string& each :
       {file, std::string("/tensorboard/figures/events.out.tfevents.0.gradus"),
        std::string("/tensorboard/events.out.tfevents.0.gradus")})
    EXPECT_EQ(read_file(folder / ("one" + each)), read_file(folder / ("two" + each))) << each;
  EXPECT_EQ(folder.gradus("run small.toml --quiet --out one --tensorboard --seeds 2").code, 2)
      << "another plan";
}

TEST(Run, ReplacesAllOfItsResultsAndNothingElse) {
  const Folder folder("replaces");
  folder.write("small.toml", kSmall);
  const std::string weights = " --set save_weights=true --force --out out";
  ASSERT_EQ(folder.gradus("run small.toml --quiet --seeds 2" + weights).code, 0);
  folder.write("out/notes.txt", "my own");
  ASSERT_EQ(folder.gradus("run small.toml --quiet --seeds 1 --set train.epochs=3" + weights).code,
            0);
  EXPECT_TRUE(std::filesystem::exists(folder / "out/weights/variant-0-seed-0.safetensors"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out/weights/variant-0-seed-1.safetensors"));
  EXPECT_EQ(read_file(folder / "out/notes.txt"), "my own");
  EXPECT_FALSE(std::filesystem::exists(folder / "out/.unfinished"));
}

TEST(Run, AnEmptyWordIsNoName) {
  const Folder folder("empty-words");
  folder.write("small.toml", kSmall);
  for (const char* arguments : {"run small.toml --quiet --out \"\"", "run small.toml --reuse \"\"",
                                "list \"\"", "run \"\"", "data show \"\""}) {
    const Outcome run = folder.gradus(arguments);
    EXPECT_EQ(run.code, 2) << arguments;
    EXPECT_NE(run.err.find(": is empty; see gradus "), std::string::npos) << run.err;
    EXPECT_TRUE(run.err.ends_with(" --help\n")) << run.err;
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "results"));
}

TEST(Run, DoesNotWriteOverWhatIsNotItsOwn) {
  const Folder folder("own");
  folder.write("study.toml", kSmall);
  const Outcome itself = folder.gradus("run study.toml --quiet --force --out .");
  EXPECT_EQ(itself.code, 2);
  EXPECT_NE(itself.err.find("would replace the study itself; give another --out"),
            std::string::npos);
  EXPECT_EQ(read_file(folder / "study.toml"), kSmall);
  std::filesystem::create_directories(folder / "mine");
  folder.write("mine/findings.md", "my own notes");
  const Outcome notes = folder.gradus("run study.toml --quiet --out mine");
  EXPECT_EQ(notes.code, 2);
  EXPECT_NE(notes.err.find("holds findings.md, which no finished run left there"),
            std::string::npos);
  EXPECT_EQ(read_file(folder / "mine/findings.md"), "my own notes");
}

// A mistake that only the training meets leaves the results that were there.
TEST(Run, AFailedRunLeavesWhatWasThere) {
  const Folder folder("failed");
  folder.write("small.toml", kSmall);
  ASSERT_EQ(folder.gradus("run small.toml --quiet").code, 0);
  const std::string before = read_file(folder / "results/small/results.json");
  const std::string sinks =
      "'train.optimizer={ kind = \"sgd\", learning_rate = { kind = "
      "\"function\", y = \"0.1 - 0.05*step\" } }'";
  EXPECT_EQ(folder.gradus("run small.toml --quiet --force --set " + sinks).code, 2);
  EXPECT_EQ(read_file(folder / "results/small/results.json"), before);
  EXPECT_TRUE(std::filesystem::exists(folder / "results/small/figures/loss.png"));
  EXPECT_FALSE(std::filesystem::exists(folder / "results/small/.unfinished"));
}

TEST(Run, ItsStudyFileFindsTheFilesOfTheOriginal) {
  const Folder folder("files");
  std::filesystem::create_directories(folder / "deep/er");
  folder.write("deep/d.csv", "a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n");
  std::string text = kSmall;
  text.replace(text.find("xor"), 3, "csv d.csv");
  folder.write("deep/small.toml", text);
  ASSERT_EQ(folder.gradus("run deep/small.toml --quiet --out one").code, 0);
  const Outcome again = folder.gradus("run one/study.toml --quiet --out deep/er/two");
  ASSERT_EQ(again.code, 0) << again.err;
  const Outcome third = folder.gradus("run deep/er/two/study.toml --quiet --out three");
  ASSERT_EQ(third.code, 0) << third.err;
  EXPECT_EQ(read_file(folder / "one/history.csv"), read_file(folder / "three/history.csv"));
  for (const char* command : {"check", "check --gradients", "summary"}) {
    const Outcome found = folder.gradus(std::string(command) + " deep/er/two/study.toml");
    EXPECT_EQ(found.code, 0) << command << ": " << found.err;
  }
}

TEST(Run, AQuickRunSaysSoWhenItRunsAgain) {
  const Folder folder("quick");
  folder.write("small.toml", std::string(kSmall) + "[quick]\ntrain.epochs = 5\n");
  ASSERT_EQ(folder.gradus("run small.toml --quick --quiet --out one").code, 0);
  ASSERT_EQ(folder.gradus("run one/study.toml --quiet --out two").code, 0);
  EXPECT_NE(read_file(folder / "two/findings.md").find("quick form"), std::string::npos);
}

// What --quick does not change is the study itself: it has its name, its folder and its answers.
TEST(Run, QuickWithoutAQuickFormIsTheStudy) {
  const Folder folder("no-quick");
  folder.write("small.toml", kSmall);
  const Outcome run = folder.gradus("run small.toml --quick --quiet");
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_NE(run.out.find("the file has no [quick], so --quick changes nothing"), std::string::npos)
      << run.out;
  for (const char* name : {"results/small/findings.md", "results/small/report.html"}) {
    const std::string page = read_file(folder / name);
    EXPECT_NE(page.find("--quick changes nothing"), std::string::npos) << name;
    EXPECT_EQ(page.find("quick form"), std::string::npos) << name;
  }
}

// What was printed into a full disk is no success.
TEST(Command, AFullStandardOutputIsAFailure) {
  const Folder folder("full");
  EXPECT_EQ(folder.gradus("list >/dev/full 2>said.txt; exit $? #").code, 2);
  EXPECT_NE(read_file(folder / "said.txt").find("standard output: cannot write"),
            std::string::npos);
}

TEST(Run, ADivergedTrialIsAResult) {
  const Folder folder("diverged");
  folder.write("small.toml", kSmall);
  const Outcome run = folder.gradus(
      "run small.toml --quiet --seeds 2 --set 'train.optimizer=\"sgd 1e30\"' --set "
      "'model.layers.dense_1.activation=\"linear\"'");
  ASSERT_EQ(run.code, 0) << run.err;
  const nlohmann::json results =
      nlohmann::json::parse(read_file(folder / "results/small/results.json"));
  const nlohmann::json& trial = results["trials"][0];
  EXPECT_EQ(trial["status"], "diverged");
  EXPECT_TRUE(trial["where"]["step"].is_number());
  EXPECT_NE(run.out.find("diverged"), std::string::npos);
}

// Each ends with exit code 2, one line, and no folder.
struct Mistake {
  const char* arguments;
  const char* says;
};
class RunMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(RunMistakes, EndInOneLine) {
  const Folder folder("mistake");
  folder.write("small.toml", kSmall);
  folder.write("ragged.csv", "a,b\n1,2\n3\n");
  folder.write("file", "");
  folder.write("empty.toml", "");
  folder.write("numbers.csv", "1.5,0\n2.5,1\n");
  folder.write("solver.toml",
               "data.source = \"xor\"\nmodel.layers = [\"dense 4 tanh\", \"dropout 0.5\", "
               "\"dense 1 sigmoid\"]\n[train]\nloss = \"mse\"\noptimizer = \"lbfgs\"\n");
  const Outcome run = folder.gradus(GetParam().arguments);
  EXPECT_EQ(run.code, 2) << run.out;
  EXPECT_EQ(run.out, "");
  EXPECT_NE(run.err.find(GetParam().says), std::string::npos) << run.err;
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "results"));
}

INSTANTIATE_TEST_SUITE_P(
    All, RunMistakes,
    testing::Values(
        Mistake{"check solver.toml", "solver.toml:2: model.layers.dropout: draws anew each time"},
        Mistake{"run solver.toml", "solver.toml:2: model.layers.dropout: draws anew each time"},
        Mistake{"run solver.toml --set 'model.layers=[\"dense 4\", \"conv2d 4 3\"]'",
                "--set model.layers.conv2d: conv2d expects images"},
        Mistake{"check small.toml --set 'data.validation={ folds = 1000 }'",
                "--set data.validation: deals "},
        Mistake{"summary solver.toml --set 'data.source=\"csv ragged.csv\"'",
                "--set data.source: ./ragged.csv:3: 1 cells"},
        Mistake{"run small.toml --set train.optimiser=adam",
                "unknown key; did you mean \"optimizer\"?"},
        Mistake{"run small.toml --set 'model.layers=[\"dens 8\"]'",
                "unknown layer \"dens\"; did you mean \"dense\"?"},
        Mistake{"run small.toml --set 'train.epochs=\"64\"'", "drop the quotes"},
        Mistake{"run small.toml --seeds 0", "give at least 1"},
        Mistake{"run small.toml --threads 0", "see gradus run --help"},
        Mistake{"run small.toml --out file/results", "file"},
        Mistake{"run small.toml --set 'data.source=\"csv missing.csv\"'", "not found"},
        Mistake{"run small.toml --set 'data.source=\"csv ragged.csv\"'", "ragged.csv"},
        Mistake{"run small.toml --set 'data.source=\"blobs\"' --set data.train=30",
                "for labels 0..2"},
        Mistake{"run nowhere.toml", "nowhere.toml"},
        Mistake{"rum small.toml", "no command \"rum\"; did you mean \"run\"?"},
        Mistake{"data shew xor", "no command \"shew\"; did you mean \"show\"?"},
        Mistake{"run empty.toml", "empty.toml: is empty"},
        Mistake{"run small.toml --set 'figure=[{ y = \"loss\", xscale = \"log\", xlim = "
                "[0, 60] }]'",
                "begins at 0 on a logarithmic axis; begin above 0"},
        Mistake{"run small.toml --set 'train.optimizer={ kind = \"sgd\", learning_rate = { "
                "kind = \"function\", y = \"0.1 - 0.05*step\" } }'",
                "learning_rate: the schedule gives -0.05"},
        Mistake{"run small.toml --set 'data.source=\"csv numbers.csv\"'",
                "its first line is numbers and no header"},
        Mistake{"run small.toml --sed 3", "see gradus run --help"},
        Mistake{"bench no-such-case", "no case \"no-such-case\""},
        Mistake{"list optimiser", "did you mean \"optimizer\"?"},
        Mistake{"data get minst", "minst"},
        Mistake{"predict small.toml small.toml", "small.toml"}));

}  // namespace
}  // namespace gradus::test
