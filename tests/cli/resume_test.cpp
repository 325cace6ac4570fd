#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <fstream>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace gradus::test {
namespace {

namespace fs = std::filesystem;

// A search of some hundred milliseconds: folds, seeds, trainings of several lengths and kinds, and
// points trained again.
const char* const kSearch = R"(seeds = 2
[data]
source = "moons"
train = 800
test = 60
validation = { folds = 3 }
[model]
layers = ["dense 12 relu", "dropout 0.1", "dense 1 sigmoid"]
[train]
loss = "binary_crossentropy"
optimizer = "$optimizer"
batch_size = 8
epochs = 80
callbacks = [{ kind = "early_stopping", patience = 25, restore_best_weights = true }]
[vary]
rate = [0.003, 0.03]
[vary.optimizer]
adam = "adam $rate"
sgd = { kind = "sgd $rate", momentum = 0.9 }
[search]
objective = "val_accuracy"
refit = ["best", "worst"]
)";

// One pack of networks with something drawn in every step, which trains far longer than it takes
// until the last has saved itself: on a busy machine, too, nobody has come to an end by then.
const char* const kSixteen = R"(seeds = 16
[data]
source = "moons"
train = 400
test = 100
[model]
layers = ["dense 8 relu", "dropout 0.1", "dense 1 sigmoid"]
[train]
loss = "binary_crossentropy"
optimizer = "adam 0.01"
batch_size = 4
epochs = 2000
[[instrument]]
kind = "update_ratio"
every = "100 epochs"
[[instrument]]
kind = "dead_units"
)";

std::string table(const fs::path& out) {
  // Seconds are the one thing that may differ between two runs.
  static const std::regex seconds("\"seconds\": [0-9.e+-]+");
  return std::regex_replace(read_file(out / "results.json"), seconds, "") +
         read_file(out / "history.csv") + read_file(out / "findings.md");
}

// Starts the command; to be waited for.
pid_t start(const Folder& folder, const std::vector<std::string>& arguments,
            rlim_t largest_file = RLIM_INFINITY) {
  const pid_t child = fork();
  if (child != 0) return child;
  const std::string at = (folder / "").string();
  if (chdir(at.c_str()) != 0) _exit(99);
  const int out = open("out.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
  const int err = open("err.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
  dup2(out, 1);
  dup2(err, 2);
  if (largest_file != RLIM_INFINITY) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{largest_file, largest_file};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  std::vector<char*> words;
  std::string command = GRADUS_COMMAND;
  words.push_back(command.data());
  std::vector<std::string> copies = arguments;
  for (std::string& word : copies) words.push_back(word.data());
  words.push_back(nullptr);
  execv(command.c_str(), words.data());
  _exit(98);
}

int wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

void let_pass(int64_t microseconds) {
  const timespec time{microseconds / 1'000'000, microseconds % 1'000'000 * 1000};
  nanosleep(&time, nullptr);
}

size_t files_in(const fs::path& folder) {
  std::error_code none;
  size_t count = 0;
  for (fs::directory_iterator file(folder, none), end; !none && file != end; file.increment(none))
    count += file->path().filename().string().find(".tmp") == std::string::npos ? 1 : 0;
  return count;
}

// Waits until there are so many checkpoints; false where the command ends before.
bool saves_itself(pid_t child, const fs::path& checkpoints, size_t count = 1) {
  for (;;) {
    siginfo_t ended{};
    waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT);
    if (ended.si_pid == child) return false;
    if (files_in(checkpoints) >= count) return true;
    let_pass(200);
  }
}

TEST(Resume, AHundredKillsAtRandomMomentsChangeNothing) {
  const Folder folder("kills");
  folder.write("search.toml", kSearch);
  const auto start_time = std::chrono::steady_clock::now();
  ASSERT_EQ(folder.gradus("run search.toml --quiet --out whole").code, 0);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start_time);
  const std::string whole = table(folder / "whole");

  // Mostly while it trains; sometimes while it starts, chooses, or draws.
  std::mt19937 random(1);
  std::uniform_int_distribution<int64_t> moment(1000, took.count() / 2);
  int kills = 0, runs = 0, begun = 0;
  while (kills < 100) {
    const std::string out = "out-" + std::to_string(runs++);
    for (;;) {
      const pid_t child = start(folder, {"run", "search.toml", "--quiet", "--resume", "--out", out,
                                         "--checkpoint", "0.002"});
      if (kills < 100) {
        // Every other time in the middle of a training that has saved itself.
        if (kills % 2 == 1 && saves_itself(child, folder / (out + "/checkpoints"))) {
          ++begun;
          let_pass(moment(random) / 20);
        } else {
          let_pass(moment(random));
        }
        kill(child, SIGKILL);
      }
      const int status = wait_for(child);
      if (WIFEXITED(status)) {
        ASSERT_EQ(WEXITSTATUS(status), 0) << read_file(folder / "err.txt");
        break;
      }
      ++kills;
    }
    ASSERT_EQ(table(folder / out), whole) << "after " << kills << " kills";
    fs::remove_all(folder / out);
  }
  EXPECT_GE(begun, 10);
}

// Sixteen networks train as one pack, all of equal length, when the process is killed: five of them
// go on, in a pack of their own or one by one, and nothing tells it.
TEST(Resume, KilledWithSixteenNetworksAliveFiveGoOn) {
  const Folder folder("sixteen");
  folder.write("sixteen.toml", kSixteen);
  ASSERT_EQ(folder.gradus("run sixteen.toml --quiet --seeds 5 --out whole").code, 0);
  const std::string whole = table(folder / "whole") + read_file(folder / "whole/instruments.csv");
  for (const char* threads : {"1", "2"}) {
    fs::remove_all(folder / "out");
    const pid_t child = start(folder, {"run", "sixteen.toml", "--quiet", "--threads", "1", "--out",
                                       "out", "--checkpoint", "0.01"});
    const bool saved = saves_itself(child, folder / "out/checkpoints", 16);
    kill(child, SIGKILL);
    const int status = wait_for(child);
    ASSERT_TRUE(saved) << read_file(folder / "err.txt");
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_EQ(files_in(folder / "out/checkpoints"), 16U) << "somebody had come to an end";
    ASSERT_FALSE(fs::exists(folder / "out/results.json"));
    const Outcome rest = folder.gradus(std::string("run sixteen.toml --quiet --resume --seeds 5 ") +
                                       "--out out --threads " + threads);
    ASSERT_EQ(rest.code, 0) << rest.err;
    EXPECT_EQ(table(folder / "out") + read_file(folder / "out/instruments.csv"), whole);
  }
}

TEST(Resume, AnInterruptedRunSaysHowToGoOn) {
  const Folder folder("interrupt");
  folder.write("search.toml", kSearch);
  ASSERT_EQ(folder.gradus("run search.toml --quiet --out whole").code, 0);
  const pid_t child = start(folder, {"run", "search.toml", "--set", "train.epochs=100000", "--set",
                                     "train.callbacks=[]", "--out", "long"});
  while (!fs::exists(folder / "long/store.sqlite")) let_pass(1000);
  kill(child, SIGINT);
  const int status = wait_for(child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  const std::string said = read_file(folder / "err.txt");
  EXPECT_NE(said.find("--resume goes on"), std::string::npos) << said;
  EXPECT_FALSE(fs::exists(folder / "long/results.json"));

  const Outcome without = folder.gradus(
      "run search.toml --set train.epochs=100000 --set 'train.callbacks=[]' --out long");
  EXPECT_EQ(without.code, 2);
  EXPECT_EQ(without.err,
            "long: holds a run that did not end; --resume goes on with it, --force starts anew\n");
}

TEST(Resume, AFullDiskLosesNothing) {
  const Folder folder("full");
  folder.write("search.toml", kSearch);
  ASSERT_EQ(folder.gradus("run search.toml --quiet --out whole").code, 0);
  // No file may grow beyond this: as on a full disk, writing fails in the middle.
  const pid_t child = start(folder, {"run", "search.toml", "--quiet", "--out", "out"}, 60'000);
  const int status = wait_for(child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 2);
  const std::string said = read_file(folder / "err.txt");
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
  EXPECT_NE(said.find("out/"), std::string::npos) << said;
  ASSERT_EQ(folder.gradus("run search.toml --quiet --resume --out out").code, 0);
  EXPECT_EQ(table(folder / "out"), table(folder / "whole"));
}

TEST(Resume, AFolderThatCannotBeWrittenIsAClearEnd) {
  const Folder folder("unwritable");
  folder.write("search.toml", kSearch);
  folder.write("file", "");
  const Outcome run = folder.gradus("run search.toml --quiet --out file/out");
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  // Even root cannot make a folder there.
  const Outcome kernel = folder.gradus("run search.toml --quiet --out /proc/gradus");
  EXPECT_EQ(kernel.code, 2);
  EXPECT_EQ(std::count(kernel.err.begin(), kernel.err.end(), '\n'), 1) << kernel.err;
}

}  // namespace
}  // namespace gradus::test
