#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "data/read.hpp"
#include "data/sha256.hpp"
#include "gradus/base/error.hpp"
#include "gradus/data/find_file.hpp"
#include "gradus/io/image_folder.hpp"

namespace gradus::data {
namespace {

Dataset folder_set(const io::LabelledImages& images) {
  auto body = std::make_shared<Body>();
  BasicTensor<uint8_t> pixels(std::ssize(images.labels),
                              Shape{images.height, images.width, images.channels});
  std::copy(images.pixels.begin(), images.pixels.end(), pixels.data());
  body->features = std::move(pixels);
  body->labels = images.labels;
  body->classes = static_cast<int32_t>(images.label_names.size());
  body->class_names = images.label_names;
  return Dataset(std::move(body));
}

// One sum for the whole tree: over each file's name, and all pixels.
void add_checksum(const std::string& name, const io::LabelledImages& images, Loaded& out) {
  Sha256 sum;
  for (const std::string& file : images.files) sum.add(file + "\n");
  sum.add(images.pixels);
  out.checksums.emplace_back(name, sum.finish());
}

void check_same_kind(const io::LabelledImages& train, const io::LabelledImages& test,
                     const std::string& folder) {
  for (const std::string& label : test.label_names)
    if (std::find(train.label_names.begin(), train.label_names.end(), label) ==
        train.label_names.end())
      throw Error(folder + "/test", fmt::format("label \"{}\" is not in train", label),
                  suggest(label, train.label_names));
  const Shape a{train.height, train.width, train.channels};
  const Shape b{test.height, test.width, test.channels};
  if (a != b)
    throw Error(
        folder + "/test",
        fmt::format("{} is {}, but the images of train are {}", test.files[0], b.text(), a.text()),
        "give all images one size and one kind");
}

// Labels of the test tree, numbered as in the training tree.
void renumber(io::LabelledImages& test, const std::vector<std::string>& label_names) {
  for (int32_t& label : test.labels) {
    const auto at = std::find(label_names.begin(), label_names.end(),
                              test.label_names[static_cast<size_t>(label)]);
    label = static_cast<int32_t>(at - label_names.begin());
  }
  test.label_names = label_names;
}

}  // namespace

Loaded read(const sources::Folder& source, const LoadOptions& options) {
  const std::filesystem::path root = find_folder(source.folder, options.beside);
  if (!std::filesystem::is_directory(root / "train"))
    throw Error(root.string(), "has no folder train", "put images in train/LABEL/NAME.png");
  const io::LabelledImages train = io::read_image_folder(root / "train");
  Loaded out;
  out.train = folder_set(train);
  add_checksum(source.folder + "/train", train, out);
  if (std::filesystem::is_directory(root / "test")) {
    io::LabelledImages test = io::read_image_folder(root / "test");
    check_same_kind(train, test, root.string());
    renumber(test, train.label_names);
    out.test = folder_set(test);
    out.has_own_test = true;
    add_checksum(source.folder + "/test", test, out);
  }
  return out;
}

}  // namespace gradus::data
