#include "base/made_folder.hpp"

#include <system_error>

#include "base/durable_file.hpp"

namespace gradus {
namespace fs = std::filesystem;

MadeFolder::MadeFolder(const fs::path& folder) : folder_(fs::absolute(folder).lexically_normal()) {
  std::error_code failed;
  for (fs::path at = folder_; !fs::exists(at, failed); at = at.parent_path()) {
    top_ = at;
    if (at == at.parent_path()) break;
  }
  make_folder(folder_);
}

MadeFolder::~MadeFolder() {
  if (top_.empty()) return;
  std::error_code failed;
  // remove() spares a folder that has something in it.
  for (fs::path at = folder_;; at = at.parent_path()) {
    fs::remove(at, failed);
    if (at == top_ || at == at.parent_path()) break;
  }
}

}  // namespace gradus
