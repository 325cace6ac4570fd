#include "study/machine.hpp"

#include <gtest/gtest.h>

#include "gradus/base/error.hpp"
#include "study/hand_made.hpp"

namespace gradus::study {
namespace {

TEST(Machine, ComesBack) {
  Results results = results_of("loss", {{0.1, 0.2}});
  results.trials[0].history.steps = 30;
  results.trials[1].history.steps = 12;
  results.trials[0].history.seconds = 0.25;
  results.trials[1].history.seconds = 0.1;
  Machine machine = this_machine(results, 3, "avx2");
  machine.processor = "A \"fast\" one";
  machine.seconds = 0.3;
  EXPECT_EQ(machine.trainings, 2);
  EXPECT_EQ(machine.updates, 42);
  EXPECT_DOUBLE_EQ(machine.training, 0.35);
  EXPECT_EQ(machine.threads, 3);
  EXPECT_GE(machine.processors, 1);
  const Machine read = read_machine_json(machine_json(machine), "machine.json");
  EXPECT_EQ(machine_json(read), machine_json(machine));
  EXPECT_EQ(read.processor, machine.processor);
  EXPECT_EQ(read.target, "avx2");
  EXPECT_EQ(read.seconds, 0.3);
}

TEST(Machine, FindsTheProcessorsName) {
  EXPECT_EQ(processor_name("vendor_id\t: X\nmodel name\t: Fast 3000 @ 3 GHz\nmodel name\t: no\n"),
            "Fast 3000 @ 3 GHz");
  EXPECT_EQ(processor_name("model name\t:"), "");
  EXPECT_EQ(processor_name("CPU implementer : 0x41\n"), "");
}

TEST(Machine, SaysWhatIsBroken) {
  try {
    (void)read_machine_json("{\"processor\": 3}", "out/machine.json");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "out/machine.json: does not say where a run was computed; remove it to do without");
  }
}

}  // namespace
}  // namespace gradus::study
