// The snippets of docs/cpp-guide.md, in its order: compiled, run, and checked where they claim
// something.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <cmath>
#include <gradus/gradus.hpp>
#include <gradus/study/reader.hpp>
#include <gradus/study/run.hpp>

using namespace gradus;

namespace {

data::Split moons() {
  return data::make_moons({.train = 200, .test = 100, .noise = 0.2, .seed = 7});
}

Model compiled() {
  Model model{Input{2}, Dense{16, relu}, Dense{1, sigmoid}};
  model.compile({.loss = binary_crossentropy, .optimizer = Adam{}, .metrics = {accuracy}});
  return model;
}

TEST(CppGuide, Data) {
  const auto [train, test] = data::make_moons({.train = 200, .test = 100, .noise = 0.2, .seed = 7});

  Tensor x(3, Shape{2}), y(3, Shape{1});
  x.row(0)[1] = 0.5F;
  y.row(0)[0] = 1;
  const data::Dataset own(x, y);

  const data::Fitted fitted = data::fit_transforms({data::transforms::Standardize{}}, train);
  const data::Dataset scaled = data::apply(fitted, train);
  const data::Dataset scaled_test = data::apply(fitted, test);

  const auto [most, rest] = data::train_test_split(train, {.test_size = 0.2, .seed = 1});
  for (const auto& [part, held_out] : data::folds(train, {.folds = 3}))
    fmt::print("{} and {} rows\n", part.rows(), held_out.rows());

  EXPECT_EQ(own.rows(), 3);
  EXPECT_EQ(scaled.rows(), train.rows());
  EXPECT_EQ(scaled_test.rows(), 100);
  EXPECT_EQ(most.rows() + rest.rows(), 200);
}

TEST(CppGuide, ModelsAreValues) {
  Model model{Input{2}, Dense{16, relu}, Dropout{0.1}, Dense{1, sigmoid}};
  fmt::print("{}", model.summary().text());
  std::vector<Layer> layers;
  for (const int64_t units : {64, 32, 16}) layers.emplace_back(Dense{units, relu});
  layers.emplace_back(Dense{.units = 1, .kernel_regularizer = regularizers::L2{1e-4}});
  Model deep{Input{2}, layers};

  EXPECT_EQ(model.parameters(), 65);
  EXPECT_EQ(deep.layers().size(), 4U);
}

TEST(CppGuide, CompileAndFit) {
  const auto [train, test] = moons();
  Model model = compiled();
  model.compile({.loss = binary_crossentropy,
                 .optimizer = SGD{.learning_rate = schedules::CosineDecay{0.1}, .momentum = 0.9},
                 .metrics = {accuracy}});
  const History history =
      model.fit(train, {.batch_size = 32,
                        .epochs = 50,
                        .seed = 1,
                        .validation = test,
                        .callbacks = {EarlyStopping{.monitor = "val_loss", .patience = 5},
                                      CSVLogger{"history.csv"}}});
  fmt::print("{} after {} epochs, loss {:.3f}\n", status_name(history.status), history.epochs,
             history.find("loss")->back());
  const double share = model.evaluate(test)["accuracy"];
  const Tensor probabilities = model.predict(test);

  EXPECT_GT(share, 0.8);
  EXPECT_EQ(probabilities.rows(), 100);
}

// Stops once the loss has been below a bound, and says when.
struct GoodEnough : Listener {
  explicit GoodEnough(double bound) : below(bound) {}
  void epoch_end(Training& training) override {
    if (training.history().find("loss")->back() >= below) return;
    fmt::print("good enough after epoch {}\n", training.epoch() + 1);
    training.stop();
  }
  double below;
};

TEST(CppGuide, Listeners) {
  const auto [train, test] = moons();
  Model model = compiled();
  const History history =
      model.fit(train, {.epochs = 500, .callbacks = {std::make_shared<GoodEnough>(0.3)}});

  EXPECT_EQ(history.status, Status::kStopped);
  EXPECT_LT(history.epochs, 500);
}

TEST(CppGuide, Instruments) {
  const auto [train, test] = moons();
  Model model = compiled();
  model.fit(train, {.epochs = 5});
  Instruments look(model);
  for (const Reading& r : look.gradients(train))
    fmt::print("{}/{}: norm {:.4f}\n", r.layer, r.quantity, r.distribution.norm);
  fmt::print("{}", check_gradients(model, train).text());

  EXPECT_EQ(look.gradients(train).size(), 4U);
  EXPECT_TRUE(check_gradients(model, train).passed());
}

TEST(CppGuide, PopulationsAndSolvers) {
  const auto [train, test] = moons();
  Model model = compiled();
  Population population{model, 32};
  const std::vector<History> all = population.fit(train, {.epochs = 20, .seed = 100});
  fmt::print("network 3, seed 103: loss {:.3f}\n", all[3].find("loss")->back());

  model.compile({.loss = binary_crossentropy, .optimizer = LBFGS{.max_evaluations = 100}});
  const History solved = model.fit(train);
  fmt::print("{}: {} evaluations\n", solved.solver->stopped_by, solved.solver->evaluations);

  EXPECT_EQ(all.size(), 32U);
  EXPECT_LE(solved.solver->evaluations, 100);
}

TEST(CppGuide, SavingAndGoingOn) {
  const auto [train, test] = moons();
  Model model = compiled();
  model.fit(train, {.epochs = 20, .backup = BackupAndRestore{.file = "moons.ckpt"}});
  model.save("moons.safetensors");
  Model again = Model::load("moons.safetensors");
  again.fit(train, {.epochs = 10, .seed = 1, .keep_weights = true});
  const Tensor kernel = again.weights("dense/kernel");

  EXPECT_EQ(kernel.rows(), 2);
}

TEST(CppGuide, Figures) {
  const auto [train, test] = moons();
  Model model = compiled();
  const History history = model.fit(train, {.epochs = 5});
  figure::lines(history, {"loss"}).save("loss.svg");

  figure::Series squares;
  squares.label = "mine";
  squares.x = {0, 1, 2, 3};
  squares.y = {0, 1, 4, 9};
  figure::Panel panel;
  panel.x.label = "x";
  panel.y.label = "x^2";
  panel.series = {squares};
  Figure drawn;
  drawn.name = "squares";
  drawn.panels = {panel};
  render(drawn, "figures");

  EXPECT_EQ(drawn.panels.size(), 1U);
}

TEST(CppGuide, Errors) {
  const auto [train, test] = moons();
  Model model = compiled();
  try {
    model.fit(train, {.callbacks = {EarlyStopping{.monitor = "val_loss"}}});
  } catch (const Error& error) {
    fmt::print("{}\n", error.what());
  }

  EXPECT_THROW(model.fit(train, {.validation_freq = 0}), Error);
}

TEST(CppGuide, Studies) {
  study::Study study = study::read_text(R"(
seeds = 3
[data]
source = "xor"
[model]
layers = ["dense 8 relu", "dense 1 sigmoid"]
[train]
loss = "mse"
optimizer = "adam $rate"
batch_size = "all"
epochs = 200
[vary]
rate = [0.01, 0.1]
)",
                                        "rates");
  const study::DataShelf shelf(study, ".");
  const study::Results results = study::run(study, shelf, {.threads = 2});
  const study::MetricQuery loss = study::parse_metric("min loss");
  for (const study::Trial& trial : results.trials)
    fmt::print("{}, seed {}: {:.4f}\n", study::text(study.variants[trial.variant].key), trial.seed,
               study::value_of(loss, trial, false));

  EXPECT_EQ(results.trials.size(), 6U);
}

}  // namespace
