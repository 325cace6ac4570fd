#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace gradus {

/// A gnuplot at work on a script in its folder, without a shell, the user's start-up files or
/// locale. Ended with this object where nobody waited for it.
class GnuplotProcess {
 public:
  /// Writes the script to `folder`/NAME.gp and starts gnuplot there. Throws Error where gnuplot is
  /// not installed.
  GnuplotProcess(const std::filesystem::path& folder, const std::string& name,
                 const std::string& script);
  ~GnuplotProcess();
  GnuplotProcess(GnuplotProcess&& other) noexcept;
  GnuplotProcess& operator=(GnuplotProcess&&) = delete;

  /// Waits for its end; throws Error with gnuplot's own words where it failed.
  void wait();

 private:
  std::filesystem::path messages_;
  pid_t pid_ = -1;
};

}  // namespace gradus
