#include "report/findings/words.hpp"

#include <gtest/gtest.h>

#include "study/hand_made.hpp"

namespace gradus::finding {
namespace {

using study::AxisValue;

Words words(const std::string& reduce, const std::string& name, const study::Study& study = {}) {
  study::FindingSpec spec;
  spec.metric = {reduce, name, {}};
  return words_of(study, spec);
}

TEST(Words, DirectionsOfMetrics) {
  EXPECT_EQ(direction({"last", "val_accuracy", {}}), true);
  EXPECT_EQ(direction({"last", "converged", {}}), true);
  EXPECT_EQ(direction({"min", "test_loss", {}}), false);
  EXPECT_EQ(direction({"last", "epochs", {}}), false);
  EXPECT_EQ(direction({"last", "diverged", {}}), false);
  EXPECT_EQ(direction({"argmin", "val_loss", {}}), std::nullopt);
  EXPECT_EQ(direction({"roughness", "val_accuracy", {}}), false);
  EXPECT_EQ(direction({"last", "collapse", {}}), std::nullopt);
  EXPECT_EQ(direction({"last", "learning_rate", {}}), std::nullopt);
}

TEST(Words, TheStudyChoosesLabelAndDirection) {
  study::Study study;
  study.labels = {{"epochs", "epochs to loss 0.002"}, {"collapse", "the share that collapsed"}};
  EXPECT_EQ(words("last", "epochs", study).label, "epochs to loss 0.002");
  EXPECT_TRUE(words("last", "epochs", study).plural);
  EXPECT_TRUE(words("last", "epochs", study).counted);
  const Words collapse = words("last", "collapse", study);
  EXPECT_EQ(collapse.label, "share that collapsed");
  EXPECT_EQ(collapse.subject, "the share that collapsed");
  study.labels = {{"epochs", "time"}};
  EXPECT_FALSE(words("last", "epochs", study).counted);
  study::FindingSpec spec;
  spec.metric.name = "loss";
  spec.higher_is_better = true;
  EXPECT_EQ(words_of(study, spec).higher, true);
}

TEST(Words, ExtremesReadWell) {
  EXPECT_EQ(words("max", "val_accuracy").label, "best validation accuracy");
  EXPECT_EQ(words("min", "val_loss").subject, "the best validation loss");
  EXPECT_EQ(words("max", "val_loss").label, "highest validation loss");
  EXPECT_EQ(words("argmin", "val_loss").subject, "the epoch of the lowest validation loss");
  EXPECT_EQ(words("last", "loss").subject, "loss");
  EXPECT_FALSE(words("last", "loss").plural);
}

TEST(Words, NamesAreQuotedWhereTheyWouldMislead) {
  const study::Study study;
  EXPECT_EQ(spoken(study, "optimizer", "adam"), "adam");
  EXPECT_EQ(spoken(study, "optimizer", "sgd, momentum"), "\"sgd, momentum\"");
  EXPECT_EQ(spoken(study, "budget", "10 epochs"), "\"10 epochs\"");
  EXPECT_EQ(spoken(study, "start_value", "0.01"), "start value 0.01");
  EXPECT_EQ(spoken(study, "rate", 0.4), "rate 0.4");
  EXPECT_EQ(spoken(study, "nesterov", true), "nesterov true");
  EXPECT_EQ(spoken(study, study::VariantKey{{"rate", 0.4}, {"run", "a, b"}}), "rate 0.4, \"a, b\"");
  EXPECT_EQ(written(study, study::VariantKey{{"rate", 0.4}, {"run", "a, b"}}), "rate 0.4, a, b");
}

TEST(Words, Lists) {
  EXPECT_EQ(listed({}), "");
  EXPECT_EQ(listed({"A"}), "A");
  EXPECT_EQ(listed({"A", "B"}), "A and B");
  EXPECT_EQ(listed({"A", "B", "C"}), "A, B and C");
  const study::Study study;
  EXPECT_EQ(listed(study, "batch_size", {"batch size 64", "batch size 128", "batch size 256"}),
            "batch size 64, 128 and 256");
  EXPECT_EQ(listed(study, "run", {"run 1", "other"}), "run 1 and other");
  EXPECT_EQ(many(1, "seed"), "1 seed");
  EXPECT_EQ(many(0, "seed"), "0 seeds");
  EXPECT_EQ(sentence_case("loss"), "Loss");
  EXPECT_EQ(sentence_case("J"), "J");
}

}  // namespace
}  // namespace gradus::finding
