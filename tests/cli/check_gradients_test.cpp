// `gradus check --gradients`, as a person runs it.
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/command.hpp"

namespace gradus::test {
namespace {

const char* const kSmall =
    "[data]\nsource = \"xor\"\n[model]\nlayers = [\"dense 3 $activation\", \"dense 1 "
    "sigmoid\"]\n[train]\nloss = \"binary_crossentropy\"\noptimizer = \"$optimizer\"\n"
    "batch_size = \"all\"\nepochs = 20\n[vary]\nactivation = [\"relu\", \"tanh\"]\n"
    "[vary.optimizer]\nadam = \"adam 0.1\"\nsgd = \"sgd 0.1\"\n";

size_t count_of(const std::string& word, const std::string& text) {
  size_t count = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

TEST(CheckGradients, ShowsEveryNetworkOnce) {
  const Folder folder("gradients");
  folder.write("small.toml", kSmall);
  const Outcome check = folder.gradus("check --gradients small.toml");
  ASSERT_EQ(check.code, 0) << check.out << check.err;
  EXPECT_EQ(check.err, "");
  EXPECT_EQ(count_of("\ndense/kernel 2x3 ", check.out), 2u) << check.out;
  EXPECT_EQ(count_of("(and 1 with the same network)", check.out), 2u);
  EXPECT_EQ(count_of("\ninput 4x2 ", check.out), 2u);
  EXPECT_EQ(count_of("\ndense: relu ", check.out), 1u);
  EXPECT_EQ(count_of("\ndense: tanh ", check.out), 1u);
  EXPECT_EQ(count_of("\nloss: binary_crossentropy of sigmoid ", check.out), 2u);
  EXPECT_EQ(count_of("\nloss: d L / d v_i = o_i - y_i ", check.out), 2u);
  EXPECT_EQ(count_of("wrong:", check.out), 0u);
  EXPECT_NE(check.out.find("\nin double, at 4 rows and the weights of seed 0, "), std::string::npos)
      << check.out;
  EXPECT_NE(check.out.find("a difference above 1e-06 of the largest is wrong\n"
                           "gradients are right in 2 of 2 networks\n"),
            std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder / "results"));
  EXPECT_EQ(folder.gradus("check --gradients small.toml").out, check.out);
}

// Study 4a: both closed forms, to 1e-9; and the scaled sigmoid of study 4b.
TEST(CheckGradients, ShowsTheFormulasOfSoftmaxAndTheScaledSigmoid) {
  const Folder folder("formulas");
  folder.write("soft.toml",
               "[data]\nsource = \"blobs\"\ntrain = 100\n[model]\nlayers = [\"dense 5 "
               "scaled_sigmoid 2\", \"dense 3 softmax\"]\n[train]\nloss = "
               "\"categorical_crossentropy\"\noptimizer = \"sgd\"\nepochs = 1\n");
  const Outcome check = folder.gradus("check --gradients soft.toml");
  ASSERT_EQ(check.code, 0) << check.out << check.err;
  EXPECT_NE(check.out.find("formulas, to 1e-9"), std::string::npos) << check.out;
  EXPECT_NE(check.out.find("dense_1: d o_i / d v_j = o_i (delta_ij - o_j) 3x3 "),
            std::string::npos);
  EXPECT_NE(check.out.find("loss: d L / d v_i = o_i - y_i 8x3 "), std::string::npos);
  EXPECT_NE(check.out.find("dense: scaled_sigmoid 2 "), std::string::npos);
}

// Inputs of 0 hold a relu without bias at its kink whatever its weights, and its output of 0 the
// loss |p - t|: nothing is known of the loss's gradient there, which is no success.
TEST(CheckGradients, WhatCannotBeToldIsNoSuccess) {
  const Folder folder("kinks");
  folder.write("zeros.csv", "a,b,y\n0,0,0\n0,0,0\n0,0,0\n");
  folder.write("zeros.toml",
               "[data]\nsource = { kind = \"csv zeros.csv\", regression = true }\n[model]\nlayers "
               "= [{ kind = \"dense 3 relu\", "
               "use_bias = false }, { kind = \"dense 1\", use_bias = false }]\n[train]\nloss = "
               "\"mae\"\noptimizer = \"sgd\"\n"
               "epochs = 1\n");
  const Outcome check = folder.gradus("check --gradients zeros.toml");
  EXPECT_EQ(check.code, 1) << check.out << check.err;
  EXPECT_NE(check.out.find("not checked: loss: mae: steps agree about no number"),
            std::string::npos)
      << check.out;
  EXPECT_NE(check.out.find("left out: "), std::string::npos);
  EXPECT_NE(check.out.find("gradients are right in 0 of 1 networks"), std::string::npos);
}

struct Mistake {
  const char* arguments;
  const char* says;
};
class CheckGradientsMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(CheckGradientsMistakes, EndInOneLineAndExitTwo) {
  const Folder folder("gradient-mistakes");
  folder.write("small.toml", kSmall);
  folder.write("bare.toml", "[model]\nlayers = [\"dense 1\"]\ninput = 3\n");
  const Outcome check = folder.gradus(GetParam().arguments);
  EXPECT_EQ(check.code, 2) << check.out;
  EXPECT_NE(check.err.find(GetParam().says), std::string::npos) << check.err;
  EXPECT_EQ(std::count(check.err.begin(), check.err.end(), '\n'), 1) << check.err;
}

INSTANTIATE_TEST_SUITE_P(
    All, CheckGradientsMistakes,
    testing::Values(
        Mistake{
            "check --gradients bare.toml",
            "bare.toml: has no [data], so there is nothing to take gradients at; gradus summary "
            "shows its network"},
        Mistake{"check --gradients nowhere.toml", "nowhere.toml"},
        Mistake{"check --gradients small.toml --set 'data.source=\"csv missing.csv\"'",
                "missing.csv"},
        Mistake{"check --gradient small.toml", "see gradus check --help"},
        Mistake{"check --gradients small.toml --set 'vary.activation=[\"relo\"]'",
                "did you mean \"relu\"?"},
        Mistake{"check --gradients small.toml --set data.source=blobs --set data.train=30",
                "for labels 0..2"}));

}  // namespace
}  // namespace gradus::test
