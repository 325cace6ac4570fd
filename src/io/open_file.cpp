#include "io/open_file.hpp"

#include <cerrno>
#include <system_error>

#include "gradus/base/error.hpp"

namespace gradus::io {

namespace fs = std::filesystem;

std::ifstream open_file(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
    throw Error(path.string(), "is a folder, not a file", "name a file in it");
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
    throw Error(path.string(), "cannot be opened: " + std::generic_category().message(errno),
                "check the name and the rights");
  return stream;
}

std::string read_file(const fs::path& path, uint64_t limit) {
  std::ifstream stream = open_file(path);
  std::error_code failed;
  const uint64_t size = fs::file_size(path, failed);
  if (failed) throw Error(path.string(), "cannot be measured: " + failed.message());
  if (size > limit)
    throw Error(path.string(), "has " + std::to_string(size) + " bytes",
                "at most " + std::to_string(limit) + " are read");
  std::string content(static_cast<size_t>(size), '\0');
  stream.read(content.data(), static_cast<std::streamsize>(size));
  if (static_cast<uint64_t>(stream.gcount()) != size)
    throw Error(path.string(), "cannot be read to its end", "is it being written?");
  return content;
}

}  // namespace gradus::io
