// Checkpoints on disk: the present one and the one before.
#include <system_error>

#include "base/durable_file.hpp"
#include "gradus/base/error.hpp"
#include "io/checkpoint.hpp"
#include "io/open_file.hpp"

namespace gradus::io {
namespace fs = std::filesystem;
namespace {

fs::path previous_of(const fs::path& path) {
  fs::path previous = path;
  previous += ".previous";
  return previous;
}

std::optional<Checkpoint> read(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return std::nullopt;
  const std::string bytes = read_file(path);
  try {
    return Checkpoint::parse(bytes, path.string());
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

void save_checkpoint(const fs::path& path, const Checkpoint& checkpoint) {
  // A torn one must not take the place of a whole one.
  if (read(path)) {
    std::error_code code;
    fs::rename(path, previous_of(path), code);
    if (code)
      throw Error(path.string(), "cannot be renamed: " + code.message(),
                  "choose a folder that you may write to");
  }
  replace_file(path, checkpoint.bytes());
}

std::optional<Checkpoint> load_checkpoint(const fs::path& path) {
  if (std::optional<Checkpoint> newest = read(path)) return newest;
  return read(previous_of(path));
}

void remove_checkpoint(const fs::path& path) {
  // The older one first: alone it would be taken for the newest.
  for (const fs::path& file : {previous_of(path), path}) {
    std::error_code code;
    fs::remove(file, code);
    if (code)
      throw Error(file.string(), "cannot be removed: " + code.message(), "remove it yourself");
  }
}

}  // namespace gradus::io
