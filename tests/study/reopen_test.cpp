#include "study/reopen.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "gradus/base/error.hpp"
#include "gradus/study/run.hpp"
#include "study/equal_batches.hpp"
#include "study/history_csv.hpp"
#include "study/results_json.hpp"
#include "study/search_text.hpp"
#include "study/store/own_folder.hpp"

namespace gradus::study::testing {
namespace {

using gradus::test::OwnFolder;

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

// Leaves behind what a run does, without its pictures.
Results left_in(const OwnFolder& folder, Study& study) {
  Results results = run(study, DataShelf(study, ""), {.threads = 1});
  Record record;
  record.version = "v";
  record.notes = study.notes;
  write(folder / "study.toml", study.resolved + record_toml(record));
  write(folder / "results.json", results_json(study, results));
  write(folder / "history.csv", history_csv(study, results));
  return results;
}

void expect_same(const Study& study, const Results& results, const Reopened& again) {
  EXPECT_EQ(again.study.name, study.name);
  EXPECT_EQ(again.study.question, study.question);
  EXPECT_EQ(again.study.notes, study.notes);
  ASSERT_EQ(again.study.variants.size(), study.variants.size());
  for (size_t v = 0; v < study.variants.size(); ++v) {
    EXPECT_EQ(again.study.variants[v].key, study.variants[v].key);
    EXPECT_EQ(again.study.variants[v].canonical, study.variants[v].canonical);
    EXPECT_EQ(again.study.variants[v].same_as, study.variants[v].same_as);
  }
  for (size_t a = 0; a < study.axes.size(); ++a)
    EXPECT_EQ(again.study.axes[a].values, study.axes[a].values) << study.axes[a].name;
  EXPECT_EQ(again.results.trials.size(), results.trials.size());
  EXPECT_EQ(results_json(again.study, again.results), results_json(study, results));
  EXPECT_EQ(history_csv(again.study, again.results), history_csv(study, results));
  EXPECT_EQ(again.plan, study.resolved);
}

TEST(Reopen, FindsThePointsThatASearchDrewAndTrainedAgain) {
  const OwnFolder folder;
  Parts parts = drawn("method = \"tpe\"\npoints = 14\nseed = 3\nrefit = [\"best\", \"worst\"]\n");
  parts.data = "source = \"moons\"\ntrain = 60\ntest = 20\nvalidation = 20\n";
  Study study = study_of(parts);
  const size_t before = study.variants.size();
  const Results results = left_in(folder, study);
  ASSERT_EQ(study.variants.size(), 16u);
  ASSERT_LT(before, 14u) << "some points are drawn while it runs";
  expect_same(study, results, reopen(folder.path()));
}

TEST(Reopen, CopiesAreRowsOfTheFileOnly) {
  const OwnFolder folder;
  Parts parts;
  parts.top = "allow_inert = [\"optimizer\"]\n";
  parts.train = "loss = \"binary_crossentropy\"\noptimizer = \"$optimizer\"\nepochs = 3\n";
  parts.rest =
      "[vary.optimizer]\nplain = \"sgd 0.1\"\ntwin = { kind = \"sgd 0.1\", momentum = 0 }\n";
  Study study = study_of(parts);
  ASSERT_TRUE(study.variants[1].same_as);
  const Results results = left_in(folder, study);
  expect_same(study, results, reopen(folder.path()));
}

// A run that has counted the samples of a file knows more equal plans than the file tells.
TEST(Reopen, CopiesMayBeKnownByTheSamplesAlone) {
  const OwnFolder folder;
  std::string rows = "x,y\n";
  for (int i = 0; i < 20; ++i) rows += std::to_string(i) + "," + (i % 2 ? "a" : "b") + "\n";
  write(folder / "rows.csv", rows);
  Parts parts;
  parts.data = "source = \"csv " + (folder / "rows.csv").string() + "\"\n";
  parts.train += "batch_size = \"$batch\"\n";
  parts.rest = "[vary]\nbatch = [8, 20, 64]\n";
  Study study = study_of(parts);
  name_equal_batches(study, DataShelf(study, ""));
  ASSERT_EQ(study.variants[2].same_as, std::optional<size_t>(1));
  const Results results = left_in(folder, study);
  const Reopened again = reopen(folder.path());
  EXPECT_EQ(again.study.variants[2].same_as, std::optional<size_t>(1));
  expect_same(study, results, again);
}

std::string fault(const std::filesystem::path& folder) {
  try {
    (void)reopen(folder);
  } catch (const Error& error) {
    const std::string said = error.what();
    EXPECT_EQ(said.rfind(folder.string(), 0), 0u) << said;
    return said.substr(folder.string().size());
  }
  return "none";
}

TEST(Reopen, SaysWhatIsWrong) {
  const OwnFolder folder;
  EXPECT_EQ(fault(folder / "nowhere"),
            ": no such folder; give a folder of results, as in results/xor");
  EXPECT_EQ(fault(folder.path()), ": holds no results.json; give a folder that gradus run wrote");
  write(folder / "store.sqlite", "");
  EXPECT_NE(fault(folder.path()).find(": holds a run that did not end; go on with it: gradus run "),
            std::string::npos);

  Study study = study_of(Parts{});
  (void)left_in(folder, study);
  EXPECT_EQ(fault(folder.path()), "none");
  const std::string json = text_of(folder / "results.json");
  write(folder / "results.json", json.substr(0, json.size() / 2));
  EXPECT_EQ(fault(folder.path()),
            "/results.json: is not the results of a run; run the study again with --force");
  std::string other = json;
  other.replace(other.find("{}"), 2, "{\"rate\": 1}");
  write(folder / "results.json", other);
  EXPECT_NE(fault(folder.path()).find("/results.json: the study has no variant \"rate 1\""),
            std::string::npos);
  write(folder / "results.json", json);
  write(folder / "history.csv", "trial,epoch\n");
  EXPECT_NE(fault(folder.path()).find("/history.csv:1: is not the history of a run"),
            std::string::npos);
  const std::string again =
      "run the study again into its folder, where nothing that is stored is trained again";
  std::filesystem::remove(folder / "history.csv");
  EXPECT_EQ(fault(folder.path()), "/history.csv: is missing; " + again);
  std::filesystem::remove(folder / "study.toml");
  EXPECT_EQ(fault(folder.path()), "/study.toml: is missing; " + again);
}

}  // namespace
}  // namespace gradus::study::testing
