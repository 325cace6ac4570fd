#include "study/saved_network.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "gradus/data/make.hpp"
#include "gradus/io/safetensors.hpp"
#include "support/errors.hpp"

namespace gradus::study {
namespace {

namespace fs = std::filesystem;

fs::path place(const std::string& name) {
  return fs::temp_directory_path() / ("gradus-" + name + "-" + std::to_string(getpid()));
}

Model small() {
  Model model{Input{2}, Dense{3, tanh}, Dense{1, sigmoid}};
  model.initialize(1);
  return model;
}

TEST(SavedNetwork, KeepsWhatItsSamplesWentThrough) {
  const data::Dataset samples = data::make_moons({.train = 20, .test = 0, .seed = 1}).train;
  const data::Fitted fitted = data::fit_transforms({data::transforms::Standardize{}}, samples);
  const fs::path file = place("saved");
  const Model model = small();
  save_network(model, fitted, file);
  const std::optional<data::Fitted> again = saved_transform(file);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->scale, fitted.scale);
  EXPECT_EQ(again->offset, fitted.offset);
  EXPECT_EQ(again->shape, fitted.shape);
  EXPECT_EQ(Model::load(file.string()).predict(data::apply(*again, samples)),
            model.predict(data::apply(fitted, samples)));
  fs::remove(file);
}

TEST(SavedNetwork, KeepsCropsAndRows) {
  data::Fitted fitted;
  fitted.shape = Shape{6, 5, 1};
  fitted.crop = {{4, 5}, {2, 1}};
  fitted.flatten = true;
  const fs::path file = place("saved-crop");
  save_network(small(), fitted, file);
  const std::optional<data::Fitted> again = saved_transform(file);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->crop, fitted.crop);
  EXPECT_TRUE(again->flatten);
  EXPECT_TRUE(again->scale.empty());
  fs::remove(file);
}

TEST(SavedNetwork, OneWithoutTransformsIsAsModelSavesIt) {
  const fs::path file = place("saved-plain"), plain = place("saved-model");
  save_network(small(), {}, file);
  small().save(plain.string());
  EXPECT_EQ(io::read_safetensors(file), io::read_safetensors(plain));
  EXPECT_FALSE(saved_transform(file));
  fs::remove(file);
  fs::remove(plain);
}

TEST(SavedNetwork, WhatCannotBeAppliedIsBroken) {
  const fs::path file = place("saved-broken");
  save_network(small(), {}, file);
  for (const char* text :
       {"{", "{}", R"({"shape":[2],"scale":[1,2,3],"offset":[1,2,3],"crop":[],"flatten":false})",
        R"({"shape":[2],"scale":[1],"offset":[],"crop":[],"flatten":false})",
        R"({"shape":[0],"scale":[],"offset":[],"crop":[],"flatten":false})",
        R"({"shape":[4,4,1],"scale":[],"offset":[],"crop":[[5,1]],"flatten":false})",
        R"({"shape":["a"],"scale":[],"offset":[],"crop":[],"flatten":false})"}) {
    io::TensorMap map = io::read_safetensors(file);
    map.metadata["gradus_transform"] = text;
    io::write_safetensors(file, map);
    EXPECT_EQ(test::error_of([&] { (void)saved_transform(file); }),
              file.string() +
                  ": its transforms of the samples are broken; run the study again with --force")
        << text;
  }
  fs::remove(file);
}

}  // namespace
}  // namespace gradus::study
