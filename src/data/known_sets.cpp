#include "data/known_sets.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "gradus/data/find_file.hpp"

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

constexpr std::array<KnownSet, 2> kKnownSets{{
    {.name = "mnist",
     .what = "handwritten digits, 60000 and 10000 grey images of 28 x 28, 10 classes",
     .mend = "get it with: gradus data get mnist",
     .files = {{{"train-images-idx3-ubyte",
                 "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
                {"train-labels-idx1-ubyte",
                 "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
                {"t10k-images-idx3-ubyte",
                 "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
                {"t10k-labels-idx1-ubyte",
                 "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"}}},
     .class_names = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
     .folders = {"mnist", ""},
     .system_folder = "",
     .package = "",
     .homes = {"https://storage.googleapis.com/cvdf-datasets/mnist",
               "https://ossci-datasets.s3.amazonaws.com/mnist",
               "https://azureopendatastorage.blob.core.windows.net/mnist",
               "https://raw.githubusercontent.com/fgnt/mnist/master"}},
    {.name = "fashion_mnist",
     .what = "articles of clothing, 60000 and 10000 grey images of 28 x 28, 10 classes",
     .mend =
         "get it with: apt-get install dataset-fashion-mnist, or: gradus data get fashion_mnist",
     .files = {{{"train-images-idx3-ubyte",
                 "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"},
                {"train-labels-idx1-ubyte",
                 "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"},
                {"t10k-images-idx3-ubyte",
                 "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"},
                {"t10k-labels-idx1-ubyte",
                 "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"}}},
     .class_names = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt",
                     "Sneaker", "Bag", "Ankle boot"},
     .folders = {"fashion-mnist", "fashion_mnist"},
     .system_folder = "/usr/share/datasets/fashion-mnist",
     .package = "dataset-fashion-mnist",
     .homes =
         {"http://fashion-mnist.s3-website.eu-central-1.amazonaws.com",
          "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion", "",
          ""}},
}};

std::vector<fs::path> places(const KnownSet& set, const fs::path& beside) {
  std::vector<fs::path> out;
  const auto within = [&](const fs::path& folder) {
    for (std::string_view name : set.folders)
      if (!name.empty()) out.push_back(folder / name);
  };
  const std::vector<fs::path> folders = data_folders(beside);
  for (size_t i = 0; i < folders.size(); ++i) {
    const bool is_cache = i + 1 == folders.size();
    if (is_cache && !set.system_folder.empty()) out.emplace_back(set.system_folder);
    within(folders[i]);
  }
  // GRADUS_DATA may name the set's own folder. Last, since sets share the names of their files.
  if (folders.size() > 2) out.push_back(folders[1]);
  return out;
}

}  // namespace

std::span<const KnownSet> known_sets() {
  return kKnownSets;
}

const KnownSet& known_set(std::string_view name) {
  for (const KnownSet& set : kKnownSets)
    if (set.name == name) return set;
  throw std::logic_error("no known set of that name");
}

std::optional<fs::path> find_known_file(const KnownSet& set, size_t file, const fs::path& beside) {
  for (const fs::path& folder : places(set, beside)) {
    for (const char* ending : {".gz", ""}) {
      const fs::path path = folder / (std::string(set.files[file].name) + ending);
      std::error_code ignored;
      if (fs::is_regular_file(path, ignored)) return path;
    }
  }
  return std::nullopt;
}

}  // namespace gradus::data
