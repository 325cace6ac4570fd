#include "gradus/data/catalogue.hpp"

#include "data/digits.hpp"
#include "data/known_sets.hpp"

namespace gradus::data {

std::vector<CatalogueEntry> catalogue(const std::filesystem::path& beside) {
  constexpr const char* kDrawn = "drawn on the spot";
  std::vector<CatalogueEntry> list{
      {"xor", "the 4 rows of exclusive or", kDrawn, ""},
      {"moons", "two interleaving half circles, 2 classes", kDrawn, ""},
      {"circles", "a circle within a circle, 2 classes", kDrawn, ""},
      {"blobs", "normal clouds, a class each", kDrawn, ""},
      {"spirals", "interleaved spiral arms, a class each", kDrawn, ""},
      {"function", "y(x) on a range, from a formula", kDrawn, ""},
  };
  for (const KnownSet& set : known_sets()) {
    CatalogueEntry entry{std::string(set.name), std::string(set.what), "", std::string(set.mend)};
    bool whole = true;
    for (size_t file = 0; file < set.files.size(); ++file)
      whole = whole && find_known_file(set, file, beside).has_value();
    if (whole) {
      entry.where = find_known_file(set, 0, beside)->parent_path().string();
      entry.how.clear();
    }
    list.push_back(std::move(entry));
  }
  const auto digits = find_digits(beside);
  list.push_back({"digits", kDigitsWhat, digits ? digits->parent_path().string() : "",
                  digits ? "" : kDigitsMend});
  list.push_back({"csv", "rows of numbers in a CSV file of yours", "", "csv FILE"});
  list.push_back({"idx", "images and labels in IDX files of yours", "",
                  "{ kind = \"idx\", images = FILE, labels = FILE }"});
  list.push_back({"folder", "PNG images in train/LABEL/ and test/LABEL/", "", "folder FOLDER"});
  list.push_back({"mat", "arrays X and y of a MATLAB file of yours", "", "mat FILE"});
  return list;
}

}  // namespace gradus::data
