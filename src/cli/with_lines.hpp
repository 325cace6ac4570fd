#pragma once

#include "study/located.hpp"
#include "study/reopen.hpp"

namespace gradus::cli {

/// Does what a command does to a study; a mistake that shows only once the data are there is placed
/// at its line of the file.
template <class Arguments, class F>
int with_lines(const Arguments& arguments, F&& command) {
  try {
    return command(arguments);
  } catch (const study::VariantError& e) {
    throw study::located(e, study::text_of(arguments.study), arguments.study.string(),
                         arguments.overrides);
  }
}

}  // namespace gradus::cli
