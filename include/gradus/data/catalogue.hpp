#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::data {

/// A line of `gradus data list`.
struct CatalogueEntry {
  std::string name;   ///< the source's name in study files, or "digits"
  std::string what;   ///< in words
  std::string where;  ///< folder or "drawn on the spot"; empty where it is not there
  std::string how;    ///< how to get it or to write it; empty where there is nothing to do
};

/// Every source that study files know, and where the published ones lie, seen from `beside`.
[[nodiscard]] std::vector<CatalogueEntry> catalogue(const std::filesystem::path& beside = {});

struct FetchOptions {
  /// Fetched from instead of the public homes, as in "http://127.0.0.1:8000/mnist".
  std::string base_url = {};
  /// Told of each file before it is fetched, and of files that are there already.
  std::function<void(const std::string& line)> say = {};
};

/// Makes "digits" or fetches a published set. The digits are `into`/digits.mat ("" means the
/// cache), 500 of each class of MNIST's training images, which are fetched to `into` where they are
/// nowhere: the file is kept where it is there and good, and its path given. For `mat digits.mat`,
/// X has the central 20 x 20 of each image scaled to [0, 1], column by column, and y the labels 1
/// to 10, 10 meaning zero.
///
/// Fetches a published set into `into`/NAME ("" means the cache), as `gradus data get` does, and
/// gives that folder. Each file appears only when it is whole and its content has the published
/// SHA-256; a file that is there and good is kept. A download that broke off stays beside it as
/// NAME.part and is gone on with by the next call. Throws Error for a name that cannot be fetched
/// (the message lists those that can), where no home answers, and where the content is wrong.
std::filesystem::path fetch(std::string_view name, const std::filesystem::path& into = {},
                            const FetchOptions& options = {});

}  // namespace gradus::data
