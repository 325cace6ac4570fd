#pragma once

#include <limits>
#include <string_view>

namespace gradus {

/// What the field lists say of an option beside its name, type and default. Every option struct has
/// one list,
///   template <class Self, class V> static void fields(Self& self, V&& visit)
/// which calls visit("name", self.member, Rule) for each option in order. It is the single source
/// of the options: the study file's reader, its messages, `gradus list` and the canonical plan all
/// walk it. `kKind` is the name of the thing in a study file.
struct Rule {
  bool word = false;      ///< a word of the string form, in the order of the list
  bool required = false;  ///< has no default
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool open_low = false;   ///< low itself is excluded
  bool open_high = false;  ///< high itself is excluded

  [[nodiscard]] constexpr Rule at_least(double v) const {
    Rule r = *this;
    r.low = v;
    return r;
  }
  [[nodiscard]] constexpr Rule above(double v) const {
    Rule r = *this;
    r.low = v;
    r.open_low = true;
    return r;
  }
  [[nodiscard]] constexpr Rule at_most(double v) const {
    Rule r = *this;
    r.high = v;
    return r;
  }
  [[nodiscard]] constexpr Rule below(double v) const {
    Rule r = *this;
    r.high = v;
    r.open_high = true;
    return r;
  }
};

inline constexpr Rule kOption{};
inline constexpr Rule kWord{.word = true};
inline constexpr Rule kRequired{.required = true};
inline constexpr Rule kRequiredWord{.word = true, .required = true};

}  // namespace gradus
