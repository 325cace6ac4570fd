#include "base/file_error.hpp"

#include <cerrno>
#include <system_error>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

std::string mend_for(int code) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
      return "free some space or choose another folder";
    case EFBIG:
      return "raise the limit on file sizes (ulimit -f)";
    case EACCES:
    case EPERM:
    case EROFS:
      return "choose a folder that you may write to";
    case EISDIR:
      return "choose another name or remove the folder of this name";
    case ENOENT:
    case ENOTDIR:
      return "create the folder first";
    default:
      return {};
  }
}

}  // namespace

void throw_file_error(const std::filesystem::path& path, const std::string& action, int code) {
  throw Error(path.string(),
              "cannot " + action + ": " + std::error_code(code, std::generic_category()).message(),
              mend_for(code));
}

}  // namespace gradus
