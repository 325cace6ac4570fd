#include "gradus/nn/optimizers.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "nn/optimizers/clip.hpp"
#include "nn/optimizers/rules.hpp"

namespace gradus {
namespace {

using rules::OptimizerRule;

/// Weights of several tensors under a rule.
class Walk {
 public:
  Walk(const Optimizer& optimizer, std::vector<std::vector<double>> weights)
      : optimizer_(optimizer), rule_(rules::rule_of(optimizer)), weights_(std::move(weights)) {
    std::visit(
        [&](const auto& rule) {
          for (const auto& tensor : weights_) {
            std::vector<double> slots;
            for (size_t i = 0; i < tensor.size(); ++i) {
              for (int k = 0; k < rule.slots(); ++k) slots.push_back(rule.start(k));
            }
            slots_.push_back(slots);
          }
        },
        rule_);
  }

  void step(std::vector<std::vector<double>> gradients) {
    const std::vector<std::span<double>> views(gradients.begin(), gradients.end());
    rules::clip(rules::clipping(optimizer_), views);
    const double rate = rate_at(learning_rate(optimizer_).schedule, t_, {});
    ++t_;
    std::visit(
        [&](auto& rule) {
          const auto scalars = rule.at(t_, rate);
          for (size_t j = 0; j < weights_.size(); ++j) {
            for (size_t i = 0; i < weights_[j].size(); ++i) {
              rule.update(scalars, gradients[j][i], weights_[j][i],
                          slots_[j].data() + i * static_cast<size_t>(rule.slots()));
            }
          }
        },
        rule_);
  }

  [[nodiscard]] const std::vector<std::vector<double>>& weights() const { return weights_; }
  [[nodiscard]] std::vector<double> flat() const {
    std::vector<double> all;
    for (const auto& tensor : weights_) all.insert(all.end(), tensor.begin(), tensor.end());
    return all;
  }

 private:
  Optimizer optimizer_;
  OptimizerRule rule_;
  std::vector<std::vector<double>> weights_, slots_;
  int64_t t_ = 0;
};

const std::vector<std::vector<double>> kStart = {{0.5, -1.25}, {2.0, -0.75, 0.125}};
const std::vector<std::vector<std::vector<double>>> kGradients = {
    {{0.5, -0.25}, {1.5, -2.0, 0.0}},     {{-0.125, 0.75}, {1.0, 3.0, 0.0625}},
    {{2.0, -0.5}, {-0.5, 0.25, -0.375}},  {{0.0, 1.0}, {0.25, -1.5, 0.75}},
    {{0.625, 0.125}, {-3.0, 0.5, -0.25}}, {{-1.0, 0.375}, {0.125, 0.0, 1.25}},
};

struct Golden {
  const char* name;
  Optimizer optimizer;
  std::array<std::array<double, 5>, 3> weights;  ///< after steps 1, 2 and 6
};

// Keras 3.15.1 on JAX in float64, two tensors, the gradients above.
const std::vector<Golden> kGolden = {
    {"Sgd",
     SGD{.learning_rate = 0.1},
     {{{0.45, -1.225, 1.85, -0.55, 0.125},
       {0.4625, -1.3, 1.75, -0.8500000000000001, 0.11875},
       {0.30000000000000004, -1.4000000000000001, 2.0625, -0.7750000000000001,
        -0.018750000000000017}}}},
    {"SgdMomentum",
     SGD{.learning_rate = 0.1, .momentum = 0.9},
     {{{0.45, -1.225, 1.85, -0.55, 0.125},
       {0.4175, -1.2775, 1.615, -0.67, 0.11875},
       {-0.3896407500000001, -1.6002927500000002, 1.5493515, -0.8158870000000001,
        -0.05238187500000002}}}},
    {"SgdNesterov",
     SGD{.learning_rate = 0.1, .momentum = 0.8, .nesterov = true},
     {{{0.41, -1.205, 1.73, -0.38999999999999996, 0.125},
       {0.40049999999999997, -1.324, 1.454, -0.802, 0.11375},
       {-0.2962752000000002, -1.6530304000000002, 1.8421384, -0.8297392, -0.15739800000000004}}}},
    {"Rmsprop",
     RMSprop{.learning_rate = 0.01},
     {{{0.46837728664367967, -1.2183774763774933, 1.9683772304255975, -0.7183772273511625, 0.125},
       {0.4764354995396124, -1.248528586470746, 1.9501954152490377, -0.7451033504818445,
        0.09338127033672561},
       {0.4505368914283608, -1.2676669160863785, 1.981377669659176, -0.7386950105672919,
        0.07888296093992293}}}},
    {"RmspropMomentum",
     RMSprop{.learning_rate = 0.01, .rho = 0.8, .momentum = 0.7, .epsilon = 1e-3},
     {{{0.4778596278614976, -1.2284834258544033, 1.9776641240926198, -0.7276532825615336, 0.125},
       {0.4683120618511182, -1.2347634636984033, 1.9486778642115898, -0.7312121779939953,
        0.11019127805602269},
       {0.3944236319329153, -1.2637444234391078, 1.9406707206741223, -0.7255219051893038,
        0.08720426668212278}}}},
    {"RmspropCentered",
     RMSprop{.learning_rate = 0.01, .epsilon = 1e-5, .centered = true},
     {{{0.4666740716058524, -1.2166962568485602, 1.9666674896814522, -0.7166671296199848, 0.125},
       {0.4749134173987661, -1.2475396332875337, 1.946557997052482, -0.7435471882486823,
        0.09213086107207188},
       {0.4462258152672488, -1.2680182507168265, 1.9781537832026619, -0.7371533686650321,
        0.07706063442472592}}}},
    {"RmspropCenteredMomentum",
     RMSprop{.learning_rate = 0.01, .rho = 0.95, .momentum = 0.5, .centered = true},
     {{{0.45411704641686446, -1.2041176259751534, 1.9541168746916722, -0.7041168653003952, 0.125},
       {0.44242355585362925, -1.2241655879090367, 1.9046542680861538, -0.7187642334512243,
        0.07912921253095517},
       {0.34613891450991235, -1.2758176313515814, 1.9274591544286284, -0.7161351023614136,
        0.03125678653513604}}}},
    {"Adagrad",
     Adagrad{.learning_rate = 0.1},
     {{{0.41548458660077797, -1.1879826517876537, 1.9021507911238817, -0.6512270415395893, 0.125},
       {0.43615703953864415, -1.276065678640168, 1.8475149554685266, -0.734113885822558,
        0.10561084097188236},
       {0.35345825647242457, -1.3311321812987658, 1.9416000012935513, -0.7154306274487016,
        0.044614376824342786}}}},
    {"AdagradStart",
     Adagrad{.learning_rate = 0.1, .initial_accumulator_value = 0.5, .epsilon = 1e-2},
     {{{0.44264606653235955, -1.2169590699772455, 1.9097106101856731, -0.6558236781303978, 0.125},
       {0.45683939042745103, -1.2873575581468353, 1.8581395478727334, -0.7374431123990393,
        0.11628157436367305},
       {0.37809290833004144, -1.3412154900670172, 1.950238917015578, -0.718991074374688,
        0.042602532959452155}}}},
    {"Adadelta",
     Adadelta{.learning_rate = 1.0},
     {{{0.4985857920944472, -1.2485858090645008, 1.9985857870661659, -0.7485857867911802, 0.125},
       {0.4990826931325842, -1.2504879186640823, 1.9974566728030818, -0.7502628374336542,
        0.12358614833733532},
       {0.49753329590366846, -1.2526967459669025, 1.9996542420032646, -0.7497899120426124,
        0.12098812055054717}}}},
    {"AdadeltaRho",
     Adadelta{.learning_rate = 0.5, .rho = 0.8, .epsilon = 1e-3},
     {{{0.46499299789929976, -1.2159793091280113, 1.9646838792988992, -0.7146667373331214, 0.125},
       {0.4782337683661242, -1.2628085997070961, 1.9348463610070523, -0.7575894120662002,
        0.10158535471045765},
       {0.4413303903267727, -1.3191160520081007, 1.988610212304013, -0.7453725969169428,
        0.04986713605011045}}}},
    {"Adam",
     Adam{.learning_rate = 0.01},
     {{{0.4900000632451532, -1.2400001264895064, 1.9900000210818067, -0.7400000158113633, 0.125},
       {0.4853054103517145, -1.2449420050539746, 1.980296516827811, -0.7424770317998839,
        0.11755900825204177},
       {0.4634135658114471, -1.2575623614321025, 1.9735460000694565, -0.7449649656418819,
        0.11388740559697312}}}},
    {"AdamBetas",
     Adam{.learning_rate = 0.1, .beta_1 = 0.5, .beta_2 = 0.7, .epsilon = 1e-2},
     {{{0.40352284751338563, -1.1568059324062354, 1.9012025245758746, -0.6509046129802569, 0.125},
       {0.3796358269130656, -1.2249803419636465, 1.807474534952389, -0.7012454064928789,
        0.057728549694977344},
       {0.20392386003310675, -1.3770142401357581, 1.8719476595278715, -0.7152088965981545,
        -0.011045004100686664}}}},
    {"AdamAmsgrad",
     Adam{.learning_rate = 0.05, .beta_2 = 0.5, .amsgrad = true},
     {{{0.45000001414213164, -1.2000000282842553, 1.9500000047140447, -0.7000000035355336, 0.125},
       {0.42905043674113186, -1.2219593764895513, 1.8995061419699106, -0.7116613021837046,
        0.09276994473377453},
       {0.3508928302614914, -1.2703447157978878, 1.8646162302898663, -0.7217183379214904,
        0.08239379058417291}}}},
    {"AdamwDefault",
     AdamW{.learning_rate = 0.1},
     {{{0.3998006324515321, -1.1495012648950642, 1.8992002108180663, -0.649700158113633, 0.12495},
       {0.3526941832641641, -1.1984602500337875, 1.8014054881937829, -0.6742104379355932,
        0.050490102520417635},
       {0.1333684066367443, -1.3227006363001754, 1.7311189702548744, -0.6979858138677439,
        0.013658848098158621}}}},
    {"AdamwAmsgrad",
     AdamW{
         .learning_rate = 0.1, .weight_decay = 0.5, .beta_1 = 0.8, .beta_2 = 0.6, .amsgrad = true},
     {{{0.37500003162276657, -1.0875000632455132, 1.8000000105409244, -0.6125000079056935, 0.11875},
       {0.31759998197289974, -1.0830220631769711, 1.6091499430037974, -0.6110132313950947,
        0.04253984088469735},
       {0.10867280786924807, -0.9864561763156383, 1.2805954238066526, -0.5162385893306121,
        -0.00022295760355642985}}}},
    {"Adamax",
     Adamax{.learning_rate = 0.1},
     {{{0.400000019999996, -1.150000039999984, 1.9000000066666662, -0.6500000049999998, 0.125},
       {0.3657552557689283, -1.1868421403508618, 1.8174613331448455, -0.6710526358771928,
        0.07236850526302316},
       {0.24986132149774154, -1.2656748182805966, 1.764980734142001, -0.6878022807144268,
        0.05643597600357106}}}},
    {"AdamaxBetas",
     Adamax{.learning_rate = 0.1, .beta_1 = 0.5, .beta_2 = 0.6, .epsilon = 1e-2},
     {{{0.4019607843137255, -1.1538461538461537, 1.900662251655629, -0.650497512437811, 0.125},
       {0.375079063883618, -1.2086707152496625, 1.7851507005005136, -0.694794300920646,
        0.0675287356321839},
       {0.21195326646998153, -1.3720438167673483, 1.7701662950875527, -0.7097833679302828,
        0.022418200597460754}}}},
    {"Nadam",
     Nadam{.learning_rate = 0.1},
     {{{0.39372124092487476, -1.143721262180618, 1.8937212267543746, -0.6437212249830617, 0.125},
       {0.4115163224785837, -1.2383710337866776, 1.8310302032891295, -0.7247438420634982,
        0.022833022149386095},
       {0.2903190204660236, -1.329710070130796, 1.9223719157571346, -0.7099483677092727,
        -0.047163462286942986}}}},
    {"NadamBetas",
     Nadam{.learning_rate = 0.05, .beta_1 = 0.7, .beta_2 = 0.8, .epsilon = 1e-3},
     {{{0.4435495779941885, -1.1936620290340407, 1.9434743609095704, -0.6934649446778379, 0.125},
       {0.4525342397020006, -1.2460667105153715, 1.9044035249023494, -0.7388326323049512,
        0.0694771074835431},
       {0.3821660890182288, -1.3090523545193924, 1.9612256116352684, -0.7307744807977095,
        0.028650509067889567}}}},
    {"Clipnorm",
     SGD{.learning_rate = 1.0, .clipnorm = 1.0},
     {{{0.0, -1.0, 1.4, 0.050000000000000044, 0.125},
       {0.125, -1.75, 1.0838339791299023, -0.8984980626102925, 0.1052396236956189},
       {-0.5338133225762873, -2.983587816552059, 2.3199666085768547, -0.42769270978471785,
        -0.8752002429271576}}}},
    {"GlobalClipnorm",
     SGD{.learning_rate = 1.0, .global_clipnorm = 1.5},
     {{{0.20722997811544003, -1.10361498905772, 1.12168993434632, 0.4210800875382399, 0.125},
       {0.26486901988586353, -1.449449239680261, 0.660577600182932, -0.962256914951924,
        0.09618047911478825},
       {-0.5094729327213511, -2.2669043911517166, 2.1456654453446773, -0.23275097919086746,
        -1.2328024288228245}}}},
    {"Clipvalue",
     SGD{.learning_rate = 1.0, .clipvalue = 0.6},
     {{{0.0, -1.0, 1.4, -0.15000000000000002, 0.125},
       {0.125, -1.6, 0.7999999999999999, -0.75, 0.0625},
       {-0.475, -2.2, 1.525, -0.9, -0.5125}}}},
};

class GoldenPath : public testing::TestWithParam<Golden> {};

TEST_P(GoldenPath, IsThatOfKeras) {
  Walk walk(GetParam().optimizer, kStart);
  size_t row = 0;
  for (size_t step = 0; step < kGradients.size(); ++step) {
    walk.step(kGradients[step]);
    if (step != 0 && step != 1 && step != 5) continue;
    const auto weights = walk.flat();
    for (size_t i = 0; i < weights.size(); ++i) {
      EXPECT_NEAR(weights[i], GetParam().weights[row][i], 2e-14) << "step " << step << ", " << i;
    }
    ++row;
  }
}

INSTANTIATE_TEST_SUITE_P(Optimizers, GoldenPath, testing::ValuesIn(kGolden),
                         [](const auto& golden) { return std::string(golden.param.name); });

TEST(OptimizerRules, StepOfAdamByHand) {
  // m = 0.1 * 2, v = 0.001 * 4; the corrections undo both factors: a step of lr g / |g|, but for
  // epsilon.
  Walk walk(Adam{.learning_rate = 0.5, .epsilon = 0}, {{1.0}});
  walk.step({{2.0}});
  EXPECT_NEAR(walk.weights()[0][0], 0.5, 1e-15);
}

TEST(OptimizerRules, RmspropOfKeras2HasEpsilonOutsideTheRoot) {
  Walk walk(
      RMSprop{.learning_rate = 1.0, .rho = 0.75, .epsilon = 1.0, .epsilon_inside_root = false},
      {{0.0}});
  walk.step({{2.0}});  // v = 0.25 * 4 = 1; 2 / (1 + 1)
  EXPECT_DOUBLE_EQ(walk.weights()[0][0], -1.0);
}

TEST(OptimizerRules, CenteredVarianceThatRoundingMadeNegativeIsZero) {
  rules::RmspropRule rule(RMSprop{.rho = 0.99, .epsilon = 1e-16, .centered = true});
  double w = 0, slots[] = {1, 1 + 1e-12};
  rule.update(rule.at(1, 1e-8), 1, w, slots);
  EXPECT_DOUBLE_EQ(w, -1);
}

TEST(OptimizerRules, WeightsAfterNaNGradientsAreNaN) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Golden& golden : kGolden) {
    Walk walk(golden.optimizer, {{1.0}});
    walk.step({{0.5}});
    walk.step({{nan}});
    EXPECT_TRUE(std::isnan(walk.weights()[0][0])) << golden.name;
  }
}

TEST(OptimizerRules, ScalarsAreAFunctionOfTheStepAlone) {
  rules::NadamRule walked(Nadam{}), jumped(Nadam{});
  rules::AdamRule adam_walked(Adam{}), adam_jumped(Adam{});
  for (int64_t t = 1; t <= 777; ++t) {
    (void)walked.at(t, 0.1);
    (void)adam_walked.at(t, 0.1);
  }
  EXPECT_EQ(walked.at(777, 0.1).of_m, jumped.at(777, 0.1).of_m);
  EXPECT_EQ(walked.at(5, 0.1).of_g, rules::NadamRule(Nadam{}).at(5, 0.1).of_g);
  EXPECT_EQ(adam_walked.at(777, 0.1).step, adam_jumped.at(777, 0.1).step);
  EXPECT_EQ(adam_walked.at(1, 0.1).step, rules::AdamRule(Adam{}).at(1, 0.1).step);
}

TEST(OptimizerRules, LongTrainingsForgetTheCorrections) {
  rules::AdamRule adam(Adam{});
  EXPECT_EQ(adam.at(10'000'000, 0.25).step, 0.25);
  rules::NadamRule nadam(Nadam{});
  const auto s = nadam.at(10'000'000, 0.25);
  EXPECT_EQ(s.of_m, 0.9);
  EXPECT_EQ(s.of_g, 1 - 0.9);
  EXPECT_EQ(s.of_v, 1.0);
}

TEST(OptimizerRules, SlotsAreThoseInUse) {
  const auto slots = [](const Optimizer& o) {
    return std::visit([](const auto& rule) { return rule.slots(); }, rules::rule_of(o));
  };
  EXPECT_EQ(slots(SGD{}), 0);
  EXPECT_EQ(slots(SGD{.momentum = 0.9}), 1);
  EXPECT_EQ(slots(RMSprop{}), 1);
  EXPECT_EQ(slots(RMSprop{.centered = true}), 2);
  EXPECT_EQ(slots(RMSprop{.momentum = 0.5, .centered = true}), 3);
  EXPECT_EQ(slots(Adagrad{}), 1);
  EXPECT_EQ(slots(Adadelta{}), 2);
  EXPECT_EQ(slots(Adam{}), 2);
  EXPECT_EQ(slots(AdamW{.amsgrad = true}), 3);
  EXPECT_EQ(slots(Adamax{}), 2);
  EXPECT_EQ(slots(Nadam{}), 2);
}

// f(x, y) = (x - 3)^2 / 2 + 10 (y + 1)^2 / 2 has its least value at (3, -1).
TEST(OptimizerRules, AllFindTheBottomOfABowl) {
  const std::vector<std::pair<Optimizer, int>> cases = {
      {SGD{.learning_rate = 0.1}, 500},
      {SGD{.learning_rate = 0.05, .momentum = 0.8, .nesterov = true}, 500},
      {RMSprop{.learning_rate = schedules::InverseTimeDecay{0.1, 0.01}}, 20000},
      {Adagrad{.learning_rate = 1.0}, 2000},
      {Adadelta{.learning_rate = 10.0}, 20000},
      {Adam{.learning_rate = 0.05}, 2000},
      {AdamW{.learning_rate = 0.05, .weight_decay = 0}, 2000},
      {Adamax{.learning_rate = 0.05}, 2000},
      {Nadam{.learning_rate = 0.05}, 2000},
  };
  for (const auto& [optimizer, steps] : cases) {
    Walk walk(optimizer, {{0.0}, {0.0}});
    for (int i = 0; i < steps; ++i) {
      walk.step({{walk.weights()[0][0] - 3}, {10 * (walk.weights()[1][0] + 1)}});
    }
    const auto kind = std::visit([](const auto& o) { return o.kKind; }, optimizer);
    EXPECT_NEAR(walk.weights()[0][0], 3, 1e-3) << kind;
    EXPECT_NEAR(walk.weights()[1][0], -1, 1e-3) << kind;
  }
}

TEST(Optimizers, LearningRateIsThatOfTheOneHeld) {
  Optimizer optimizer = Adamax{.learning_rate = 0.25};
  EXPECT_EQ(learning_rate(std::as_const(optimizer)), LearningRate(0.25));
  learning_rate(optimizer) = schedules::CosineDecay{.initial_learning_rate = 0.5};
  EXPECT_EQ(std::get<Adamax>(optimizer).learning_rate,
            LearningRate(schedules::CosineDecay{.initial_learning_rate = 0.5}));
}

}  // namespace
}  // namespace gradus
