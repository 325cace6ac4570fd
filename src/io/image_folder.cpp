#include "gradus/io/image_folder.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gradus/base/error.hpp"
#include "gradus/io/png.hpp"

namespace gradus::io {
namespace {

namespace fs = std::filesystem;

bool all_digits(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Numbers of any length by value, then by text, so that 7 and 07 have a fixed order.
bool smaller_number(const std::string& a, const std::string& b) {
  const auto digits = [](const std::string& s) {
    return s.substr(std::min(s.find_first_not_of('0'), s.size()));
  };
  const std::string x = digits(a), y = digits(b);
  if (x.size() != y.size()) return x.size() < y.size();
  return x != y ? x < y : a < b;
}

std::vector<std::string> sorted_names(const fs::path& folder, auto&& wanted) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed))
    if (wanted(*it)) names.push_back(it->path().filename().string());
  if (failed)
    throw Error(folder.string(), "cannot be listed: " + failed.message(), "check name and rights");
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> label_folders(const fs::path& folder) {
  std::vector<std::string> labels = sorted_names(folder, [](const fs::directory_entry& e) {
    return e.is_directory() && !e.path().filename().string().starts_with('.');
  });
  if (labels.empty())
    throw Error(folder.string(), "has no folder of a label", "put images in LABEL/NAME.png");
  if (std::all_of(labels.begin(), labels.end(), all_digits))
    std::sort(labels.begin(), labels.end(), smaller_number);
  return labels;
}

bool is_png_file(const fs::directory_entry& e) {
  std::string extension = e.path().extension().string();
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return extension == ".png" && !e.is_directory() && !e.path().filename().string().starts_with('.');
}

std::string size_text(const Image& image) {
  return fmt::format("{}x{}x{}", image.height, image.width, image.channels);
}

}  // namespace

LabelledImages read_image_folder(const fs::path& folder) {
  LabelledImages out;
  out.label_names = label_folders(folder);
  std::string first_size;
  for (size_t label = 0; label < out.label_names.size(); ++label) {
    const std::string& label_name = out.label_names[label];
    const std::vector<std::string> names = sorted_names(folder / label_name, is_png_file);
    if (names.empty())
      throw Error((folder / label_name).string(), "has no .png file",
                  "put images in it, or remove it");
    for (const std::string& name : names) {
      const fs::path path = folder / label_name / name;
      const Image image = read_png(path);
      if (out.files.empty()) {
        first_size = size_text(image);
        out.height = image.height;
        out.width = image.width;
        out.channels = image.channels;
      } else if (size_text(image) != first_size) {
        throw Error(path.string(),
                    fmt::format("is {}, but {} is {}", size_text(image), out.files[0], first_size),
                    "give all images one size and one kind");
      }
      out.pixels.insert(out.pixels.end(), image.pixels.begin(), image.pixels.end());
      out.labels.push_back(static_cast<int32_t>(label));
      out.files.push_back(label_name + "/" + name);
    }
  }
  return out;
}

}  // namespace gradus::io
