#include "study/located.hpp"

#include <gtest/gtest.h>

#include "gradus/study/prepare.hpp"
#include "gradus/study/run.hpp"
#include "io/support.hpp"
#include "study/trial_work.hpp"

namespace gradus::study {
namespace {

// A file of 20 samples of two classes.
class Located : public ::testing::Test {
 protected:
  Located() {
    std::string rows = "x,y\n";
    for (int i = 0; i < 20; ++i) rows += std::to_string(i) + "," + (i % 4 ? "a" : "b") + "\n";
    folder_.write("rows.csv", rows);
  }

  // What comes of making all trials ready.
  [[nodiscard]] std::string told(const std::string& toml, const Overrides& overrides = {}) const {
    const Study study = read_text(toml, "s.toml", overrides);
    try {
      const DataShelf shelf(study, folder_.path());
      for (size_t v = 0; v < study.variants.size(); ++v)
        TrialWork(study, shelf, jobs_of(study, v).front(), 1);
      return "";
    } catch (const VariantError& e) {
      return located(e, toml, "s.toml", overrides).what();
    }
  }

  static std::string study(const std::string& data, const std::string& layers = "\"dense 1\"",
                           const std::string& rest = "") {
    return "seeds = 1\n[data]\nsource = \"csv rows.csv\"\n" + data + "[model]\nlayers = [\n" +
           layers + ",\n\"dense 1 sigmoid\"]\n[train]\nloss = \"mse\"\noptimizer = \"sgd\"\n" +
           "epochs = 1\n" + rest;
  }

  test::TempFolder folder_;
};

TEST_F(Located, DataThatDoNotFitAreToldAtTheirKey) {
  EXPECT_EQ(told(study("validation = 5\n")), "");
  EXPECT_EQ(told(study("validation = 30\n")),
            "s.toml:4: data.validation: asks for 30 of 20 samples; ask for fewer");
  EXPECT_EQ(told(study("samples = 40\n")),
            "s.toml:4: data.samples: asks for 40 of 20 samples; ask for fewer");
  EXPECT_EQ(told(study("test = 2\nvalidation = { folds = 15 }\n")),
            "s.toml:5: data.validation: deals classes of at most 13 samples into 15 folds; ask for "
            "fewer folds, or set stratify = false");
  EXPECT_EQ(told(study("test = 20\n")),
            "s.toml:4: data.test: takes all 20 samples and leaves none to train on; ask for fewer");
  EXPECT_EQ(told(study("transform = [\n\"flatten\", \"crop 3\"]\n")),
            "s.toml:5: data.transform.crop: needs images, but the samples are of shape 1; give "
            "samples of height x width x channels");
}

TEST_F(Located, AnAxisOrAnOverlayIsToldWhereItStands) {
  const std::string vary = "[vary]\nk = [\n2,\n30]\n";
  EXPECT_EQ(told(study("validation = \"$k\"\n", "\"dense 1\"", vary)),
            "s.toml:16: vary.k: asks for 30 of 20 samples; ask for fewer");
  EXPECT_EQ(told(study("validation = 5\n"), {.set = {"data.validation=30"}}),
            "--set data.validation: asks for 30 of 20 samples; ask for fewer");
  const std::string drawn =
      "[vary]\nk = \"integer 30 40\"\nr = [5, 6]\n[search]\nobjective = \"val_loss\"\nmethod = "
      "\"random\"\npoints = 2\n";
  EXPECT_TRUE(told(study("test = \"$r\"\nvalidation = \"$k\"\n", "\"dense 1\"", drawn))
                  .starts_with("s.toml:15: vary.k: asks for "));
}

TEST_F(Located, LayersThatDoNotFitAreToldAtTheirLine) {
  EXPECT_EQ(told(study("", "\"dense 4\",\n\"conv2d 4 3x3\"")).substr(0, 50),
            "s.toml:7: model.layers.conv2d: conv2d expects imag");
  EXPECT_EQ(
      told(study("", "\"dense 4\",\n{ kind = \"conv2d 4 3x3\", name = \"look\", repeat = 2 }"))
          .substr(0, 31),
      "s.toml:7: model.layers.look: co");
  EXPECT_EQ(
      told(study("", "\"$l\"", "[vary.l]\na = \"dense 3\"\nb = \"flatten\"\nc = \"conv2d 3 3\"\n"))
          .substr(0, 26),
      "s.toml:15: vary.l.c: conv2");
  std::string solver = study("", "\"dense 4\",\n\"dropout 0.5\"");
  solver.replace(solver.find("optimizer = \"sgd\"\nepochs = 1\n"), 29, "optimizer = \"lbfgs\"\n");
  EXPECT_EQ(told(solver).substr(0, 53), "s.toml:7: model.layers.dropout: draws anew each time;");
}

TEST_F(Located, ABrokenFileIsToldAtItsSource) {
  folder_.write("bad.mat", "no MATLAB");
  std::string toml = study("");
  toml.replace(toml.find("csv rows.csv"), 12, "mat bad.mat");
  const std::string said = told(toml);
  EXPECT_TRUE(said.starts_with("s.toml:3: data.source: ")) << said;
  EXPECT_NE(said.find("bad.mat: "), std::string::npos) << said;
  toml.replace(toml.find("bad.mat"), 7, "not.mat");
  EXPECT_TRUE(told(toml).starts_with("s.toml:3: data.source: file \"not.mat\" not found"))
      << told(toml);
}

}  // namespace
}  // namespace gradus::study
