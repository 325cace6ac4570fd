#include "gradus/data/find_file.hpp"

#include <cstdlib>

#include "gradus/base/error.hpp"

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

fs::path find(const std::string& name, const fs::path& beside, bool folder) {
  const auto is_there = [&](const fs::path& path) {
    std::error_code ignored;
    return folder ? fs::is_directory(path, ignored)
                  : fs::exists(path, ignored) && !fs::is_directory(path, ignored);
  };
  // An absolute name replaces the folder that it is joined to.
  for (const fs::path& place : data_folders(beside))
    if (!name.empty() && is_there(place / name)) return place / name;
  throw Error("",
              (folder ? "folder \"" : "file \"") + name +
                  "\" not found beside the study, in GRADUS_DATA or the cache",
              "try gradus data list");
}

}  // namespace

fs::path cache_folder() {
  if (const std::string cache = environment("XDG_CACHE_HOME"); !cache.empty())
    return fs::path(cache) / "gradus";
  return fs::path(environment("HOME")) / ".cache" / "gradus";
}

std::vector<fs::path> data_folders(const fs::path& beside) {
  std::vector<fs::path> folders{beside.empty() ? fs::path(".") : beside};
  if (const std::string data = environment("GRADUS_DATA"); !data.empty())
    folders.emplace_back(data);
  folders.push_back(cache_folder());
  return folders;
}

fs::path find_file(const std::string& name, const fs::path& beside) {
  return find(name, beside, false);
}

fs::path find_folder(const std::string& name, const fs::path& beside) {
  return find(name, beside, true);
}

}  // namespace gradus::data
