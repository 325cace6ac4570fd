#include "io/matio_file.hpp"

#include <matio.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "gradus/base/error.hpp"

namespace gradus::io {
namespace {

// Numbers of the variable's class, a block at a time: only doubles come straight to their place.
constexpr size_t kBlock = 1 << 14;

}  // namespace

MatioFile::MatioFile(const std::string& path, std::string place)
    : place_(std::move(place)), file_(Mat_Open(path.c_str(), MAT_ACC_RDONLY)) {
  if (!file_) refuse("cannot be opened by libmatio");
  variable_ = Mat_VarReadNextInfo(file_);
  if (!variable_) {
    Mat_Close(file_);
    refuse("holds nothing that libmatio reads");
  }
}

MatioFile::~MatioFile() {
  Mat_VarFree(variable_);
  Mat_Close(file_);
}

void MatioFile::refuse(const char* what) const {
  throw Error(place_, what, "the file is damaged; get it again");
}

std::vector<double> MatioFile::values(size_t count) {
  size_t found = 1;
  for (int axis = 0; axis < variable_->rank; ++axis) found *= variable_->dims[axis];
  if (found != count) refuse("has another shape for libmatio");
  std::vector<double> out(count);
  const auto read = [&](void* into, size_t start, size_t n) {
    if (Mat_VarReadDataLinear(file_, variable_, into, static_cast<int>(start), 1,
                              static_cast<int>(n)) != 0)
      refuse("has values that libmatio does not read");
  };
  const auto convert = [&]<class T>(T) {
    std::vector<T> block(std::min(count, kBlock));
    for (size_t start = 0; start < count; start += kBlock) {
      const size_t n = std::min(kBlock, count - start);
      read(block.data(), start, n);
      for (size_t i = 0; i < n; ++i) out[start + i] = static_cast<double>(block[i]);
    }
  };
  switch (variable_->class_type) {
    case MAT_C_DOUBLE:
      read(out.data(), 0, count);
      break;
    case MAT_C_SINGLE:
      convert(float{});
      break;
    case MAT_C_INT8:
      convert(int8_t{});
      break;
    case MAT_C_UINT8:
      convert(uint8_t{});
      break;
    case MAT_C_INT16:
      convert(int16_t{});
      break;
    case MAT_C_UINT16:
      convert(uint16_t{});
      break;
    case MAT_C_INT32:
      convert(int32_t{});
      break;
    case MAT_C_UINT32:
      convert(uint32_t{});
      break;
    case MAT_C_INT64:
      convert(int64_t{});
      break;
    case MAT_C_UINT64:
      convert(uint64_t{});
      break;
    default:
      refuse("holds no numbers for libmatio");
  }
  return out;
}

}  // namespace gradus::io
