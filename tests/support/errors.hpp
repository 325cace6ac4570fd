#pragma once

#include <string>

#include "gradus/base/error.hpp"

namespace gradus::test {

/// The one line of the Error that `f` throws; "" where it throws none.
template <class F>
std::string error_of(F&& f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

}  // namespace gradus::test
