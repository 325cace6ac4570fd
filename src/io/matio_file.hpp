#pragma once

#include <cstddef>
#include <string>
#include <vector>

struct _mat_t;    // libmatio's
struct matvar_t;  // libmatio's

namespace gradus::io {

/// libmatio, the only place of it: a file of one numeric variable that has been looked through, so
/// that nothing in it can surprise the library.
class MatioFile {
 public:
  /// Throws Error naming `place` where libmatio cannot open the file.
  MatioFile(const std::string& path, std::string place);
  ~MatioFile();
  MatioFile(const MatioFile&) = delete;
  MatioFile& operator=(const MatioFile&) = delete;

  /// The variable's `count` numbers in their order. Throws Error where libmatio finds another
  /// count, or cannot read them.
  [[nodiscard]] std::vector<double> values(size_t count);

 private:
  [[noreturn]] void refuse(const char* what) const;

  std::string place_;
  _mat_t* file_;
  matvar_t* variable_ = nullptr;
};

}  // namespace gradus::io
