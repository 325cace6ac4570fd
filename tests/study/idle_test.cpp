#include "study/idle.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

std::string plan(const std::string& lines, const std::string& optimizer = "\"sgd 0.1\"",
                 const std::string& length = "epochs = 10") {
  Parts parts;
  parts.data += "validation = \"test\"\n";
  parts.train = "loss = \"binary_crossentropy\"\noptimizer = " + optimizer + "\n" + length + "\n" +
                lines + "\n";
  return study_of(parts).variants[0].canonical;
}

std::string callback(const std::string& options) {
  return plan("callbacks = [{ " + options + " }]");
}

TEST(Idle, PatienceBeyondTheEndNeverActs) {
  EXPECT_EQ(callback("kind = \"early_stopping\", patience = 11"), plan(""));
  EXPECT_NE(callback("kind = \"early_stopping\", patience = 10"), plan(""));
  EXPECT_NE(callback("kind = \"early_stopping\", patience = 11, restore_best_weights = true"),
            plan(""));
  EXPECT_EQ(callback("kind = \"early_stopping\", start_from_epoch = 11"), plan(""));
  EXPECT_EQ(callback("kind = \"reduce_lr_on_plateau\", patience = 11"), plan(""));
  EXPECT_NE(callback("kind = \"reduce_lr_on_plateau\", patience = 9"), plan(""));
}

TEST(Idle, ARateIsNotLoweredBelowItsLimit) {
  EXPECT_EQ(callback("kind = \"reduce_lr_on_plateau\", patience = 2, min_lr = 0.1"), plan(""));
  EXPECT_NE(callback("kind = \"reduce_lr_on_plateau\", patience = 2, min_lr = 0.09"), plan(""));
}

TEST(Idle, WhatASchedulePlansBeyondTheEnd) {
  const auto in_steps = [](const std::string& rate, const std::string& steps = "steps = 50") {
    return plan("", "{ kind = \"sgd\", learning_rate = " + rate + " }", steps);
  };
  const auto stairs = [&](const std::string& boundaries, const std::string& values) {
    return in_steps("{ kind = \"piecewise_constant_decay\", boundaries = " + boundaries +
                    ", values = " + values + " }");
  };
  EXPECT_EQ(stairs("[10, 49]", "[0.1, 0.2, 0.3]"), stairs("[10]", "[0.1, 0.2]"));
  EXPECT_NE(stairs("[10, 48]", "[0.1, 0.2, 0.3]"), stairs("[10]", "[0.1, 0.2]"));
  EXPECT_EQ(stairs("[60]", "[0.1, 0.2]"), in_steps("0.1"));
  const std::string decay =
      "{ kind = \"exponential_decay 0.1 0.5\", staircase = true, decay_steps = ";
  EXPECT_EQ(in_steps(decay + "50 }"), in_steps("0.1"));
  EXPECT_NE(in_steps(decay + "49 }"), in_steps("0.1"));
  EXPECT_EQ(in_steps(decay + "\"10 epochs\" }", "epochs = 10"), in_steps("0.1", "epochs = 10"));
  EXPECT_NE(in_steps(decay + "\"9 epochs\" }", "epochs = 10"), in_steps("0.1", "epochs = 10"));
  EXPECT_NE(in_steps(decay + "50 }", "epochs = 10"), in_steps("0.1", "epochs = 10"));
}

// An axis of each of the four kinds that change nothing.
TEST(Idle, PlantedAxesAreFound) {
  const auto of = [](const std::string& optimizer, const std::string& layers,
                     const std::string& more, const std::string& vary) {
    Parts parts;
    parts.data += "validation = \"test\"\n";
    parts.model = "layers = [" + layers + "]\n";
    parts.train =
        "loss = \"binary_crossentropy\"\noptimizer = " + optimizer + "\nepochs = 10\n" + more;
    parts.rest = "[vary]\n" + vary;
    return mistake(parts);
  };
  const std::string dense = "\"dense 4 relu\", \"dense 1 sigmoid\"";
  EXPECT_EQ(of("\"sgd 0.1\"", dense, "", "rate = [0.1, 0.2]\n"),
            "vary.rate: changes nothing: no \"$rate\" in data, model or train; write it where it "
            "belongs, or remove the axis");
  EXPECT_NE(of("{ kind = \"sgd 0.1\", rho = \"$rho\" }", dense, "", "rho = [0.1, 0.2]\n")
                .find("unknown option of sgd"),
            std::string::npos);
  EXPECT_EQ(of("\"sgd 0.1\"",
               "\"dense 4 relu\", { kind = \"dropout 0\", repeat = \"$n\" }, \"dense 1 sigmoid\"",
               "", "n = [1, 2]\n"),
            "vary.n: changes nothing in all 2 variants (the layer passes everything through); "
            "remove it, or allow_inert = [\"n\"]");
  EXPECT_EQ(of("{ kind = \"sgd 0.1\", nesterov = \"$n\" }", dense, "", "n = [true, false]\n"),
            "vary.n: changes nothing in all 2 variants (nesterov needs momentum); remove it, or "
            "allow_inert = [\"n\"]");
  EXPECT_EQ(of("\"sgd 0.1\"", dense,
               "callbacks = [{ kind = \"reduce_lr_on_plateau\", min_lr = 0.1, factor = \"$f\" }]\n",
               "f = [0.1, 0.5]\n"),
            "vary.f: changes nothing in all 2 variants (it never comes to act); remove it, or "
            "allow_inert = [\"f\"]");
  EXPECT_EQ(
      of("{ kind = \"sgd\", learning_rate = { kind = \"inverse_time_decay 0.1 $d\", staircase = "
         "true, decay_steps = \"10 epochs\" } }",
         dense, "", "d = [0.5, 1]\n"),
      "vary.d: changes nothing in all 2 variants; remove it, or allow_inert = [\"d\"]");
}

}  // namespace
}  // namespace gradus::study
