#include "study/rate_axis.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

// Study 4f in small: its three forms.
Parts range_test() {
  Parts parts;
  parts.train = "loss = \"mse\"\noptimizer = \"sgd $form.rate\"\nepochs = \"$form.epochs\"\n";
  parts.rest = R"([vary]
decade = [1e-9, 1e-5, 1e-1, 1e1]
[vary.form]
"carried on" = { epochs = 20, rate = { kind = "exponential_decay 1e-9 10", decay_steps = "5 epochs", staircase = true } }
"fresh" = { epochs = 5, rate = "$decade" }
"ramp" = { epochs = 1, rate = { kind = "exponential_decay 1e-9 1e10", decay_steps = "1 epoch" } }
[[figure]]
kind = "lr_range"
panels = "form"
)";
  return parts;
}

TEST(RateAxis, IsTheOneWhoseValuesAreTheRates) {
  const Study study = study_of(range_test());
  ASSERT_EQ(study.variants.size(), 6u);
  EXPECT_EQ(rate_axis(study.axes, study.variants, {}), "decade");
  EXPECT_TRUE(has_schedule(study.variants, {}));
  const Condition fresh = {{"form", {std::string("fresh")}}};
  EXPECT_EQ(rate_axis(study.axes, study.variants, fresh), "decade");
  EXPECT_FALSE(has_schedule(study.variants, fresh));
  EXPECT_EQ(rate_axis(study.axes, study.variants, {{"form", {std::string("ramp")}}}), "");
}

TEST(RateAxis, IsThePlaceOfARangeTestsPoints) {
  const Study study = study_of(range_test());
  ASSERT_EQ(study.figures.size(), 1u);
  const FigureSpec& figure = study.figures[0];
  EXPECT_EQ(figure.kind, "lr_range");
  EXPECT_EQ(figure.name, "lr_range");
  EXPECT_EQ(figure.x, "decade");
  EXPECT_TRUE(figure.by.empty()) << "its rates are points of one line, not lines";
}

TEST(RateAxis, OtherNumbersAreNoRates) {
  Parts parts = range_test();
  parts.train =
      "loss = \"mse\"\noptimizer = { kind = \"sgd 0.1\", momentum = \"$m\" }\nepochs = 1\n";
  parts.rest = "[vary]\nm = [0.1, 0.2]\n";
  const Study study = study_of(parts);
  EXPECT_EQ(rate_axis(study.axes, study.variants, {}), "");
  parts.rest += "[[figure]]\nkind = \"lr_range\"\n";
  EXPECT_EQ(mistake(parts),
            "figure.lr_range: needs learning rates to compare; vary the rate, or let a schedule "
            "such as exponential_decay raise it");
  // One of the two momenta is the rate; the other is not.
  parts.train =
      "loss = \"mse\"\noptimizer = { kind = \"sgd 0.1\", momentum = \"$m\" }\nepochs = 1\n";
  parts.rest = "[vary]\nm = [0.1, 0.3]\n";
  const Study near = study_of(parts);
  EXPECT_EQ(rate_axis(near.axes, near.variants, {}), "");
}

}  // namespace
}  // namespace gradus::study
