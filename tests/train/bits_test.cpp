// The promise of the same bits, with the bits written down: what comes of small trainings, as one
// sum each. The table holds for every FMA target, compiler and number of threads; an emulated ARM
// runs this file too (scripts/checks/arm.sh). A sum changes only with the mathematics of a
// training, and such a change names itself in the changelog.
#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <string>

#include "data/draw.hpp"
#include "gradus/train/model.hpp"
#include "gradus/train/population.hpp"
#include "support/targets.hpp"

namespace gradus::test {
namespace {

// FNV-1a over the bits of numbers, in their order.
class Sum {
 public:
  void add(uint64_t bits) {
    for (int byte = 0; byte < 8; ++byte) {
      sum_ ^= bits >> (8 * byte) & 0xff;
      sum_ *= 0x100000001b3;
    }
  }
  void add(const Tensor& tensor) {
    for (const float value : tensor.values()) add(std::bit_cast<uint32_t>(value));
  }
  void add(const History& history) {
    for (const History::Column& column : history.columns)
      for (const double value : column.values) add(std::bit_cast<uint64_t>(value));
  }
  void add(const Model& model, const data::Dataset& rows) {
    for (const std::string& name : model.weight_names()) add(model.weights(name));
    add(model.predict(rows));
  }
  [[nodiscard]] uint64_t value() const { return sum_; }

 private:
  uint64_t sum_ = 0xcbf29ce484222325;
};

// As make_moons, make_blobs ... draw them; what loads the others, from files, is no matter of bits.
template <class Source>
data::Split drawn(const Source& source, uint64_t seed) {
  return {data::draw(source, 90, {seed, data::DrawStreams::kTrain}),
          data::draw(source, 35, {seed, data::DrawStreams::kTest})};
}

data::Dataset exclusive_or() {
  return data::draw(data::sources::Xor{}, 4, {});
}

uint64_t trained(Model model, const CompileOptions& how, const data::Split& on, FitOptions fit) {
  model.compile(how);
  fit.validation = on.test;
  Sum sum;
  sum.add(model.fit(on.train, fit));
  sum.add(model, on.test);
  return sum.value();
}

// Two hidden layers on moons: 3 epochs of batches of 32, the last of 26.
uint64_t dense(const Optimizer& optimizer, const Activation& activation = tanh,
               bool float64 = false) {
  const Model model{Input{2}, Dense{19, activation}, Dense{7, activation}, Dense{1, sigmoid}};
  return trained(model,
                 {.loss = binary_crossentropy,
                  .optimizer = optimizer,
                  .metrics = {accuracy},
                  .float64 = float64},
                 drawn(data::sources::Moons{.noise = 0.2}, 5), {.epochs = 3, .seed = 3});
}

// Bytes in an order without pattern, three classes.
data::Split pictures(int64_t side, int64_t channels) {
  const auto body = std::make_shared<data::Body>();
  BasicTensor<uint8_t> pixels(53, Shape{side, side, channels});
  uint32_t state = 1;
  for (uint8_t& pixel : pixels.values()) {
    state = state * 1664525 + 1013904223;
    pixel = static_cast<uint8_t>(state >> 24);
  }
  body->features = std::move(pixels);
  for (int i = 0; i < 53; ++i) body->labels.push_back(i * i % 3);
  body->classes = 3;
  const data::Dataset all = data::Dataset(body).mapped({1.0F / 255}, {0});
  return {all, all.first(20)};
}

uint64_t convolutions() {
  const Model model{Input{12, 12, 1},    Conv2D{6, 3, relu, 1, Padding::kSame},
                    MaxPooling2D{2},     Conv2D{10, 3, tanh},
                    AveragePooling2D{2}, Flatten{},
                    Dense{20, relu},     Dropout{0.3},
                    Dense{3, softmax}};
  return trained(model,
                 {.loss = categorical_crossentropy,
                  .optimizer = SGD{.learning_rate = 0.05, .momentum = 0.9},
                  .metrics = {accuracy}},
                 pictures(12, 1),
                 {.batch_size = 20,
                  .epochs = 2,
                  .seed = 11,
                  .augment = {data::augments::RandomRotation{0.1},
                              data::augments::RandomTranslation{0.1, 0.1}}});
}

uint64_t normalisations() {
  const Model model{Input{8, 8, 2},
                    Normalization{},
                    Conv2D{8, 3, linear, 2, Padding::kSame},
                    BatchNormalization{},
                    ActivationLayer{relu},
                    SpatialDropout2D{0.2},
                    Conv2D{5, 3},
                    LayerNormalization{},
                    PReLU{},
                    GlobalAveragePooling2D{},
                    GaussianNoise{0.1},
                    Dense{3, softmax}};
  return trained(model,
                 {.loss = categorical_crossentropy, .optimizer = Adam{0.01}, .metrics = {accuracy}},
                 pictures(8, 2), {.batch_size = 16, .epochs = 3, .seed = 4});
}

// Twenty networks in packs, each with a seed and a rate of its own; some end before others.
uint64_t population() {
  Model model{Input{2}, Dense{8, relu}, Dense{1, sigmoid}};
  model.compile({.loss = mse});
  Population networks{model, 20};
  for (int64_t i = 0; i < 20; ++i)
    networks[i].compile(
        {.loss = mse, .optimizer = Adam{.learning_rate = 0.01 * static_cast<double>(i + 1)}});
  const auto histories =
      networks.fit(exclusive_or(), {.batch_size = kAll,
                                    .epochs = 120,
                                    .seed = 1,
                                    .until = Until{.metric = "loss", .value = 0.1, .every = 10}});
  Sum sum;
  for (const History& history : histories) sum.add(history);
  for (int64_t i = 0; i < 20; ++i) sum.add(networks[i], exclusive_or());
  return sum.value();
}

uint64_t samples() {
  Sum sum;
  for (const data::Split& split :
       {drawn(data::sources::Spirals{.classes = 3, .noise = 0.1}, 2),
        drawn(data::sources::Blobs{}, 2), drawn(data::sources::Circles{.noise = 0.1}, 2)})
    for (int64_t row = 0; row < split.train.rows(); ++row)
      for (int64_t i = 0; i < 2; ++i) sum.add(std::bit_cast<uint32_t>(split.train.feature(row, i)));
  return sum.value();
}

template <class F>
void on_every_target(F&& f) {
  for (const std::string& name : targets()) {
    SCOPED_TRACE(name);
    const LimitTarget limit(name);
    f();
  }
}

void expect(uint64_t sum, uint64_t expected, const char* what) {
  EXPECT_EQ(sum, expected) << what << " gives " << std::hex << sum;
}

TEST(Bits, OfOptimizers) {
  on_every_target([] {
    expect(dense(SGD{0.1}), 0x37a5b9a1450bf32c, "sgd");
    expect(dense(SGD{.learning_rate = 0.1, .momentum = 0.9}), 0x2cff4e5b0bf22201, "momentum");
    expect(dense(SGD{.learning_rate = 0.1, .momentum = 0.9, .nesterov = true}), 0x34c109eed3af37b1,
           "nesterov");
    expect(dense(RMSprop{.learning_rate = 0.01, .centered = true}), 0xe90a2f8930382f09, "rmsprop");
    expect(dense(Adagrad{0.1}), 0x68b261830edd9288, "adagrad");
    expect(dense(Adadelta{1.0}), 0xe84f5d550f0ab790, "adadelta");
    expect(dense(Adam{.learning_rate = 0.01, .global_clipnorm = 0.5}), 0x94a9c7d15461b122, "adam");
    expect(dense(Adam{.learning_rate = 0.01, .amsgrad = true}), 0x0b3bab3329dbbf75, "amsgrad");
    expect(dense(AdamW{0.01}), 0xb90912116c2d5d42, "adamw");
    expect(dense(Adamax{0.01}), 0xa9cd9791961fa65c, "adamax");
    expect(dense(Nadam{0.01}), 0x1a09ee84618ed09a, "nadam");
    expect(dense(TruncatedNewton{25}), 0xca6565de5e555f1e, "truncated newton");
    expect(dense(LBFGS{25}), 0x9602cdfa4e850b65, "l-bfgs");
    expect(dense(ConjugateGradient{25}), 0x324281cd623ee970, "conjugate gradient");
    expect(dense(Rprop{25}), 0x3a6fc0f4a6e49cf8, "rprop");
  });
}

TEST(Bits, OfActivations) {
  on_every_target([] {
    const SGD sgd{0.1};
    expect(dense(sgd, relu), 0x5d0cb4e2994cf953, "relu");
    expect(dense(sgd, selu), 0xab26c86803e9c101, "selu");
    expect(dense(sgd, gelu), 0x95f748ad7dd88053, "gelu");
    expect(dense(sgd, softplus), 0x51f156c5c666f850, "softplus");
    expect(dense(sgd, sigmoid), 0x580bcaadcca68684, "sigmoid");
    expect(dense(sgd, elu()), 0x913c59e19fd3e65e, "elu");
    expect(dense(sgd, gelu, true), 0xbb16edb36eab5205, "gelu in double");
    expect(dense(Adam{0.01}, tanh, true), 0x5eabcb869febf0f8, "tanh in double");
  });
}

TEST(Bits, OfImages) {
  on_every_target([] {
    expect(convolutions(), 0x9ae4378ffe6be2ba, "convolutions");
    expect(normalisations(), 0xe3c05e710b99b94c, "normalisations");
  });
}

TEST(Bits, OfPopulations) {
  on_every_target([] { expect(population(), 0x06d4fadc9639397b, "population"); });
}

TEST(Bits, OfSamples) {
  expect(samples(), 0x00857b39c9a95309, "samples");
}

}  // namespace
}  // namespace gradus::test
