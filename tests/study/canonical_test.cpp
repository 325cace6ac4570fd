#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::Parts;
using testing::study_of;

std::string with(const std::string& layers, const std::string& optimizer = "\"sgd 0.1\"",
                 const std::string& loss = "mse", const std::string& more = "") {
  Parts parts;
  parts.data = "source = \"csv x\"\n";
  parts.model = "layers = [" + layers + "]\n";
  parts.train = "loss = \"" + loss + "\"\nepochs = 1\noptimizer = " + optimizer + "\n" + more;
  const Study s = study_of(parts);
  return s.variants[0].canonical;
}

std::string rule(const std::string& optimizer) {
  return with("\"dense 1\"", optimizer);
}

TEST(Canonical, DefaultsAreTheSameSpelledOrNot) {
  EXPECT_EQ(with("\"dense 1\""),
            with("{ kind = \"dense\", units = 1, activation = \"linear\", use_bias = true, "
                 "kernel_initializer = \"glorot_uniform\", repeat = 1, name = \"out\" }"));
  EXPECT_EQ(rule("\"adam 0.1\""), rule("{ kind = \"adam 0.1\", beta_1 = 0.9 }"));
  EXPECT_NE(rule("\"adam 0.1\""), rule("{ kind = \"adam 0.1\", beta_1 = 0.8 }"));
  EXPECT_EQ(with("\"dense 1\""), with("\"dense 1\"", "\"sgd 0.1\"", "mse",
                                      "batch_size = 32\nmetrics = []\nshuffle = true\n"));
}

TEST(Canonical, WhatCannotActIsDropped) {
  EXPECT_EQ(with("\"dense 3\", \"dropout 0\", \"dense 1\""), with("\"dense 3\", \"dense 1\""));
  EXPECT_NE(with("\"dense 3\", \"dropout 0.1\", \"dense 1\""), with("\"dense 3\", \"dense 1\""));
  EXPECT_EQ(with("\"dense 3\", { kind = \"dense 2\", repeat = 0 }, \"dense 1\""),
            with("\"dense 3\", \"dense 1\""));
  EXPECT_EQ(rule("{ kind = \"sgd 0.1\", nesterov = true }"), rule("\"sgd 0.1\""));
  EXPECT_NE(rule("{ kind = \"sgd 0.1\", nesterov = true, momentum = 0.9 }"),
            rule("{ kind = \"sgd 0.1\", momentum = 0.9 }"));
  EXPECT_EQ(rule("\"sgd constant 0.1\""), rule("\"sgd 0.1\""));
  EXPECT_EQ(rule("\"sgd inverse_time_decay 0.1 0\""), rule("\"sgd 0.1\""));
  EXPECT_NE(rule("\"sgd inverse_time_decay 0.1 1e-9\""), rule("\"sgd 0.1\""));
  EXPECT_EQ(with("{ kind = \"dense 1\", kernel_regularizer = \"l2 0\" }"), with("\"dense 1\""));
  EXPECT_EQ(with("{ kind = \"dense 1\", use_bias = false, bias_regularizer = \"l2 1\" }"),
            with("{ kind = \"dense 1\", use_bias = false }"));
  EXPECT_EQ(with("\"dense 3 softmax\"", "\"sgd\"", "sparse_categorical_crossentropy"),
            with("\"dense 3 softmax\"", "\"sgd\"", "categorical_crossentropy"));
}

TEST(Canonical, PoliciesThatAreTheSame) {
  const auto cyclic = [](const std::string& mode, const std::string& top = "1.0") {
    return rule("{ kind = \"sgd\", learning_rate = { kind = \"cyclic\", base_lr = 0.1, max_lr = " +
                top + ", step_size = 5, mode = " + mode + " } }");
  };
  const std::string triangular = cyclic("\"triangular\"");
  EXPECT_EQ(cyclic("\"exp_range 1.0\""), triangular);
  EXPECT_NE(cyclic("\"exp_range 0.9999\""), triangular);
  EXPECT_NE(cyclic("\"triangular2\""), triangular);
  EXPECT_NE(cyclic("{ kind = \"function\", y = \"1\" }"), triangular);
  EXPECT_NE(cyclic("{ kind = \"function\", y = \"1\" }"),
            cyclic("{ kind = \"function\", y = \"cycle\" }"));
  EXPECT_EQ(cyclic("\"triangular2\"", "0.1"), rule("\"sgd 0.1\""));
  EXPECT_NE(cyclic("{ kind = \"function\", y = \"1\" }", "0.1"), rule("\"sgd 0.1\""));
  EXPECT_EQ(rule("{ kind = \"sgd\", learning_rate = { kind = \"cosine_decay_restarts 0.1\", "
                 "first_decay_steps = 3, alpha = 1 } }"),
            rule("\"sgd 0.1\""));
}

TEST(Canonical, RepeatsAreWhatTheyRepeat) {
  EXPECT_EQ(with("{ kind = \"dense 3\", repeat = 2 }, \"dense 1\""),
            with("\"dense 3\", \"dense 3\", \"dense 1\""));
  EXPECT_NE(with("{ kind = \"dense 3\", repeat = 3 }, \"dense 1\""),
            with("\"dense 3\", \"dense 3\", \"dense 1\""));
}

TEST(Canonical, BranchesAreNumbered) {
  const std::string named =
      with("{ kind = \"dense 3\", name = \"a\" }, \"dense 3\", \"add a dense\", \"dense 1\"");
  EXPECT_EQ(
      named,
      with("{ kind = \"dense 3\", name = \"b\" }, \"dense 3\", \"add b dense\", \"dense 1\""));
  EXPECT_NE(named, with("{ kind = \"dense 3\", name = \"a\" }, \"dense 3\", \"add dense dense\", "
                        "\"dense 1\""));
  EXPECT_EQ(with("\"dense 3\", { kind = \"dense 3\", inputs = \"dense\" }, \"dense 1\""),
            with("\"dense 3\", \"dense 3\", \"dense 1\""));
  EXPECT_NE(with("\"dense 3\", { kind = \"dense 3\", inputs = \"input\" }, \"dense 1\""),
            with("\"dense 3\", \"dense 3\", \"dense 1\""));
}

}  // namespace
}  // namespace gradus::study
