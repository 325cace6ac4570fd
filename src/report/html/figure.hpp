#pragma once

#include <string>
#include <string_view>

namespace gradus::html {

/// The picture of a figure as a run left it.
struct Picture {
  std::string name;  ///< of its files
  std::string svg;
};

/// An SVG file as part of a page that holds several: without its prologue, its ids begin with
/// "f`number`-", it fits the width there is. Throws Error named after the figure where it is no SVG
/// of ours.
[[nodiscard]] std::string inlined(const Picture& picture, size_t number);
/// The whole <figure>: title, picture, where its data lie.
[[nodiscard]] std::string figure(const Picture& picture, size_t number);

}  // namespace gradus::html
