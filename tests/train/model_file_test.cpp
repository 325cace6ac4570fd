#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "gradus/io/safetensors.hpp"
#include "support/histories.hpp"
#include "support/sets.hpp"
#include "train/model_json.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

class ModelFile : public testing::Test {
 protected:
  ModelFile()
      : file_(testing::TempDir() + "gradus_model_file_test_" + std::to_string(getpid()) +
              ".safetensors") {}
  ~ModelFile() override { std::filesystem::remove(file_); }
  std::string file_;
};

/// Every layer, and every option at something that is not its default.
std::vector<Layer> all_layers() {
  using namespace initializers;
  return {Flatten{},
          Dense{.units = 7,
                .activation = leaky_relu(0.125),
                .use_bias = false,
                .kernel_initializer = HeNormal{},
                .kernel_regularizer = regularizers::L1L2{0.001, 0.002},
                .kernel_constraint = constraints::MaxNorm{3, 1},
                .layer = {.name = "first"}},
          GaussianNoise{.stddev = 0.05},
          Dropout{.rate = 0.25},
          Dense{.units = 7,
                .activation = elu(0.5),
                .bias_initializer = Constant{0.25},
                .bias_regularizer = regularizers::L2{0.5},
                .bias_constraint = constraints::NonNeg{},
                .layer = {.repeat = 2}},
          ActivationLayer{.activation = scaled_sigmoid(2), .layer = {.name = "bend"}},
          Add{.layer = {.name = "joined", .inputs = {"first", "bend"}}},
          Dense{.units = 3, .activation = softmax, .kernel_initializer = Orthogonal{0.5}}};
}

TEST_F(ModelFile, BringsBackEveryPart) {
  const std::vector<Optimizer> optimizers = {
      SGD{.learning_rate = 0.5, .momentum = 0.25, .nesterov = true, .clipnorm = 2},
      RMSprop{.epsilon_inside_root = false, .centered = true},
      Adagrad{.initial_accumulator_value = 0.5},
      Adadelta{.rho = 0.5},
      Adam{.learning_rate =
               schedules::CosineDecay{
                   .initial_learning_rate = 0.1, .decay_steps = {3, true}, .warmup_steps = {2}}},
      AdamW{.weight_decay = 0.5, .amsgrad = true},
      Adamax{.learning_rate = schedules::PiecewiseConstantDecay{{5, 9}, {0.3, 0.2, 0.1}}},
      Nadam{.learning_rate = schedules::ExponentialDecay{
                .decay_rate = 0.5, .decay_steps = {7}, .staircase = true}}};
  const std::vector<Loss> losses = {mse,
                                    losses::MeanAbsoluteError{Outputs::kSum},
                                    losses::Huber{.delta = 0.5},
                                    binary_crossentropy,
                                    categorical_crossentropy,
                                    sparse_categorical_crossentropy};
  const std::vector<Metric> metrics = {accuracy,
                                       metrics::BinaryAccuracy{.threshold = 0.25},
                                       metrics::TopKCategoricalAccuracy{.k = 2},
                                       metrics::Precision{},
                                       metrics::Recall{},
                                       metrics::MeanSquaredError{}};
  for (size_t i = 0; i < optimizers.size(); ++i) {
    SCOPED_TRACE(i);
    Model model(Input{2, 3}, all_layers());
    const CompileOptions options{.loss = losses[i % losses.size()],
                                 .optimizer = optimizers[i],
                                 .metrics = metrics,
                                 .float64 = i % 2 == 1};
    model.compile(options);
    model.initialize(i);
    model.save(file_);
    const Model loaded = Model::load(file_);
    EXPECT_EQ(loaded.input_shape(), (Shape{2, 3}));
    EXPECT_EQ(loaded.layers(), model.layers());
    EXPECT_EQ(loaded.options().loss, options.loss);
    EXPECT_EQ(loaded.options().optimizer, options.optimizer);
    EXPECT_EQ(loaded.options().metrics, options.metrics);
    EXPECT_EQ(loaded.options().float64, options.float64);
    EXPECT_EQ(weights_of(loaded), weights_of(model));
    Tensor rows(5, Shape{2, 3});
    for (size_t k = 0; k < rows.size(); ++k) rows.data()[k] = static_cast<float>(k % 7) / 7;
    EXPECT_EQ(loaded.predict(rows), model.predict(rows));
  }
}

TEST_F(ModelFile, KeepsDoublesWhole) {
  Model model{Input{3}, Dense{.units = 2}};
  model.compile({.float64 = true});
  const data::Dataset set = random_numbers(30, 3, 2);
  (void)model.fit(set, {.epochs = 2, .seed = 1});
  model.save(file_);
  EXPECT_EQ(Model::load(file_).evaluate(set)["loss"], model.evaluate(set)["loss"]);
}

TEST_F(ModelFile, DoesNotWriteCodeOfYourOwn) {
  Model model{Input{3}, Dense{.units = 2, .activation = activations::Custom{.name = "own"}}};
  EXPECT_EQ(error_of([&] { model.save(file_); }),
            "save: a part of the model is code of your own; save its weights one by one");
  EXPECT_FALSE(std::filesystem::exists(file_));
}

// Each way in which a file can be wrong: a change of a good one.
TEST_F(ModelFile, SaysWhatIsWrongWithAFile) {
  const Model model{Input{3}, Dense{.units = 2}};
  const auto said = [&](auto&& change) {
    model.save(file_);
    io::TensorMap map = io::read_safetensors(file_);
    change(map, map.metadata["gradus"]);
    io::write_safetensors(file_, map);
    std::string text = error_of([&] { (void)Model::load(file_); });
    const size_t at = text.find(file_);
    return at == std::string::npos ? text : text.replace(at, file_.size(), "FILE");
  };
  const auto put = [](std::string& in, const std::string& old, const std::string& now) {
    ASSERT_NE(in.find(old), std::string::npos) << old << " in " << in;
    in.replace(in.find(old), old.size(), now);
  };
  const auto unreadable = [](const std::string& why) {
    return "FILE: its description cannot be read (" + why + "); give a file that Model::save wrote";
  };
  EXPECT_EQ(said([](auto&, auto&) {}), "");
  EXPECT_EQ(said([](auto& map, auto&) { map.metadata.clear(); }),
            "FILE: holds tensors but no model; give a file that Model::save or a study wrote");
  EXPECT_EQ(said([](auto& map, auto&) { map.arrays.erase("dense/bias"); }),
            "FILE: lacks the tensor dense/bias; save the model again");
  EXPECT_EQ(said([](auto& map, auto&) { map.arrays["dense/bias"].shape = Shape{2, 1}; }),
            "FILE: dense/bias is 2x1 in the file and 2 in its description; save the model again");
  EXPECT_EQ(said([&](auto&, auto& text) { put(text, "\"format\":1", "\"format\":2"); }),
            unreadable("written by a later version"));
  EXPECT_EQ(said([&](auto&, auto& text) { put(text, "\"dense\"", "\"dance\""); }),
            unreadable("unknown kind dance"));
  EXPECT_EQ(said([&](auto&, auto& text) { put(text, "\"kind\":\"mse\"", "\"kind\":\"custom\""); }),
            unreadable("unknown kind custom"));
  EXPECT_EQ(said([&](auto&, auto& text) { put(text, "\"units\":2", "\"units\":0"); }),
            unreadable("units out of range"));
  EXPECT_EQ(said([&](auto&, auto& text) { put(text, "[3]", "[0]"); }),
            unreadable("input of an impossible shape"));
  EXPECT_NE(said([&](auto&, auto& text) { put(text, "\"units\"", "\"unit\""); }), "");
  EXPECT_NE(said([&](auto&, auto& text) { text = "{"; }), "");
}

}  // namespace
}  // namespace gradus
