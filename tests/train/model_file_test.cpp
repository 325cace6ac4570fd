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
      Nadam{.learning_rate =
                schedules::ExponentialDecay{
                    .decay_rate = 0.5, .decay_steps = {7}, .staircase = true}},
      SGD{.learning_rate = schedules::Cyclic{.base_lr = 0.1,
                                             .max_lr = 1,
                                             .step_size = {2, true},
                                             .mode = cyclic::ExpRange{0.5}}},
      SGD{.learning_rate = schedules::Cyclic{.mode = cyclic::Function{"1 / cycle"}}},
      SGD{.learning_rate = schedules::OneCycle{.max_lr = 0.5, .div_factor = 5}},
      SGD{.learning_rate = schedules::CosineDecayRestarts{.first_decay_steps = {3}, .m_mul = 0.5}},
      SGD{.learning_rate = schedules::Function{"1 / (1 + epoch)", {2}}}};
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

/// Every layer of images and normalisations, each option at something that is not its default.
std::vector<Layer> image_layers() {
  return {Normalization{},
          Conv2D{.filters = 4,
                 .kernel_size = {3, 2},
                 .activation = leaky_relu(0.125),
                 .strides = {2, 1},
                 .padding = Padding::kSame,
                 .dilation_rate = {1, 2},
                 .use_bias = false,
                 .kernel_initializer = initializers::HeNormal{},
                 .kernel_regularizer = regularizers::L2{0.001},
                 .layer = {.name = "stem"}},
          BatchNormalization{.momentum = 0.5, .epsilon = 0.25, .center = false},
          SpatialDropout2D{0.25},
          MaxPooling2D{.pool_size = {1, 2}, .strides = 1, .padding = Padding::kSame},
          LayerNormalization{.epsilon = 0.5, .scale = false},
          LeakyReLU{0.25},
          ELU{0.5},
          PReLU{.layer = {.name = "bend"}},
          Concatenate{.layer = {.inputs = {"stem", "bend"}}},
          ZeroPadding2D{{0, 1}},
          AveragePooling2D{.pool_size = 2},
          Reshape{{1, 4, 8}},
          GlobalMaxPooling2D{.layer = {.name = "largest"}},
          GlobalAveragePooling2D{.layer = {.inputs = {"reshape"}}},
          Add{.layer = {.inputs = {"largest", "global_average_pooling2d"}}},
          Normalization{.adapt = false},
          Dense{.units = 2}};
}

TEST_F(ModelFile, BringsBackImagesAndStatistics) {
  Model model(Input{3, 6, 2}, image_layers());
  for (const std::string& name : model.weight_names()) {
    Tensor tensor = model.weights(name);
    for (size_t i = 0; i < tensor.size(); ++i)
      tensor.data()[i] = static_cast<float>(name.size() + i) / 64;
    model.set_weights(name, tensor);
  }
  EXPECT_EQ(model.weight_names().back(), "batch_normalization/moving_variance");
  EXPECT_EQ(model.weights("batch_normalization/moving_variance").data()[3],
            static_cast<float>(std::string("batch_normalization/moving_variance").size() + 3) / 64);
  EXPECT_EQ(model.weights("stem/kernel").shape(), (Shape{3, 2, 2, 4}));
  model.save(file_);
  EXPECT_EQ(io::read_safetensors(file_).arrays.at("normalization/mean").shape, Shape{2});
  const Model loaded = Model::load(file_);
  EXPECT_EQ(loaded.layers(), model.layers());
  EXPECT_EQ(loaded.weight_names(), model.weight_names());
  EXPECT_EQ(weights_of(loaded), weights_of(model));
  EXPECT_EQ(loaded.parameters(), model.parameters());
}

TEST_F(ModelFile, LacksNoStatistics) {
  const Model model{Input{3}, BatchNormalization{}, Dense{.units = 2}};
  model.save(file_);
  io::TensorMap map = io::read_safetensors(file_);
  map.arrays.erase("batch_normalization/moving_mean");
  io::write_safetensors(file_, map);
  EXPECT_EQ(error_of([&] { (void)Model::load(file_); }),
            file_ + ": lacks the tensor batch_normalization/moving_mean; save the model again");
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
