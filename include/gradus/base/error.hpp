#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gradus {

/// A mistake of the user, in one line: `PLACE: WHAT; MEND`. The command prints it and ends with
/// exit code 2. Our own bugs are assertions or std::logic_error, never an Error.
class Error : public std::runtime_error {
 public:
  /// `place` says where (a file and line, a key, "[Dense]"), `what` is wrong, `mend` is what to do
  /// about it; `place` and `mend` may be empty.
  Error(std::string place, std::string what, std::string mend = {});

  [[nodiscard]] const std::string& place() const { return place_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }
  [[nodiscard]] const std::string& mend() const { return mend_; }

 private:
  std::string place_, reason_, mend_;
};

/// The entry of `known` nearest to `word` by edit distance (capitals count half), or "" where none
/// is near enough to be a misspelling: at most 1 edit up to 4 letters, 2 up to 8, 3 beyond.
[[nodiscard]] std::string nearest_name(std::string_view word, std::span<const std::string> known);

/// `did you mean "NAME"?` where one of `known` is near, otherwise `one of A, B, C`.
[[nodiscard]] std::string suggest(std::string_view word, std::span<const std::string> known);

}  // namespace gradus
