#include "data/digits.hpp"

#include <fmt/core.h>

#include <stdexcept>

#include "base/durable_file.hpp"
#include "data/fetch.hpp"
#include "data/read.hpp"
#include "data/sha256.hpp"
#include "gradus/base/error.hpp"
#include "gradus/data/find_file.hpp"
#include "gradus/data/load.hpp"

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kSide = 28, kKept = 20, kFirst = (kSide - kKept) / 2;
constexpr int32_t kClasses = 10;
constexpr int64_t kEach = 500;
// Of digits.mat: MNIST's bytes are known, so are these.
constexpr std::string_view kSum =
    "17b27304641e72de10b720a68ee79a1864c681b8dbd7f43df048887f8b844196";

// The first `each` rows of every class, class after class.
std::vector<int64_t> first_of_each(const Dataset& images, int64_t each) {
  std::vector<int64_t> rows;
  for (int32_t c = 0; c < kClasses; ++c) {
    int64_t found = 0;
    for (int64_t r = 0; r < images.rows() && found < each; ++r) {
      if (images.label(r) != c) continue;
      rows.push_back(r);
      ++found;
    }
    if (found < each)
      throw Error(kDigits, fmt::format("{} images of class {}, {} are needed", found, c, each),
                  "make them from mnist's training images");
  }
  return rows;
}

bool is_good(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && sha256_of_file(path) == kSum;
}

// MNIST's training images from where they lie, fetched first if that is nowhere.
Dataset mnist(const fs::path& into, const FetchOptions& options) {
  const KnownSet& set = known_set("mnist");
  const fs::path beside = into.empty() ? cache_folder() : into;
  if (!find_known_file(set, 0, beside) || !find_known_file(set, 1, beside))
    fetch_set(set, into, options);
  return read_known(set, "train", {.beside = beside}).train;
}

}  // namespace

std::optional<fs::path> find_digits(const fs::path& beside) {
  for (const fs::path& folder : data_folders(beside)) {
    std::error_code ignored;
    if (fs::is_regular_file(folder / kDigitsFile, ignored)) return folder / kDigitsFile;
  }
  return std::nullopt;
}

std::vector<io::NamedMatArray> make_digits(const Dataset& images, int64_t each) {
  const auto* pixels = std::get_if<BasicTensor<uint8_t>>(&images.body().features);
  if (!pixels || images.shape() != Shape{kSide, kSide, 1})
    throw Error(kDigits, "made from images of " + images.shape().text(),
                "make them from images of 28x28x1 bytes");
  const std::vector<int64_t> rows = first_of_each(images, each);
  const auto n = std::ssize(rows);
  io::MatArray x{{n, kKept * kKept}, {}}, y{{n, 1}, {}};
  x.values.reserve(static_cast<size_t>(n * kKept * kKept));
  for (int64_t column = kFirst; column < kFirst + kKept; ++column)
    for (int64_t row = kFirst; row < kFirst + kKept; ++row)
      for (const int64_t r : rows) {
        const auto image = pixels->row(images.row_index()[static_cast<size_t>(r)]);
        x.values.push_back(image[static_cast<size_t>(row * kSide + column)] / 255.0);
      }
  for (const int64_t r : rows) y.values.push_back(images.label(r) == 0 ? 10 : images.label(r));
  return {{"X", std::move(x)}, {"y", std::move(y)}};
}

fs::path get_digits(const fs::path& into, const FetchOptions& options) {
  const fs::path path = (into.empty() ? cache_folder() : into) / kDigitsFile;
  const auto say = [&](const std::string& line) {
    if (options.say) options.say(line);
  };
  if (is_good(path)) {
    say(fmt::format("{} is there", path.string()));
    return path;
  }
  const std::string bytes = io::encode_mat(make_digits(mnist(into, options), kEach));
  Sha256 sum;
  sum.add(bytes);
  if (const std::string made = sum.finish(); made != kSum)
    throw std::logic_error("digits.mat came out with SHA-256 " + made);
  say(fmt::format("making {}", path.string()));
  make_folder(path.parent_path());
  replace_file(path, bytes);
  return path;
}

}  // namespace gradus::data
